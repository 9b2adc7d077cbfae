"""Photos that customers add to a case: a conversation's until a ticket takes them, sealed all the time.

What is kept is what `infra.pictures` drew anew, never what was sent.
"""

from dataclasses import dataclass, field

from infra.once import Delivery, KeyReused
from infra.store.ids import new_id
from infra.store.sealed import PICTURE
from infra.store.transaction import Row, Transaction
from infra.store.vault import Vault

MOST_PER_CONVERSATION = 5
ALONE_SECONDS = 24 * 3600.0


class TooMany(Exception):  # noqa: N818 - an answer
    """The conversation has as many photos as it may."""


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture without its content. `at` in Unix seconds."""

    id: str
    conversation_id: str | None
    ticket_id: str | None
    at: float


@dataclass(frozen=True, slots=True)
class Added:
    """A picture that is to be kept: a JPEG, and the client's own name for what it sent."""

    jpeg: bytes = field(repr=False)
    delivery: Delivery


async def known(t: Transaction, tenant: int, conversation_id: str, delivery: Delivery) -> bool:
    """Whether this was added before, so that it need not be drawn again. Raises: KeyReused."""
    row = await t.row(
        "SELECT client_digest FROM photos WHERE tenant_id = $1 AND conversation_id = $2 AND client_key = $3",
        *(tenant, conversation_id, delivery.client_key),
    )
    if row is not None and row["client_digest"] != delivery.digest:
        raise KeyReused
    return row is not None


async def add(t: Transaction, vault: Vault, tenant: int, conversation_id: str, added: Added, *, at: float) -> None:
    """Keep a picture for the conversation or, where it has a ticket that is not resolved, for the newest of those.

    Under a name that came before nothing is added. Raises: KeyReused; TooMany.
    """
    if await known(t, tenant, conversation_id, added.delivery):
        return
    if await left(t, tenant, conversation_id) == 0:
        raise TooMany
    ticket = await t.row(
        "SELECT id FROM tickets WHERE tenant_id = $1 AND conversation_id = $2 AND state <> 'resolved'"
        " ORDER BY number DESC LIMIT 1",
        *(tenant, conversation_id),
    )
    ticket_id = None if ticket is None else str(ticket["id"])
    photo_id = new_id("pho")
    sealed = vault.seal(added.jpeg, tenant=tenant, where=PICTURE.place.format(id=photo_id))
    await t.run(
        "INSERT INTO photos (id, tenant_id, conversation_id, ticket_id, client_key, client_digest, sealed_picture,"
        " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        *(photo_id, tenant, conversation_id, ticket_id, added.delivery.client_key, added.delivery.digest, sealed, at),
    )


async def left(t: Transaction, tenant: int, conversation_id: str) -> int:
    """How many may still be added to a conversation."""
    row = await t.row(
        "SELECT COUNT(*) AS number FROM photos WHERE tenant_id = $1 AND conversation_id = $2", tenant, conversation_id
    )
    return max(0, MOST_PER_CONVERSATION - (int(row["number"]) if row else 0))


async def take(t: Transaction, tenant: int, conversation_id: str, ticket_id: str) -> int:
    """Give what a conversation has to its ticket, in the transaction that opens or adds to it. Returns: how many."""
    return await t.run(
        "UPDATE photos SET ticket_id = $1 WHERE tenant_id = $2 AND conversation_id = $3 AND ticket_id IS NULL",
        *(ticket_id, tenant, conversation_id),
    )


async def of_conversation(t: Transaction, tenant: int, conversation_id: str) -> list[Photo]:
    """The photos of a conversation, oldest first."""
    return await _listed(t, "conversation_id", tenant, conversation_id)


async def of_ticket(t: Transaction, tenant: int, ticket_id: str) -> list[Photo]:
    """The photos that a ticket has taken, oldest first."""
    return await _listed(t, "ticket_id", tenant, ticket_id)


async def jpeg(t: Transaction, vault: Vault, tenant: int, photo_id: str) -> bytes | None:
    """The picture itself, or None where this tenant has none such. Raises: VaultError."""
    row = await t.row("SELECT * FROM photos WHERE id = $1 AND tenant_id = $2", photo_id, tenant)
    if row is None:
        return None
    return vault.open(row["sealed_picture"], tenant=tenant, where=PICTURE.where(row))


async def erase_of_conversation(t: Transaction, tenant: int, conversation_id: str) -> None:
    """Erase what no ticket has taken; the rest stays with its ticket, without a tie to the conversation."""
    values = (tenant, conversation_id)
    await t.run("DELETE FROM photos WHERE tenant_id = $1 AND conversation_id = $2 AND ticket_id IS NULL", *values)
    await t.run("UPDATE photos SET conversation_id = NULL WHERE tenant_id = $1 AND conversation_id = $2", *values)


async def erase_of_ticket(t: Transaction, tenant: int, ticket_id: str) -> None:
    """Erase what a ticket has taken."""
    await t.run("DELETE FROM photos WHERE tenant_id = $1 AND ticket_id = $2", tenant, ticket_id)


async def sweep(t: Transaction, *, added_before: float, limit: int) -> int:
    """Erase what no ticket took in time, of all tenants. Returns: how many."""
    return await t.run(
        "DELETE FROM photos WHERE id IN"
        " (SELECT id FROM photos WHERE ticket_id IS NULL AND created_at < $1 ORDER BY created_at LIMIT $2)",
        *(added_before, limit),
    )


async def _listed(t: Transaction, column: str, tenant: int, value: str) -> list[Photo]:
    rows = await t.rows(
        "SELECT id, conversation_id, ticket_id, created_at FROM photos"  # noqa: S608 - one of two columns' names
        f" WHERE tenant_id = $1 AND {column} = $2 ORDER BY created_at, id",
        *(tenant, value),
    )
    return [_photo(row) for row in rows]


def _photo(row: Row) -> Photo:
    return Photo(row["id"], row["conversation_id"], row["ticket_id"], row["created_at"])
