"""The queue as colleagues see it, always one query over what is stored; what a case is, and what happened to it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from escalation.case import Case
from escalation.colleague import Colleague
from escalation.listing import TOP, Wanted, page
from escalation.tickets import open_case
from infra.store.page import Place
from infra.store.sealed import EVENT_WORDS
from infra.store.transaction import Row, Transaction
from infra.store.vault import Vault, VaultError

OUTCOMES = (
    *("answered", "refunded", "reshipped", "returned", "found", "claim_with_carrier", "declined"),
    *("handed_back", "no_answer", "duplicate", "other"),
)
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket without its case. Times in Unix seconds.

    Attributes:
        owner, owner_name: who has it, or who ended it.
        due_at: until when the customer should have heard from somebody; `resolve_by` until when it should be over.
        lease_until: of a claim without a first reply, when it returns to the queue.
        replied_at: when a colleague wrote for the first time.
        waiting_since: when it last came into the queue.
        steps_taken: of the handoff document's steps for what nobody claims.
    """

    ticket_id: str
    number: int
    kind: str
    state: str
    owner: str | None
    owner_name: str | None
    version: int
    priority: int
    due_at: float
    resolve_by: float
    lease_until: float | None
    replied_at: float | None
    waiting_since: float
    steps_taken: int
    door: str
    agent_id: str
    conversation_id: str | None
    proof: str
    outcome: str | None
    handed_to_client: bool
    created_at: float
    updated_at: float
    resolved_at: float | None

    @property
    def place(self) -> Place:
        """Where it stands in the queue."""
        return Place(self.due_at, f"{int(self.state == 'resolved')}/{self.priority}/{self.ticket_id}")


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a ticket. `words` are those of a note, or of a reply that the customer reads in no conversation."""

    seq: int
    event: str
    at: float
    by: Colleague | None
    words: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A ticket with its case and what happened to it, oldest first."""

    ticket: Ticket
    case: Case = field(repr=False)
    events: tuple[tuple[str, float], ...]
    history: tuple[Happened, ...] = field(repr=False, default=())


async def waiting(tx: Transaction, tenant: int, *, state: str | None = None) -> list[Ticket]:
    """The tickets of a tenant, most urgent first, at most a hundred; of one state where given."""
    return await listed(tx, tenant, Wanted(state=state), limit=MOST_LISTED)


async def listed(tx: Transaction, tenant: int, wanted: Wanted, *, after: Place = TOP, limit: int) -> list[Ticket]:
    """Tickets from behind `after`: those that are open first, worst first, and of those the longest due."""
    return [_ticket(row) for row in await page(tx, tenant, wanted, after, limit)]


async def listed_with_cases(
    tx: Transaction, vault: Vault, tenant: int, wanted: Wanted, *, after: Place = TOP, limit: int
) -> list[tuple[Ticket, Case | None]]:
    """The same with what the customer said of each; None where that cannot be read: one hides no other."""
    rows = await page(tx, tenant, wanted, after, limit)
    return [(_ticket(row), _case(vault, tenant, row)) for row in rows]


async def returned(tx: Transaction, tenant: int, ticket_ids: Sequence[str]) -> frozenset[str]:
    """Those of them whose customer had one before, in the same conversation, that was resolved."""
    if not ticket_ids:
        return frozenset()
    ids = ", ".join(f"${number}" for number in range(2, len(ticket_ids) + 2))
    rows = await tx.rows(  # with the plus, no index on the tenant: SQLite would read all of them for some ids
        f"SELECT t.id FROM tickets t WHERE +t.tenant_id = $1 AND t.id IN ({ids}) AND EXISTS (SELECT 1 FROM tickets o"  # noqa: S608
        " WHERE o.conversation_id = t.conversation_id AND o.tenant_id = $1 AND o.number < t.number"
        " AND o.state = 'resolved')",
        tenant,
        *ticket_ids,
    )
    return frozenset(str(row["id"]) for row in rows)


async def find(tx: Transaction, tenant: int, ticket_id: str) -> Ticket | None:
    """One ticket by its id, or None where this tenant has none such."""
    row = await tx.row("SELECT * FROM tickets WHERE id = $1 AND tenant_id = $2", ticket_id, tenant)
    return None if row is None else _ticket(row)


async def by_number(tx: Transaction, tenant: int, number: int) -> Ticket | None:
    """One ticket by its number, or None where this tenant has none such."""
    row = await tx.row("SELECT * FROM tickets WHERE tenant_id = $1 AND number = $2", tenant, number)
    return None if row is None else _ticket(row)


async def show(tx: Transaction, vault: Vault, tenant: int, number: int) -> Shown | None:
    """One ticket by its number with all that belongs to it, or None where this tenant has none such."""
    ticket = await by_number(tx, tenant, number)
    if ticket is None:
        return None
    history = await happened(tx, vault, tenant, ticket.ticket_id)
    case = await case_of(tx, vault, tenant, ticket.ticket_id)
    return Shown(ticket, case, tuple((each.event, each.at) for each in history), history)


async def case_of(tx: Transaction, vault: Vault, tenant: int, ticket_id: str) -> Case:
    """What the customer said of it. Raises: VaultError; ValueError where there is no such ticket."""
    row = await tx.row("SELECT sealed_case FROM tickets WHERE id = $1 AND tenant_id = $2", ticket_id, tenant)
    if row is None:
        raise ValueError(f"no ticket {ticket_id}")
    return open_case(vault, row["sealed_case"], tenant=tenant, ticket_id=ticket_id)


async def happened(tx: Transaction, vault: Vault, tenant: int, ticket_id: str) -> tuple[Happened, ...]:
    """What happened to a ticket, oldest first, with the words of its notes: for colleagues only."""
    rows = await tx.rows(
        "SELECT * FROM ticket_events WHERE ticket_id = $1 AND tenant_id = $2 ORDER BY seq", ticket_id, tenant
    )
    return tuple(_happened(vault, tenant, row) for row in rows)


def _case(vault: Vault, tenant: int, row: Row) -> Case | None:
    with suppress(VaultError):
        return open_case(vault, row["sealed_case"], tenant=tenant, ticket_id=row["id"])
    return None


def _happened(vault: Vault, tenant: int, row: Row) -> Happened:
    words, actor = row["sealed_words"], row["actor"]
    return Happened(
        row["seq"],
        row["event"],
        row["at"],
        None if actor is None else Colleague(actor, row["actor_name"]),
        None if words is None else vault.open(words, tenant=tenant, where=EVENT_WORDS.where(row)).decode(),
    )


def _ticket(row: Row) -> Ticket:
    return Ticket(
        ticket_id=row["id"],
        number=row["number"],
        kind=row["kind"],
        state=row["state"],
        owner=row["owner"],
        owner_name=row["owner_name"],
        version=row["version"],
        priority=row["priority"],
        due_at=row["due_at"],
        resolve_by=row["resolve_by"],
        lease_until=row["lease_until"],
        replied_at=row["replied_at"],
        waiting_since=row["waiting_since"],
        steps_taken=row["steps_taken"],
        door=row["door"],
        agent_id=row["agent_id"],
        conversation_id=row["conversation_id"],
        proof=row["proof"],
        outcome=row["outcome"],
        handed_to_client=bool(row["handed_to_client"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        resolved_at=row["resolved_at"],
    )
