"""Opening a ticket, once per cause: ticket, event and outbox row in one transaction, the caller's."""

from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from escalation.case import Case
from escalation.colleague import Colleague
from escalation.reasons import Reason
from escalation.sought import contact_index, reference_index
from infra.outbox import outbox
from infra.store.ids import new_id
from infra.store.sealed import EVENT_WORDS
from infra.store.transaction import Row, Transaction
from infra.store.vault import Vault

HOUR = 3600.0
CASES: TypeAdapter[Case] = TypeAdapter(Case)
URGENCY = {
    Reason.HUMAN: (1, 1 * HOUR),
    Reason.DAMAGED: (2, 4 * HOUR),
    Reason.LOST: (2, 4 * HOUR),
    Reason.WRONG_ITEM: (2, 4 * HOUR),
    Reason.UNVERIFIED: (2, 4 * HOUR),
    Reason.LOOKUP_FAILED: (3, 8 * HOUR),
    Reason.MESSAGE: (3, 24 * HOUR),
}
"""Of each reason: its priority, one being the most urgent, and the seconds until a first reply is due."""
RESOLVE_WITHIN_SECONDS = 24 * HOUR
"""After the first reply is due, until it should be resolved."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a case comes from.

    Attributes:
        identity: what makes two cases one, as a keyed hash: the conversation and the reason, or what stands in for it.
        earlier: the identity the same case had before its order was known; None where that makes no difference.
        cause: this very utterance and reason; the same cause again changes nothing.
        handed_to_client: the client was told to connect the customer to a person itself.
    """

    tenant: int
    agent_id: str
    door: str
    conversation_id: str
    identity: str
    earlier: str | None
    cause: str
    handed_to_client: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket in the queue. `again`: it was there before, and this was added to it."""

    ticket_id: str
    number: int
    again: bool


async def open_or_add(tx: Transaction, vault: Vault, case: Case, origin: Origin, at: float) -> Opened:
    """Put the case before a person: a new ticket, or more on the one that waits for the same cause."""
    if done := await _done_before(tx, origin):
        return done
    row = await tx.row(
        "SELECT id, number, sealed_case FROM tickets"
        " WHERE tenant_id = $1 AND identity_index IN ($2, $3) AND state <> 'resolved'"
        " ORDER BY CASE WHEN identity_index = $2 THEN 0 ELSE 1 END",
        origin.tenant,
        origin.identity,
        origin.earlier or origin.identity,
    )
    if row is None:
        return await _open(tx, vault, case, origin, at)
    return await _add(tx, vault, case, origin, at=at, row=row)


async def _done_before(tx: Transaction, origin: Origin) -> Opened | None:
    row = await tx.row(
        "SELECT t.id, t.number, e.seq FROM ticket_events e JOIN tickets t ON t.id = e.ticket_id"
        " WHERE e.cause = $1 AND e.tenant_id = $2",
        origin.cause,
        origin.tenant,
    )
    return Opened(row["id"], row["number"], again=row["seq"] > 1) if row else None


async def _open(tx: Transaction, vault: Vault, case: Case, origin: Origin, at: float) -> Opened:
    ticket_id = new_id("tkt")
    number_row = await tx.row(
        "UPDATE tenants SET next_ticket = next_ticket + 1 WHERE id = $1 RETURNING next_ticket - 1 AS number",
        origin.tenant,
    )
    if number_row is None:
        raise ValueError(f"no tenant {origin.tenant}")
    number = int(number_row["number"])
    priority, due_in = URGENCY[case.reason]
    await tx.run(
        "INSERT INTO tickets (id, tenant_id, number, kind, state, version, priority, due_at, door, conversation_id,"
        " agent_id, identity_index, reference_index, contact_index, sealed_case, proof, handed_to_client, created_at,"
        " updated_at, waiting_since, next_step_at, resolve_by)"
        " VALUES ($1, $2, $3, $4, 'waiting', 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $16, $16,"
        " $17)",
        ticket_id,
        origin.tenant,
        number,
        case.reason.value,
        priority,
        at + due_in,
        origin.door,
        origin.conversation_id,
        origin.agent_id,
        origin.identity,
        reference_index(vault, case.reference),
        contact_index(vault, case.contact),
        _seal(vault, case, origin.tenant, ticket_id),
        case.proof,
        int(origin.handed_to_client),
        at,
        at + due_in + RESOLVE_WITHIN_SECONDS,
    )
    await record(tx, tenant=origin.tenant, ticket_id=ticket_id, event="created", at=at, cause=origin.cause)
    payload = {"ticketId": ticket_id, "number": number, "kind": case.reason.value}
    await outbox.put(tx, tenant=origin.tenant, event="ticket.created", payload=payload, at=at)
    if case.reason in {Reason.MESSAGE, Reason.LOOKUP_FAILED}:
        await outbox.put(tx, tenant=origin.tenant, event="message.taken", payload=payload, at=at)
    return Opened(ticket_id, number, again=False)


async def _add(tx: Transaction, vault: Vault, case: Case, origin: Origin, *, at: float, row: Row) -> Opened:
    """What is new wins where it says something; what the customer wrote before stays, line under line."""
    ticket_id = str(row["id"])
    before = open_case(vault, row["sealed_case"], tenant=origin.tenant, ticket_id=ticket_id)
    messages = dict.fromkeys(filter(None, (before.message, case.message)))
    merged = replace(
        case,
        kind=case.kind or before.kind,
        reference=case.reference or before.reference,
        claims=case.claims or before.claims,
        contact=case.contact or before.contact,
        message="\n".join(messages) or None,
        verified_email=case.verified_email or before.verified_email,
        proof=case.proof if case.proof.startswith("proven") else before.proof,
    )
    await tx.run(
        "UPDATE tickets SET sealed_case = $1, reference_index = $2, contact_index = $3, proof = $4, updated_at = $5,"
        " identity_index = $6, version = version + 1 WHERE id = $7 AND tenant_id = $8",
        _seal(vault, merged, origin.tenant, ticket_id),
        reference_index(vault, merged.reference),
        contact_index(vault, merged.contact),
        merged.proof,
        at,
        origin.identity,
        ticket_id,
        origin.tenant,
    )
    await record(tx, tenant=origin.tenant, ticket_id=ticket_id, event="added", at=at, cause=origin.cause)
    return Opened(ticket_id, row["number"], again=True)


async def record(
    tx: Transaction,
    *,
    tenant: int,
    ticket_id: str,
    event: str,
    at: float,
    cause: str | None = None,
    by: Colleague | None = None,
) -> int:
    """Write down what happened to a ticket, in its own order. Returns: the event's number."""
    row = await tx.row(
        "INSERT INTO ticket_events (ticket_id, seq, tenant_id, event, cause, at, actor, actor_name)"
        " SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5, $6, $7 FROM ticket_events WHERE ticket_id = $1"
        " RETURNING seq",
        *(ticket_id, tenant, event, cause, at),
        *((by.id, by.name) if by else (None, None)),
    )
    return int(row["seq"]) if row else 0


