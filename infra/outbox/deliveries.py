"""Deliveries: one event on its way to one receiver. A try is leased, so that no two workers make it at once.

Several are taken row after row in the order of ids, so that no two workers wait for each other in a circle.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from infra.outbox import leases
from infra.outbox.outbox import Event, find
from infra.outbox.receivers import Receivers
from infra.outbox.sending import Tried
from infra.store.ids import new_id
from infra.store.transaction import Transaction, Value

DAY = 24 * 3600.0
KEPT_DELIVERED_SECONDS = 7 * DAY
KEPT_DEAD_SECONDS = 30 * DAY
PER_RECEIVER = 2
"""Tries under way to one receiver, by all workers together: a slow one delays nobody but itself."""
LEASE_SECONDS = 30.0
"""A try takes 10 s at most; what its worker has not settled by then, another may try."""
_NTH = """(
  SELECT CASE WHEN leased_until <= $1 THEN id END FROM deliveries
  WHERE webhook_id = receivers.id AND state = 'waiting' AND next_at <= $1 ORDER BY next_at LIMIT 1 OFFSET {n}
)"""
_DUE = f"""
WITH RECURSIVE receivers (id) AS (
  SELECT MIN(webhook_id) FROM deliveries WHERE state = 'waiting'
  UNION ALL
  SELECT (SELECT MIN(webhook_id) FROM deliveries WHERE state = 'waiting' AND webhook_id > receivers.id)
  FROM receivers WHERE receivers.id IS NOT NULL
)
SELECT {", ".join(f"{_NTH.format(n=n)} AS place{n}" for n in range(PER_RECEIVER))} FROM receivers
"""  # noqa: S608 - made of constants
"""Goes from receiver to receiver instead of through all that is due: a long line at one costs the others nothing."""
TABLE = "deliveries"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to try one delivery until `until`. `attempts` counts this one; times in Unix seconds."""

    delivery_id: str
    webhook_id: str
    event: Event
    attempts: int
    begun_at: float
    until: float


async def fan_out(tx: Transaction, events: Sequence[Event], receivers: Receivers, now: float) -> None:
    """Put each event in line for everybody who wants it; once, whoever else is at it."""
    for event in events:
        sql = "UPDATE outbox SET dispatched_at = $1 WHERE id = $2 AND dispatched_at IS NULL"
        if await tx.run(sql, now, event.id):
            for webhook_id in await receivers.wanting(tx, event.tenant_id, event.name):
                await put_in_line(tx, event.tenant_id, webhook_id, event.id, now)


async def put_in_line(tx: Transaction, tenant: int, webhook_id: str, event_id: str, now: float) -> str:
    """One delivery more, due at once. Returns: its id."""
    delivery_id = new_id("dlv")
    await tx.run(
        "INSERT INTO deliveries (id, tenant_id, webhook_id, event_id, state, attempts, next_at, leased_until,"
        " created_at) VALUES ($1, $2, $3, $4, 'waiting', 0, $5, 0, $5)",
        *(delivery_id, tenant, webhook_id, event_id, now),
    )
    return delivery_id


async def due(tx: Transaction, now: float, most: int) -> list[str]:
    """The ids of deliveries that may be tried now, every receiver's first before anybody's second, oldest first.

    What is under way holds its place among the first of its receiver.
    """
    rows = await tx.rows(_DUE, now)
    places = (sorted(filter(None, (row[f"place{n}"] for row in rows))) for n in range(PER_RECEIVER))
    return [delivery_id for place in places for delivery_id in place][:most]


async def lease(tx: Transaction, delivery_ids: Sequence[str], now: float) -> list[Lease]:
    """Take those of them that nobody has taken meanwhile."""
    until = now + LEASE_SECONDS
    taken = []
    for delivery_id in sorted(delivery_ids):
        row = await leases.take(tx, TABLE, delivery_id, now, until=until)
        if row is not None:
            event = await find(tx, row["tenant_id"], row["event_id"])
            taken.append(Lease(delivery_id, row["webhook_id"], event, row["attempts"], row["created_at"], until))
    return taken


async def took(tx: Transaction, lease: Lease, tried: Tried, at: float) -> None:
    """The receiver has it, also if the lease has run out meanwhile."""
    await leases.end(tx, TABLE, lease.delivery_id, "delivered", at, until=None, **_told(tried))


async def again(tx: Transaction, lease: Lease, tried: Tried, next_at: float) -> None:
    """It is to be tried again then, unless somebody else tries it already."""
    await leases.put_off(tx, TABLE, lease.delivery_id, next_at, until=lease.until, **_told(tried))


async def give_up(tx: Transaction, lease: Lease, tried: Tried, at: float) -> None:
    """It is dead, unless somebody else tries it already; it can be replayed."""
    await leases.end(tx, TABLE, lease.delivery_id, "dead", at, until=lease.until, **_told(tried))


async def forget(tx: Transaction, now: float) -> None:
    """Erase deliveries that are over and old, then the events that no delivery speaks of any more."""
    await tx.run(
        "DELETE FROM deliveries"
        " WHERE (state = 'delivered' AND settled_at < $1) OR (state = 'dead' AND settled_at < $2)",
        *(now - KEPT_DELIVERED_SECONDS, now - KEPT_DEAD_SECONDS),
    )
    await tx.run(
        "DELETE FROM outbox WHERE dispatched_at < $1"
        " AND NOT EXISTS (SELECT 1 FROM deliveries WHERE event_id = outbox.id)",
        now - KEPT_DELIVERED_SECONDS,
    )


def _told(tried: Tried) -> dict[str, Value]:
    return {"last_status": tried.status, "last_error": tried.error}
