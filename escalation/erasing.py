"""Erasing tickets: what they say of a customer, or all of them once they have been kept long enough."""

from collections.abc import Iterable

from escalation import ownership, photos
from escalation.case import Case
from escalation.ownership import FORGOTTEN
from escalation.reasons import Reason
from escalation.tickets import CASES, record
from infra.outbox import outbox
from infra.store.sealed import CASE
from infra.store.transaction import Row, Transaction
from infra.store.vault import Vault

_TICKET = "SELECT id, number, kind, state FROM tickets WHERE tenant_id = $1"


async def with_contact(tx: Transaction, vault: Vault, tenant: int, contact: str) -> list[str]:
    """The conversations of the tickets that have this contact, as `intents.forms` writes it."""
    rows = await tx.rows(
        "SELECT DISTINCT conversation_id FROM tickets"
        " WHERE tenant_id = $1 AND contact_index = $2 AND conversation_id IS NOT NULL ORDER BY conversation_id",
        tenant,
        vault.index("contact", contact),
    )
    return [str(row["conversation_id"]) for row in rows]


async def found(tx: Transaction, vault: Vault, tenant: int, *, contact: str, talks: Iterable[str]) -> list[Row]:
    """The tickets that have this contact or belong to one of these conversations, for `empty`."""
    rows = [*await tx.rows(f"{_TICKET} AND contact_index = $2", tenant, vault.index("contact", contact))]
    for talk in talks:
        rows += await tx.rows(f"{_TICKET} AND conversation_id = $2", tenant, talk)
    return list({row["id"]: row for row in rows}.values())


async def empty(tx: Transaction, vault: Vault, tenant: int, ticket: Row, at: float) -> None:
    """Erase what a ticket says of its customer, keyed hashes of it included.

    A numbered shell stays, resolved: colleagues know its number, and what is counted by tickets stays true.
    """
    nothing = CASES.dump_json(Case(Reason(ticket["kind"])))
    await tx.run(
        "UPDATE tickets SET sealed_case = $1, identity_index = '', reference_index = NULL, contact_index = NULL,"
        " conversation_id = NULL, proof = 'none' WHERE id = $2 AND tenant_id = $3",
        *(vault.seal(nothing, tenant=tenant, where=CASE.where(ticket)), ticket["id"], tenant),
    )
    await ownership.forget(tx, tenant, ticket["id"], at)
    for table in ("mails", "drafts"):
        await tx.run(f"DELETE FROM {table} WHERE ticket_id = $1 AND tenant_id = $2", ticket["id"], tenant)  # noqa: S608
    await tx.run(
        "UPDATE ticket_events SET sealed_words = NULL, cause = NULL WHERE ticket_id = $1 AND tenant_id = $2",
        ticket["id"],
        tenant,
    )
    await photos.erase_of_ticket(tx, tenant, ticket["id"])
    await record(tx, tenant=tenant, ticket_id=ticket["id"], event=FORGOTTEN, at=at)
    if ticket["state"] != "resolved":
        payload = {"ticketId": ticket["id"], "number": ticket["number"], "kind": ticket["kind"], "outcome": FORGOTTEN}
        await outbox.put(tx, tenant=tenant, event="ticket.resolved", payload=payload, at=at)


async def untie(tx: Transaction, tenant: int, conversation_id: str) -> None:
    """Let the tickets of a conversation stand alone: it is about to go, and another may come to bear its id."""
    await tx.run(
        "UPDATE tickets SET conversation_id = NULL WHERE conversation_id = $1 AND tenant_id = $2",
        conversation_id,
        tenant,
    )


async def sweep(tx: Transaction, tenant: int, *, resolved_before: float, limit: int) -> int:
    """Delete tickets that were resolved before this, but none whose conversation is still kept. Returns: how many."""
    rows = await tx.rows(
        "SELECT t.id FROM tickets t WHERE t.tenant_id = $1 AND t.state = 'resolved' AND t.resolved_at < $2"
        " AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.id = t.conversation_id AND c.tenant_id = t.tenant_id)"
        " ORDER BY t.id LIMIT $3",
        tenant,
        resolved_before,
        limit,
    )
    for row in rows:
        await tx.run("DELETE FROM mails WHERE ticket_id = $1 AND tenant_id = $2", row["id"], tenant)
        await tx.run("DELETE FROM ticket_events WHERE ticket_id = $1 AND tenant_id = $2", row["id"], tenant)
        await photos.erase_of_ticket(tx, tenant, row["id"])
        await tx.run("DELETE FROM tickets WHERE id = $1 AND tenant_id = $2", row["id"], tenant)
    return len(rows)
