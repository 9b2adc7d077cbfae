"""Hearing a visitor: checked, acknowledged once it is on disk, answered behind the door."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TypeAlias

from channels.chat.widget.feed import CID
from channels.chat.widget.guests import Guest, Guests
from channels.chat.widget.pace import Pace
from infra.once import Delivery, KeyReused
from infra.wire.frames import LONGEST_TEXT, Ack, Nack, Refusal, Send
from infra.wire.text import plain
from journal.conversation import Conversation, Utterance
from journal.journal import Journal, LostRace, Words
from tenants.errors import NoPublishedVersion
from turns.refusals import Ended
from turns.turns import Turns

log = logging.getLogger("waybill.widget")
BUSY_MS = 1000
AWAY_MS = 5000
Answer: TypeAlias = Callable[[Ack | Nack], None]


@dataclass(frozen=True, slots=True)
class Hearing:
    """Takes what visitors say. `clock` gives Unix seconds; `away` is what a database that is away raises."""

    guests: Guests
    journal: Journal
    turns: Turns
    clock: Callable[[], float]
    away: tuple[type[Exception], ...]
    pace: Pace = field(default_factory=lambda: Pace(burst=5, seconds=1.0))

    async def take(self, guest: Guest, frame: Send, answer: Answer) -> None:
        """Hear an utterance and see to its reply, which the news tell of.

        `answer` is called once, as soon as the utterance is on disk or refused; what came before gets the same again.
        """
        answers: list[Ack | Nack] = []

        def once(what: Ack | Nack) -> None:
            if not answers:
                answers.append(what)
                answer(what)

        try:
            await self._take(guest, frame, once)
        except Exception as error:
            refusal = self._refusal(frame, error)
            if refusal is None:  # what was heard is answered by the sweep, if not by us
                log.exception("widget: a turn failed", extra={"conversation": guest.conversation_id})
            once(refusal or _nack(frame, Refusal.UNAVAILABLE, AWAY_MS))

    async def _take(self, guest: Guest, frame: Send, answer: Answer) -> None:
        words = Words(plain(frame.text), self.clock(), _delivery(frame), frame.missed)
        if refusal := self._unfit(guest, frame, words):
            answer(refusal)
            return
        conversation = await self.journal.load(guest.tenant, guest.conversation_id)
        if conversation is None or not guest.may_enter(conversation):
            raise Ended
        if before := await self._heard_before(conversation, words):
            answer(Ack(cid=frame.cid, seq=before.seq))
            if before.answered_by is not None or before.seq < conversation.seq:
                return
        visit = await self.guests.visit(guest, conversation)
        if visit is None:
            raise NoPublishedVersion(guest.pass_.agent_id)
        await self.turns.take(visit, conversation, words, heard=lambda seq: answer(Ack(cid=frame.cid, seq=seq)))
        # Where the same came twice at once, the other one heard it; a turn may answer more than one utterance.
        if heard := await self._heard_before(conversation, words):
            answer(Ack(cid=frame.cid, seq=heard.seq))

    async def seen(self, guest: Guest, seq: int) -> None:
        """The visitor has seen everything up to here: a colleague's words need not be mailed to them."""
        with suppress(*self.away):
            await self.journal.read_up_to(guest.tenant, guest.conversation_id, seq)

    def _unfit(self, guest: Guest, frame: Send, words: Words) -> Nack | None:
        if len(words.text) > LONGEST_TEXT:
            return _nack(frame, Refusal.TOO_LONG)
        if not any(character.isprintable() and not character.isspace() for character in words.text):
            return _nack(frame, Refusal.INVALID)
        if wait := self.pace.ask(guest.conversation_id, self.clock()):
            return _nack(frame, Refusal.RATE, int(wait * 1000) + 1)
        return None

    async def _heard_before(self, conversation: Conversation, words: Words) -> Utterance | None:
        """The utterance, if it came before, so that its `ack` need not wait for its reply. Raises: KeyReused."""
        if words.delivery is None:
            return None
        before = await self.journal.delivered(conversation, words.delivery.client_key)
        if before is None:
            return None
        utterance, digest = before
        if digest != words.delivery.digest:
            raise KeyReused
        return utterance

    def _refusal(self, frame: Send, error: Exception) -> Nack | None:
        match error:
            case Ended():
                return _nack(frame, Refusal.ENDED)
            case KeyReused():
                return _nack(frame, Refusal.REUSED)
            case NoPublishedVersion():
                return _nack(frame, Refusal.NOT_PUBLISHED)
            case LostRace():
                return _nack(frame, Refusal.BUSY, BUSY_MS)
            case _ if isinstance(error, self.away):
                return _nack(frame, Refusal.UNAVAILABLE, AWAY_MS)
            case _:
                return None


def _nack(frame: Send, code: Refusal, retry: int | None = None) -> Nack:
    return Nack(cid=frame.cid, code=code, temporary=retry is not None, retry=retry)


def _delivery(frame: Send) -> Delivery:
    return Delivery(CID + frame.cid, blake2b(frame.text.encode(errors="surrogatepass"), digest_size=16).hexdigest())
