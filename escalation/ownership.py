"""Whose a ticket is, and how far it has come: the state machine, and the one writer of `owner` and `state`.

    waiting → claimed   claim, take over
    claimed → claimed   take over, by somebody else
    claimed → waiting   release; lapse, when no first reply came within the lease
    claimed → resolved  resolve; hand back to the assistant
    waiting → resolved  resolve, of what needs nobody
    resolved → waiting  reopen

Each move is one conditional UPDATE and one event, in the caller's transaction; one that is refused changes nothing.
"""

from dataclasses import dataclass
from enum import StrEnum

from escalation import queue
from escalation.colleague import Colleague
from escalation.errors import TicketCode, TicketError, claimed, no_ticket
from escalation.listing import Wanted
from escalation.queue import OUTCOMES, Ticket
from escalation.reasons import Reason
from escalation.tickets import RESOLVE_WITHIN_SECONDS, URGENCY, record
from infra.outbox import outbox
from infra.store.transaction import Transaction

LEASE_SECONDS = 10 * 60.0
"""A claim without a first reply returns to the queue after this."""
HANDED_BACK = "handed_back"
FORGOTTEN = "forgotten"
"""The outcome of a ticket whose customer was forgotten; no colleague can choose it, nobody can reopen it."""
_MOVE = (
    "UPDATE tickets SET state = $1, owner = $2, owner_name = $3, lease_until = $4, outcome = $5, resolved_at = $6,"
    " waiting_since = $7, next_step_at = $8, steps_taken = $9, due_at = $10, resolve_by = $11, updated_at = $12,"
    " version = version + 1 WHERE id = $13 AND tenant_id = $14 AND version = $15"
)


class Move(StrEnum):
    """What can be done; the words are those of a ticket's events."""

    CLAIM = "claimed"
    TAKE_OVER = "taken_over"
    RELEASE = "released"
    LAPSE = "lapsed"
    HAND_BACK = "handed_back"
    RESOLVE = "resolved"
    REOPEN = "reopened"


TOLD = {
    Move.CLAIM: "ticket.claimed",
    Move.TAKE_OVER: "ticket.claimed",
    Move.RELEASE: "ticket.released",
    Move.LAPSE: "ticket.released",
    Move.HAND_BACK: "ticket.resolved",
    Move.RESOLVE: "ticket.resolved",
    Move.REOPEN: "ticket.reopened",
}
"""The events by which webhooks hear of moves."""
_TAKES = frozenset({Move.CLAIM, Move.TAKE_OVER})
_ENDS = frozenset({Move.HAND_BACK, Move.RESOLVE})


@dataclass(frozen=True, slots=True)
class Moved:
    """A ticket before and after a move; both are the same where there was nothing left to do."""

    before: Ticket
    after: Ticket


@dataclass(frozen=True, slots=True)
class Wish:
    """A move that somebody wants.

    Attributes:
        by: who; None where it is time that moves it.
        seen: the version that they saw, None for any.
        outcome: how it ended, of `OUTCOMES`.
        forced: it may be another's: for whoever runs the installation.
    """

    move: Move
    by: Colleague | None
    at: float
    seen: int | None = None
    outcome: str | None = None
    forced: bool = False


async def move(tx: Transaction, tenant: int, ticket_id: str, wish: Wish) -> Moved:
    """Make a move, or say who stands in its way. Raises: TicketError; ValueError for an outcome that is none."""
    ticket = await queue.find(tx, tenant, ticket_id)
    if ticket is None:
        raise no_ticket()
    if wish.outcome is not None and wish.outcome not in OUTCOMES:
        raise ValueError(f"an outcome is one of {', '.join(OUTCOMES)}")
    if _is_done(ticket, wish):
        return Moved(ticket, ticket)
    _permit(ticket, wish)
    if wish.move is Move.REOPEN:
        await _refuse_second(tx, tenant, ticket)
    await _write(tx, tenant, ticket, wish)
    await record(tx, tenant=tenant, ticket_id=ticket_id, event=wish.move.value, at=wish.at, by=wish.by)
    after = await queue.find(tx, tenant, ticket_id)
    if after is None:  # pragma: no cover - this very transaction has just written it
        raise no_ticket()
    payload: dict[str, object] = {"ticketId": ticket_id, "number": ticket.number, "kind": ticket.kind}
    payload |= {"outcome": after.outcome} if after.outcome else {}
    await outbox.put(tx, tenant=tenant, event=TOLD[wish.move], payload=payload, at=wish.at)
    return Moved(ticket, after)


async def replied(tx: Transaction, tenant: int, ticket: Ticket, *, at: float) -> None:
    """The owner has answered: the claim holds now until they end it."""
    await tx.run(
        "UPDATE tickets SET lease_until = NULL, replied_at = COALESCE(replied_at, $1), updated_at = $1,"
        " version = version + 1 WHERE id = $2 AND tenant_id = $3",
        *(at, ticket.ticket_id, tenant),
    )


async def noted(tx: Transaction, tenant: int, ticket: Ticket, by: Colleague, *, at: float) -> None:
    """Somebody wrote a note; while its owner does, the claim does not lapse."""
    lease = at + LEASE_SECONDS if ticket.lease_until is not None and ticket.owner == by.id else ticket.lease_until
    await tx.run(
        "UPDATE tickets SET lease_until = $1, updated_at = $2, version = version + 1 WHERE id = $3 AND tenant_id = $4",
        *(lease, at, ticket.ticket_id, tenant),
    )


async def holder(tx: Transaction, tenant: int, conversation_id: str, before: str | None) -> Ticket | None:
    """The ticket of a conversation whose owner speaks in it: `before` as long as it is claimed, else the first."""
    found = await queue.listed(tx, tenant, Wanted("claimed", conversation_id=conversation_id), limit=100)
    return next((ticket for ticket in found if ticket.ticket_id == before), found[0] if found else None)


