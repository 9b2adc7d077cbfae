"""Calls to colleagues about a ticket: each step is an event of the ticket, noted once."""

from enum import StrEnum

from escalation import tickets
from infra.store.transaction import Transaction


class Step(StrEnum):
    """What became of a call to a colleague. Only `CONNECTED` means that the customer spoke with one."""

    RANG = "transfer_rang"
    ACCEPTED = "transfer_accepted"
    CONNECTED = "transfer_connected"
    DECLINED = "transfer_declined"
    NO_KEY = "transfer_no_key"
    BUSY = "transfer_busy"
    NO_ANSWER = "transfer_no_answer"
    FAILED = "transfer_failed"
    HUNG_UP = "transfer_hung_up"
    CUSTOMER_LEFT = "transfer_customer_left"
    NOBODY = "transfer_nobody"


async def note(tx: Transaction, *, tenant: int, ticket_id: str, step: Step, cause: str, at: float) -> bool:
    """Write a step down; False, and nothing done, if it was written under this cause before."""
    # The UPDATE holds the ticket's row, so that two processes that are told the same at once note it once.
    sql = "UPDATE tickets SET updated_at = $1 WHERE id = $2 AND tenant_id = $3"
    if not await tx.run(sql, at, ticket_id, tenant) or await was_noted(tx, tenant, cause):
        return False
    await tickets.record(tx, tenant=tenant, ticket_id=ticket_id, event=step.value, at=at, cause=cause)
    return True


async def was_noted(tx: Transaction, tenant: int, cause: str) -> bool:
    """Whether the step of this cause was written down."""
    return await tx.row("SELECT 1 FROM ticket_events WHERE cause = $1 AND tenant_id = $2", cause, tenant) is not None
