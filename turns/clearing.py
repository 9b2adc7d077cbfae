"""Clearing away what has been kept long enough, beside the turns and never in their way."""

import logging
from collections.abc import Callable

from infra.chores import again_and_again
from infra.store.transaction import Store
from journal.retention import Retention
from tenants import tenancy
from tenants.tenancy import Tenant

log = logging.getLogger("waybill.clearing")
EVERY_SECONDS = 600.0
DAY_SECONDS = 86_400.0


class Clearing:
    """Runs beside the doors, every ten minutes; several processes may, and take nothing from each other."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._retention = Retention(store)
        self._clock = clock

    async def run(self) -> None:
        """Clear until cancelled; a database that is away is tried again."""
        await again_and_again(self.once, EVERY_SECONDS, log)

    async def once(self) -> None:
        """Delete what each tenant keeps no longer, and what is kept for a day: names of requests, lonely photos."""
        now = self._clock()
        for tenant in await self._store.read(tenancy.every):
            await self._clear(tenant, now)
        await self._retention.created(now)
        await self._retention.photos(now)

    async def _clear(self, tenant: Tenant, now: float) -> None:
        kept = await self._store.read(lambda t: tenancy.retention(t, tenant.id))
        conversations = await self._retention.conversations(tenant.id, now - kept.conversations_days * DAY_SECONDS)
        tickets = await self._retention.tickets(tenant.id, now - kept.tickets_days * DAY_SECONDS)
        if conversations or tickets:
            log.info("cleared", extra={"tenant": tenant.id, "conversations": conversations, "tickets": tickets})