async def lapsed(tx: Transaction, now: float, limit: int = 100) -> list[tuple[int, str]]:
    """Tenant and ticket of claims whose lease has run out."""
    rows = await tx.rows(
        "SELECT tenant_id, id FROM tickets WHERE state = 'claimed' AND lease_until IS NOT NULL AND lease_until <= $1"
        " ORDER BY lease_until LIMIT $2",
        *(now, limit),
    )
    return [(int(row["tenant_id"]), str(row["id"])) for row in rows]


async def orphaned(tx: Transaction, limit: int = 100) -> list[tuple[int, str]]:
    """Tenant and ticket of claims whose member is none any more."""
    rows = await tx.rows(
        "SELECT t.tenant_id, t.id FROM tickets t WHERE t.state = 'claimed' AND t.owner LIKE 'mem_%'"
        " AND NOT EXISTS (SELECT 1 FROM members m WHERE m.id = t.owner AND m.tenant_id = t.tenant_id) LIMIT $1",
        limit,
    )
    return [(int(row["tenant_id"]), str(row["id"])) for row in rows]


async def forget(tx: Transaction, tenant: int, ticket_id: str, at: float) -> None:
    """End a ticket whose customer was forgotten, whoever has it; one that had ended keeps its time."""
    await tx.run(
        "UPDATE tickets SET state = 'resolved', outcome = $1, owner = NULL, owner_name = NULL, lease_until = NULL,"
        " resolved_at = COALESCE(resolved_at, $2), updated_at = $2, version = version + 1"
        " WHERE id = $3 AND tenant_id = $4",
        *(FORGOTTEN, at, ticket_id, tenant),
    )


def _is_done(ticket: Ticket, wish: Wish) -> bool:
    """Whether this very move was made before: whoever did not hear so may ask again."""
    own = wish.by is not None and ticket.owner == wish.by.id
    if wish.move in _TAKES:
        return ticket.state == "claimed" and own
    return wish.move in _ENDS and ticket.state == "resolved" and own and ticket.outcome == _outcome(wish)


def _permit(ticket: Ticket, wish: Wish) -> None:
    """Refuse what this state, this owner or this version does not allow."""
    state, own = ticket.state, wish.forced or (wish.by is not None and ticket.owner == wish.by.id)
    if wish.move is Move.REOPEN:
        if ticket.outcome == FORGOTTEN:
            raise TicketError(TicketCode.FORGOTTEN, "Nothing is left of this ticket: its customer was forgotten.")
        if state != "resolved":
            raise TicketError(TicketCode.NOT_RESOLVED, "This ticket is not resolved.", ticket.owner_name)
    elif state == "resolved":
        raise TicketError(TicketCode.RESOLVED, "This ticket is resolved.", ticket.owner_name)
    elif wish.move is Move.LAPSE:
        if ticket.lease_until is None or ticket.lease_until > wish.at:
            raise TicketError(TicketCode.CHANGED_MEANWHILE, "The claim still holds.", ticket.owner_name)
    elif wish.move is not Move.TAKE_OVER and state == "claimed" and not own:
        raise claimed(ticket.owner_name or ticket.owner or "")
    elif wish.move in {Move.RELEASE, Move.HAND_BACK} and state != "claimed":
        raise TicketError(TicketCode.NOT_CLAIMED, "Nobody has this ticket: claim it first.")
    if wish.seen not in {None, ticket.version}:
        raise TicketError(TicketCode.CHANGED_MEANWHILE, "This ticket was changed since you read it: read it again.")


async def _refuse_second(tx: Transaction, tenant: int, ticket: Ticket) -> None:
    """Of one cause there is one open ticket."""
    row = await tx.row(
        "SELECT o.number FROM tickets o JOIN tickets t ON t.tenant_id = o.tenant_id"
        " AND t.identity_index = o.identity_index WHERE t.id = $1 AND t.tenant_id = $2 AND o.state <> 'resolved'",
        *(ticket.ticket_id, tenant),
    )
    if row is not None:
        sentence = f"Ticket {row['number']} is open for the same cause."
        raise TicketError(TicketCode.OPEN_AGAIN, sentence)


async def _write(tx: Transaction, tenant: int, ticket: Ticket, wish: Wish) -> None:
    owner: tuple[str | None, str | None, float | None] = (None, None, None)
    if wish.move in _TAKES and wish.by is not None:
        owner = (wish.by.id, wish.by.name, wish.at + LEASE_SECONDS)
    elif wish.move in _ENDS and wish.by is not None:
        owner = (wish.by.id, wish.by.name, None)
    waits = wish.move in {Move.RELEASE, Move.LAPSE, Move.REOPEN}
    state = "claimed" if wish.move in _TAKES else "waiting" if waits else "resolved"
    due_at, resolve_by = ticket.due_at, ticket.resolve_by
    if wish.move is Move.REOPEN:
        due_at = wish.at + URGENCY[Reason(ticket.kind)][1]
        resolve_by = due_at + RESOLVE_WITHIN_SECONDS
    changed = await tx.run(
        _MOVE,
        *(state, *owner, *((_outcome(wish), wish.at) if wish.move in _ENDS else (None, None))),
        *((wish.at, wish.at, 0) if waits else (ticket.waiting_since, None, ticket.steps_taken)),
        *(due_at, resolve_by, wish.at, ticket.ticket_id, tenant, ticket.version),
    )
    if not changed:
        raise TicketError(TicketCode.CHANGED_MEANWHILE, "This ticket was changed meanwhile.")


def _outcome(wish: Wish) -> str:
    return HANDED_BACK if wish.move is Move.HAND_BACK else wish.outcome or "answered"