async def record_words(
    tx: Transaction, vault: Vault, *, tenant: int, ticket_id: str, event: str, at: float, by: Colleague, words: str
) -> int:
    """The same with what a colleague wrote, sealed. Returns: the event's number."""
    seq = await record(tx, tenant=tenant, ticket_id=ticket_id, event=event, at=at, by=by)
    where = EVENT_WORDS.place.format(ticket_id=ticket_id, seq=seq)
    await tx.run(
        "UPDATE ticket_events SET sealed_words = $1 WHERE ticket_id = $2 AND seq = $3 AND tenant_id = $4",
        *(vault.seal(words.encode(), tenant=tenant, where=where), ticket_id, seq, tenant),
    )
    return seq


async def reachable_at(tx: Transaction, vault: Vault, tenant: int, ticket_id: str, *, contact: str, at: float) -> None:
    """The customer has told a colleague how to reach them."""
    row = await tx.row("SELECT sealed_case FROM tickets WHERE id = $1 AND tenant_id = $2", ticket_id, tenant)
    if row is None:
        return
    case = open_case(vault, row["sealed_case"], tenant=tenant, ticket_id=ticket_id)
    if case.contact == contact:
        return
    await tx.run(
        "UPDATE tickets SET sealed_case = $1, contact_index = $2, updated_at = $3, version = version + 1"
        " WHERE id = $4 AND tenant_id = $5",
        _seal(vault, replace(case, contact=contact), tenant, ticket_id),
        *(contact_index(vault, contact), at, ticket_id, tenant),
    )
    await record(tx, tenant=tenant, ticket_id=ticket_id, event="contact_given", at=at)


def open_case(vault: Vault, sealed: bytes, *, tenant: int, ticket_id: str) -> Case:
    """The case as it was sealed. Raises: VaultError."""
    return CASES.validate_json(vault.open(sealed, tenant=tenant, where=f"tickets/{ticket_id}/case"))


def _seal(vault: Vault, case: Case, tenant: int, ticket_id: str) -> bytes:
    return vault.seal(CASES.dump_json(case), tenant=tenant, where=f"tickets/{ticket_id}/case")
