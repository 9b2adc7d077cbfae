"""Deliveries as operators see them: listed, and set going again."""

from dataclasses import dataclass
from enum import StrEnum

from infra.outbox import outbox
from infra.outbox.deliveries import put_in_line
from infra.store.page import ALL, BEGINNING, Place
from infra.store.transaction import Row, Transaction, Value

TEST_EVENT = "webhook.test"
_SELECT = "SELECT d.*, o.event FROM deliveries d JOIN outbox o ON o.id = d.event_id"


class State(StrEnum):
    """How far a delivery has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one receiver. Times in Unix seconds.

    Attributes:
        next_at: of one that is waiting, when it is tried next.
        last_status, last_error: what came of the last try, as in `Tried`.
        created_at: when it was put in line, by the event or by the last replay.
        settled_at: when it was delivered or given up.
    """

    id: str
    webhook_id: str
    event_id: str
    event: str
    state: State
    attempts: int
    next_at: float | None
    last_status: int | None
    last_error: str | None
    created_at: float
    settled_at: float | None


async def of_webhook(
    tx: Transaction,
    tenant: int,
    webhook_id: str,
    *,
    state: State | None = None,
    before: Place = BEGINNING,
    limit: int = ALL,
) -> list[Delivery]:
    """The deliveries of a webhook, newest first; those older than `before` where that is not the beginning."""
    sql = f"{_SELECT} WHERE d.webhook_id = $1 AND d.tenant_id = $2"
    wanted: list[Value] = [webhook_id, tenant]
    if state is not None:
        wanted.append(state.value)
        sql += f" AND d.state = ${len(wanted)}"
    if before != BEGINNING:
        wanted.extend(before)
        sql += f" AND (d.created_at, d.id) < (${len(wanted) - 1}, ${len(wanted)})"
    wanted.append(limit)
    rows = await tx.rows(f"{sql} ORDER BY d.created_at DESC, d.id DESC LIMIT ${len(wanted)}", *wanted)
    return [_delivery(row) for row in rows]


async def find(tx: Transaction, tenant: int, webhook_id: str, delivery_id: str) -> Delivery | None:
    """One delivery of this webhook, or None."""
    sql = f"{_SELECT} WHERE d.id = $1 AND d.webhook_id = $2 AND d.tenant_id = $3"
    row = await tx.row(sql, delivery_id, webhook_id, tenant)
    return _delivery(row) if row else None


async def replay(tx: Transaction, tenant: int, webhook_id: str, delivery_id: str, at: float) -> Delivery | None:
    """Put a delivery that is over in line again, for another day, under the same event id; None where there is none.

    One that is waiting is tried at once, unless it is being tried.
    """
    await tx.run(
        "UPDATE deliveries SET state = 'waiting', attempts = 0, next_at = $1, leased_until = 0, settled_at = NULL,"
        " created_at = $1 WHERE id = $2 AND webhook_id = $3 AND tenant_id = $4 AND leased_until <= $1",
        *(at, delivery_id, webhook_id, tenant),
    )
    return await find(tx, tenant, webhook_id, delivery_id)


async def test(tx: Transaction, tenant: int, webhook_id: str, at: float) -> Delivery:
    """Put a `webhook.test` in line for this webhook alone."""
    event_id = await outbox.put(tx, tenant=tenant, event=TEST_EVENT, payload={"webhookId": webhook_id}, at=at)
    delivery_id = await put_in_line(tx, tenant, webhook_id, event_id, at)
    found = await find(tx, tenant, webhook_id, delivery_id)
    if found is None:
        raise AssertionError("a delivery that was put in line is there")
    return found


def _delivery(row: Row) -> Delivery:
    state = State(row["state"])
    return Delivery(
        id=row["id"],
        webhook_id=row["webhook_id"],
        event_id=row["event_id"],
        event=row["event"],
        state=state,
        attempts=row["attempts"],
        next_at=row["next_at"] if state is State.WAITING else None,
        last_status=row["last_status"],
        last_error=row["last_error"],
        created_at=row["created_at"],
        settled_at=row["settled_at"],
    )
