"""Putting an event into the outbox. It carries ids and kinds, never a customer's words."""

from collections.abc import Mapping

import orjson

from infra.store.ids import new_id
from infra.store.transaction import Transaction


async def put(tx: Transaction, *, tenant: int, event: str, payload: Mapping[str, object], at: float) -> None:
    """Write `event` (such as `ticket.created`) down, to be delivered once the transaction stands."""
    await tx.run(
        "INSERT INTO outbox (id, tenant_id, event, payload, created_at) VALUES ($1, $2, $3, $4, $5)",
        new_id("evt"),
        tenant,
        event,
        orjson.dumps(payload).decode(),
        at,
    )
