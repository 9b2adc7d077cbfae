"""Putting an event into the outbox. It carries ids and kinds, never a customer's words."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from infra.store.ids import new_id
from infra.store.transaction import Row, Transaction

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, as it was put down: `name` such as `ticket.created`, `at` in Unix seconds."""

    id: str
    tenant_id: int
    name: str
    payload: Mapping[str, object]
    at: float


async def put(tx: Transaction, *, tenant: int, event: str, payload: Mapping[str, object], at: float) -> str:
    """Write `event` (such as `ticket.created`) down, to be delivered once the transaction stands. Returns: its id."""
    event_id = new_id("evt")
    await tx.run(
        "INSERT INTO outbox (id, tenant_id, event, payload, created_at) VALUES ($1, $2, $3, $4, $5)",
        *(event_id, tenant, event, orjson.dumps(payload).decode(), at),
    )
    return event_id


async def find(tx: Transaction, tenant: int, event_id: str) -> Event:
    """An event that deliveries still speak of."""
    row = await tx.row("SELECT * FROM outbox WHERE id = $1 AND tenant_id = $2", event_id, tenant)
    if row is None:
        raise ValueError(f"no event {event_id}")
    return _event(row)


async def undispatched(tx: Transaction) -> list[Event]:
    """The oldest events that nobody was told of yet, at most a hundred."""
    rows = await tx.rows(
        "SELECT * FROM outbox WHERE dispatched_at IS NULL ORDER BY created_at, id LIMIT $1", MOST_AT_ONCE
    )
    return [_event(row) for row in rows]


def _event(row: Row) -> Event:
    return Event(row["id"], row["tenant_id"], row["event"], orjson.loads(row["payload"]), row["created_at"])
