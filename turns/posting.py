"""Posting: the worker that sends the e-mails which tickets ask for. At least once, and under one Message-ID."""

import logging
import random
from collections.abc import Callable

from escalation import mails
from escalation.mails import Mail
from infra.chores import again_and_again
from infra.mail import Letter, Mailer, MailError
from infra.outbox.backoff import next_try
from infra.store.transaction import Store, StoreUnavailable
from infra.store.vault import VaultError
from turns.letters import Letters, NotNeeded

log = logging.getLogger("waybill.posting")
EVERY_SECONDS = 5.0
FORGET_EVERY_SECONDS = 3600.0


class Posting:
    """Runs beside the doors or in a process of its own; as many as there are processes.

    `mailer` is None where no SMTP server is set: then nothing is sent, and every mail says so. `clock` gives Unix
    seconds; `chance` is drawn evenly from 0 to 1, for the waits between tries.
    """

    def __init__(
        self,
        store: Store,
        letters: Letters,
        mailer: Mailer | None,
        clock: Callable[[], float],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._letters = letters
        self._mailer = mailer
        self._clock = clock
        self._chance = chance
        self._forgets_at = clock()

    async def run(self) -> None:
        """Post until cancelled; a database that is away is tried again."""
        await again_and_again(self.once, EVERY_SECONDS, log)

    async def once(self) -> None:
        """Send what is due now. Raises: StoreUnavailable."""
        now = self._clock()
        if now >= self._forgets_at:
            self._forgets_at = now + FORGET_EVERY_SECONDS
            await self._store.write(lambda tx: mails.forget(tx, now))
        for mail_id in await self._store.read(lambda tx: mails.due(tx, now)):
            if mail := await self._lease(mail_id, now):
                await self._post(mail)

    async def _lease(self, mail_id: str, now: float) -> Mail | None:
        return await self._store.write(lambda tx: mails.lease(tx, mail_id, now))

    async def _post(self, mail: Mail) -> None:
        try:
            letter = await self._letters.write(mail)
            await self._send(letter)
        except NotNeeded as why:
            await self._settle(mail, "dropped", str(why))
        except MailError as error:
            await self._failed(mail, error)
        except StoreUnavailable:
            raise
        except VaultError as error:
            log.error("posting: %s", error, extra={"mail": mail.id})  # noqa: TRY400 - it says it all
            await self._settle(mail, "dead", "vault")
        except Exception:  # a fault of ours is a failed try like any other: it keeps nobody waiting
            log.exception("posting: a mail failed", extra={"mail": mail.id})
            await self._failed(mail, MailError("internal"))
        else:
            await self._settle(mail, "sent")

    async def _send(self, letter: Letter) -> None:
        if self._mailer is None:
            raise NotNeeded("no_smtp")
        await self._mailer.send(letter)

    async def _failed(self, mail: Mail, error: MailError) -> None:
        now = self._clock()
        begun = mail.created_at
        next_at = None if error.permanent else next_try(mail.attempts, begun_at=begun, now=now, chance=self._chance())
        if next_at is None:
            await self._settle(mail, "dead", error.category)
            return
        await self._store.write(lambda tx: mails.again(tx, mail, next_at, error.category))
        log.warning("posting: not taken", extra={"mail": mail.id, "error": error.category, "attempts": mail.attempts})

    async def _settle(self, mail: Mail, state: str, why: str | None = None) -> None:
        now = self._clock()
        await self._store.write(lambda tx: mails.settle(tx, mail, state, now, why))
        log.info("posted", extra={"mail": mail.id, "kind": mail.kind.value, "state": state, "error": why})
