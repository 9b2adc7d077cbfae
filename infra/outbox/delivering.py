"""Delivering: the worker that brings what stands in the outbox to whoever wants to be told.

At least once: the receiver may see an event twice, always under the same `webhook-id`.
"""

import asyncio
import logging
import random
from collections.abc import Callable
from contextlib import suppress

from infra.net.reply import Poster
from infra.outbox import deliveries, outbox
from infra.outbox.backoff import next_try
from infra.outbox.deliveries import Lease
from infra.outbox.receivers import Receivers
from infra.outbox.sending import GONE, Tried, send
from infra.store.transaction import Store, StoreUnavailable, Transaction
from infra.store.vault import VaultError
from infra.tasks import Tasks

log = logging.getLogger("waybill.delivering")
EVERY_SECONDS = 1.0
FORGET_EVERY_SECONDS = 3600.0
AT_ONCE = 200
"""Tries under way in one process, of all tenants."""
SWITCHED_OFF = Tried(error="switched_off")


class Delivering:
    """Runs beside the doors or in a process of its own; as many as there are processes.

    Args:
        tasks: hold the tries under way; whoever owns them lets them finish or cancels them when stopping. The lease of
            one that is cancelled runs out, and another worker tries it.
        clock: Unix seconds.
        chance: drawn evenly from 0 to 1, for the waits between tries.
    """

    def __init__(
        self,
        store: Store,
        poster: Poster,
        receivers: Receivers,
        *,
        tasks: Tasks,
        clock: Callable[[], float],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._poster = poster
        self._receivers = receivers
        self._tasks = tasks
        self._clock = clock
        self._chance = chance
        self._under_way = 0
        self._forgets_at = clock()
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Deliver until cancelled; a database that is away is tried again."""
        while True:
            self._woken.clear()
            try:
                await self._begin()
            except StoreUnavailable:
                log.warning("delivering: the database is not available")
            except Exception:  # a fault of ours must not end it unseen: what is under way still comes to its end
                log.exception("delivering: a round failed")
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY_SECONDS):
                    await self._woken.wait()

    async def once(self) -> None:
        """Try everything that may be tried now, and wait for what comes of it. Raises: StoreUnavailable."""
        await asyncio.gather(*await self._begin())

    async def _begin(self) -> list[asyncio.Task[None]]:
        """Put new events in line and start on what is due, as far as there are places."""
        now = self._clock()
        while await self._fan_out(now):
            pass
        if now >= self._forgets_at:
            self._forgets_at = now + FORGET_EVERY_SECONDS
            await self._store.write(lambda tx: deliveries.forget(tx, now), synced=False)
        free = AT_ONCE - self._under_way
        found = await self._store.read(lambda tx: deliveries.due(tx, now, free))
        if not found:
            return []
        # Not synced: what a machine's end undoes here is done again, and the receiver knows the event by its id.
        leased = await self._store.write(lambda tx: deliveries.lease(tx, found, now), synced=False)
        self._under_way += len(leased)
        return [self._tasks.start(self._deliver(each)) for each in leased]

    async def _fan_out(self, now: float) -> bool:
        """Put the oldest new events in line; whether there were any, and so perhaps more."""
        events = await self._store.read(outbox.undispatched)
        if events:
            await self._store.write(lambda tx: deliveries.fan_out(tx, events, self._receivers, now), synced=False)
        return bool(events)

    async def _deliver(self, lease: Lease) -> None:
        try:
            await self._settle(lease, await self._try(lease))
        except StoreUnavailable:
            log.warning("delivering: not settled, its lease will run out", extra={"delivery": lease.delivery_id})
        finally:
            self._under_way -= 1
            self._woken.set()

    async def _try(self, lease: Lease) -> Tried:
        """One try. A fault of ours is a failed try like any other: it ends after a day and keeps nobody waiting."""
        try:
            parcel = await self._store.read(lambda tx: self._receivers.parcel(tx, lease.webhook_id, lease.event))
            if parcel is None:
                return SWITCHED_OFF
            return await send(self._poster, parcel, lease.event, self._clock())
        except StoreUnavailable:
            raise
        except VaultError as error:
            log.error("delivering: %s", error, extra={"delivery": lease.delivery_id})  # noqa: TRY400 - it says it all
            return Tried(error="vault")
        except Exception:
            log.exception("delivering: a try failed", extra={"delivery": lease.delivery_id})
            return Tried(error="internal")

    async def _settle(self, lease: Lease, tried: Tried) -> None:
        now = self._clock()
        next_at = self._next_at(lease, tried, now)

        async def work(tx: Transaction) -> None:
            if tried.status == GONE:
                await self._receivers.switch_off(tx, lease.event.tenant_id, lease.webhook_id, now)
            if tried.error is None:
                await deliveries.took(tx, lease, tried, now)
            elif next_at is None:
                await deliveries.give_up(tx, lease, tried, now)
            else:
                await deliveries.again(tx, lease, tried, next_at)

        await self._store.write(work, synced=False)
        seen = {"delivery": lease.delivery_id, "attempts": lease.attempts, "status": tried.status, "error": tried.error}
        log.info("tried", extra=seen)

    def _next_at(self, lease: Lease, tried: Tried, now: float) -> float | None:
        if tried.error is None or tried.status == GONE or tried is SWITCHED_OFF:
            return None
        return next_try(
            lease.attempts,
            begun_at=lease.begun_at,
            now=now,
            chance=self._chance(),
            retry_after=tried.retry_after,
        )
