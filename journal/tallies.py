"""What is counted for merchants: a number per tenant, day, door, thing and label, without a word of anybody.

Counts are added up in memory and written every few seconds and at the end. A process that is killed takes the last
seconds with it: nothing but statistics is lost by that, and no turn ever waits for them.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from infra.store.transaction import Store, StoreUnavailable, Transaction

log = logging.getLogger("waybill.tallies")
EVERY_SECONDS = 5.0
DAY_SECONDS = 86_400
BUCKETS_MS = (50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 4_000, 5_000, 6_500, 8_000, 15_000, 30_000)
LONGER = "longer"
_ADD = (
    "INSERT INTO tallies (tenant_id, day, door, what, label, number) VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (tenant_id, day, door, what, label) DO UPDATE SET number = tallies.number + excluded.number"
)


class What(StrEnum):
    """What is counted, and what its labels are."""

    TURNS = "turns"  # outcomes
    LOOKUPS = "lookups"  # results: answered, refused, locked, raised, or the category of a failure
    LOOKUP_MS = "lookup_ms"  # upper bounds of `BUCKETS_MS`, or `LONGER`
    CONVERSATIONS = "conversations"  # `journal.endings.Ending`, of those that are erased
    RATED = "rated"  # an ending and what the customer said, as in `journal.endings.rated`; of those that are erased


@dataclass(frozen=True, slots=True, order=True)
class Tally:
    """Where a count belongs. `day`: whole days since 1970 in UTC."""

    tenant: int
    day: int
    door: str
    what: What
    label: str


def day_of(at: float) -> int:
    """The day of a time in Unix seconds."""
    return int(at // DAY_SECONDS)


async def add(tx: Transaction, tally: Tally, number: int) -> None:
    """Add to what is counted, in the caller's transaction."""
    await tx.run(_ADD, tally.tenant, tally.day, tally.door, tally.what.value, tally.label, number)


class Tallies:
    """The counts of one process that are not written yet. `clock` gives Unix seconds."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock
        self._unwritten: Counter[Tally] = Counter()

    def turn(self, tenant: int, door: str, outcome: str) -> None:
        """Count a turn by what became of it."""
        self._count(tenant, door, What.TURNS, outcome)

    def lookup(self, tenant: int, door: str, result: str, seconds: float | None = None) -> None:
        """Count a lookup by what came of it; `seconds` it took, None where no request left."""
        self._count(tenant, door, What.LOOKUPS, result)
        if seconds is not None:
            bound = next((str(bound) for bound in BUCKETS_MS if seconds * 1000 <= bound), LONGER)
            self._count(tenant, door, What.LOOKUP_MS, bound)

    async def run(self) -> None:
        """Write every few seconds until cancelled; a database that is away is tried again."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.flush()
            except StoreUnavailable:
                log.warning("tallies: the database is not available")

    async def flush(self) -> None:
        """Write what was counted since the last time. Raises: StoreUnavailable, with nothing lost."""
        counted, self._unwritten = self._unwritten, Counter()

        async def work(tx: Transaction) -> None:
            for tally, number in sorted(counted.items()):  # in one order, so that no two processes wait for each other
                await add(tx, tally, number)

        if not counted:
            return
        try:
            await self._store.write(work, synced=False)
        except StoreUnavailable:
            self._unwritten.update(counted)
            raise

    def _count(self, tenant: int, door: str, what: What, label: str) -> None:
        self._unwritten[Tally(tenant, day_of(self._clock()), door, what, label)] += 1
