"""Tickets that nobody claims: when the next step is due, and that it is taken once."""

from escalation import queue
from escalation.queue import Ticket
from escalation.reasons import Reason
from escalation.tickets import RESOLVE_WITHIN_SECONDS, URGENCY, record
from infra.outbox import outbox
from infra.store.transaction import Transaction


async def due(tx: Transaction, now: float, limit: int = 100) -> list[tuple[int, Ticket]]:
    """Tenant and ticket of those that are to be looked at, the longest due first."""
    rows = await tx.rows(
        "SELECT tenant_id, id FROM tickets WHERE state = 'waiting' AND next_step_at <= $1"
        " ORDER BY next_step_at, id LIMIT $2",
        *(now, limit),
    )
    found = [(int(row["tenant_id"]), await queue.find(tx, row["tenant_id"], row["id"])) for row in rows]
    return [(tenant, ticket) for tenant, ticket in found if ticket is not None]


async def look_again(tx: Transaction, tenant: int, ticket: Ticket, at: float | None) -> None:
    """The next step is due then, or there is none."""
    await tx.run(
        "UPDATE tickets SET next_step_at = $1"
        " WHERE id = $2 AND tenant_id = $3 AND state = 'waiting' AND steps_taken = $4",
        *(at, ticket.ticket_id, tenant, ticket.steps_taken),
    )


async def counts_from(tx: Transaction, tenant: int, ticket: Ticket, opening: float) -> None:
    """It came while nobody was there: its time runs from the opening. One whose time was set otherwise keeps it."""
    seconds = URGENCY[Reason(ticket.kind)][1]
    if ticket.due_at == ticket.waiting_since + seconds:
        await tx.run(
            "UPDATE tickets SET due_at = $1, resolve_by = $2"
            " WHERE id = $3 AND tenant_id = $4 AND state = 'waiting' AND steps_taken = $5",
            *(opening + seconds, opening + seconds + RESOLVE_WITHIN_SECONDS),
            *(ticket.ticket_id, tenant, ticket.steps_taken),
        )


async def take(tx: Transaction, tenant: int, ticket: Ticket, *, minutes: int, at: float) -> bool:
    """Take the next step: written down, and told to webhooks. False where it was taken, or the ticket claimed."""
    taken = await tx.run(
        "UPDATE tickets SET steps_taken = steps_taken + 1, next_step_at = $1"
        " WHERE id = $2 AND tenant_id = $3 AND state = 'waiting' AND steps_taken = $4",
        *(at, ticket.ticket_id, tenant, ticket.steps_taken),
    )
    if not taken:
        return False
    await record(tx, tenant=tenant, ticket_id=ticket.ticket_id, event="unclaimed", at=at)
    payload = {"ticketId": ticket.ticket_id, "number": ticket.number, "kind": ticket.kind, "minutes": minutes}
    await outbox.put(tx, tenant=tenant, event="ticket.waiting", payload=payload, at=at)
    return True
