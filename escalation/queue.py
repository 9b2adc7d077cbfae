"""The queue as colleagues see it: who waits, what their case is, and how it ended."""

from dataclasses import dataclass, field

from escalation.case import Case
from escalation.tickets import open_case, record
from infra.outbox import outbox
from infra.store.transaction import Row, Transaction
from infra.store.vault import Vault

OUTCOMES = ("answered", "refunded", "reshipped", "returned", "handed_back", "no_answer", "duplicate", "other")
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket without its case. Times in Unix seconds."""

    ticket_id: str
    number: int
    kind: str
    state: str
    owner: str | None
    version: int
    priority: int
    due_at: float
    door: str
    conversation_id: str | None
    proof: str
    outcome: str | None
    handed_to_client: bool
    created_at: float
    updated_at: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A ticket with its case and what happened to it, oldest first."""

    ticket: Ticket
    case: Case = field(repr=False)
    events: tuple[tuple[str, float], ...]


async def waiting(tx: Transaction, tenant: int, *, state: str | None = None) -> list[Ticket]:
    """The tickets of a tenant, most urgent first, at most a hundred; of one state where given."""
    rows = await tx.rows(
        "SELECT * FROM tickets WHERE tenant_id = $1 AND (CAST($2 AS TEXT) IS NULL OR state = $2)"
        " ORDER BY state = 'resolved', priority, due_at LIMIT $3",
        tenant,
        state,
        MOST_LISTED,
    )
    return [_ticket(row) for row in rows]


async def show(tx: Transaction, vault: Vault, tenant: int, number: int) -> Shown | None:
    """One ticket by its number, or None where this tenant has none such."""
    row = await tx.row("SELECT * FROM tickets WHERE tenant_id = $1 AND number = $2", tenant, number)
    if row is None:
        return None
    events = await tx.rows(
        "SELECT event, at FROM ticket_events WHERE ticket_id = $1 AND tenant_id = $2 ORDER BY seq", row["id"], tenant
    )
    case = open_case(vault, row["sealed_case"], tenant=tenant, ticket_id=row["id"])
    return Shown(_ticket(row), case, tuple((each["event"], each["at"]) for each in events))


async def resolve(tx: Transaction, tenant: int, number: int, *, outcome: str, at: float) -> bool:
    """Close a ticket with one of `OUTCOMES`. False where there is none such that is not resolved yet."""
    if outcome not in OUTCOMES:
        raise ValueError(f"an outcome is one of {', '.join(OUTCOMES)}")
    row = await tx.row(
        "UPDATE tickets SET state = 'resolved', outcome = $1, resolved_at = $2, updated_at = $2, version = version + 1"
        " WHERE tenant_id = $3 AND number = $4 AND state <> 'resolved' RETURNING id, kind",
        outcome,
        at,
        tenant,
        number,
    )
    if row is None:
        return False
    await record(tx, tenant=tenant, ticket_id=row["id"], event="resolved", at=at)
    payload = {"ticketId": row["id"], "number": number, "kind": row["kind"], "outcome": outcome}
    await outbox.put(tx, tenant=tenant, event="ticket.resolved", payload=payload, at=at)
    return True


def _ticket(row: Row) -> Ticket:
    return Ticket(
        ticket_id=row["id"],
        number=row["number"],
        kind=row["kind"],
        state=row["state"],
        owner=row["owner"],
        version=row["version"],
        priority=row["priority"],
        due_at=row["due_at"],
        door=row["door"],
        conversation_id=row["conversation_id"],
        proof=row["proof"],
        outcome=row["outcome"],
        handed_to_client=bool(row["handed_to_client"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
