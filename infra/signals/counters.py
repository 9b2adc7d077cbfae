"""Counters that outlive conversations and restarts: reserve before the deed, give back if it was innocent.

Check-then-count lets parallel guesses through, so there is no check: a reservation counts in all quotas or in none.
They survive the end of a process; that of the machine may cost the last few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from infra.store.transaction import Store, Transaction


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `limit` in `seconds`, counted from the first. `key` is a keyed hash: no name, number or address.

    `unless` names a mark that exempts. With `looks_only` nothing is counted, the quota is only looked at.
    """

    key: str
    limit: int
    seconds: float
    unless: str | None = None
    looks_only: bool = False


@dataclass(frozen=True, slots=True)
class Full:
    """The first quota that had no room."""

    quota: Quota


class Counters(Protocol):
    """See the module. Times are Unix seconds, given by the caller. Each key is named once.

    Raises: SignalsUnavailable or StoreUnavailable, all of them: where nothing can be counted, nobody may guess.
    """

    async def reserve(self, quotas: Sequence[Quota], now: float) -> tuple[Quota, ...] | Full:
        """Count one in each quota and return those that were counted in; or in none, if one is full."""
        ...

    async def give_back(self, quotas: Sequence[Quota], now: float, *, mark: Quota | None = None) -> None:
        """Take one back from each that was counted in, in the order of `reserve`, and set `mark` where given."""
        ...

    async def count(self, quota: Quota, now: float) -> int:
        """Count one, over the limit too, and tell how many there are now."""
        ...

    async def fill(self, quota: Quota, now: float) -> None:
        """Use the quota up, for its whole time from now."""
        ...

    async def is_full(self, quota: Quota, now: float) -> bool:
        """Whether the next reservation would be refused."""
        ...


class _NoRoom(Exception):  # noqa: N818 - takes the transaction back; never leaves this module
    def __init__(self, quota: Quota) -> None:
        self.quota = quota


_COUNT = """
INSERT INTO counters (key, used, expires_at) VALUES ($1, 1, $3)
ON CONFLICT (key) DO UPDATE SET
  used = CASE WHEN counters.expires_at <= $2 THEN 1 ELSE counters.used + 1 END,
  expires_at = CASE WHEN counters.expires_at <= $2 THEN $3 ELSE counters.expires_at END
RETURNING used
"""
_FILL = """
INSERT INTO counters (key, used, expires_at) VALUES ($1, $2, $3)
ON CONFLICT (key) DO UPDATE SET used = $2, expires_at = $3
"""
_GIVE_BACK = "UPDATE counters SET used = used - 1 WHERE key = $1 AND expires_at > $2 AND used > 0"
_USED = "SELECT used FROM counters WHERE key = $1 AND expires_at > $2"


class StoredCounters:
    """Counters in the database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def reserve(self, quotas: Sequence[Quota], now: float) -> tuple[Quota, ...] | Full:
        """See `Counters.reserve`. Keys are taken in one order, so that two reservations never wait for each other."""

        async def count_all(tx: Transaction) -> tuple[Quota, ...]:
            counted = []
            for quota in sorted(quotas, key=lambda each: (not each.looks_only, each.key)):
                if quota.unless is not None and await tx.row(_USED, quota.unless, now):
                    continue
                used = await _used(tx, quota, now) + 1 if quota.looks_only else await _count(tx, quota, now)
                if used > quota.limit:
                    raise _NoRoom(quota)
                if not quota.looks_only:
                    counted.append(quota)
            return tuple(counted)

        try:
            return await self._store.write(count_all, synced=False)
        except _NoRoom as no_room:
            return Full(no_room.quota)

    async def give_back(self, quotas: Sequence[Quota], now: float, *, mark: Quota | None = None) -> None:
        """See `Counters.give_back`."""

        async def take_back(tx: Transaction) -> None:
            for quota in quotas:
                await tx.run(_GIVE_BACK, quota.key, now)
            if mark is not None:
                await tx.run(_FILL, mark.key, mark.limit, now + mark.seconds)

        await self._store.write(take_back, synced=False)

    async def count(self, quota: Quota, now: float) -> int:
        """See `Counters.count`."""
        return await self._store.write(lambda tx: _count(tx, quota, now), synced=False)

    async def fill(self, quota: Quota, now: float) -> None:
        """See `Counters.fill`."""
        await self._store.write(lambda tx: tx.run(_FILL, quota.key, quota.limit, now + quota.seconds), synced=False)

    async def is_full(self, quota: Quota, now: float) -> bool:
        """See `Counters.is_full`."""
        return await self._store.read(lambda tx: _used(tx, quota, now)) >= quota.limit

    async def sweep(self, now: float) -> None:
        """Forget what has run out."""
        await self._store.write(lambda tx: tx.run("DELETE FROM counters WHERE expires_at <= $1", now), synced=False)


async def _count(tx: Transaction, quota: Quota, now: float) -> int:
    row = await tx.row(_COUNT, quota.key, now, now + quota.seconds)
    return int(row["used"]) if row else 0


async def _used(tx: Transaction, quota: Quota, now: float) -> int:
    row = await tx.row(_USED, quota.key, now)
    return int(row["used"]) if row else 0
