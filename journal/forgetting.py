"""Forgetting a person: all that was said under their e-mail, wherever it stands, in one transaction."""

from dataclasses import dataclass

from escalation import erasing
from infra.store.transaction import Transaction
from infra.store.vault import Vault
from journal import addresses, endings


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased, in numbers."""

    conversations: int
    utterances: int
    tickets: int


async def forget(tx: Transaction, vault: Vault, tenant: int, email: str, at: float) -> Forgotten:
    """Erase every conversation in which this e-mail was said, and what the tickets of its owner say.

    Numbers stay: the tallies, how a conversation ended, and of each ticket a shell with its number and kind. A turn
    under way finds its conversation gone and writes nothing. A reply that is held can be asked for no more, and leaves
    memory within 60 s. A second time finds nothing.

    `email` is in the form of `intents.forms.email`, `at` in Unix seconds. The transaction is the caller's: all of it
    happens, or nothing.
    """
    said_in = await tx.rows(
        "SELECT conversation_id FROM addresses WHERE tenant_id = $1 AND email_index = $2",
        tenant,
        addresses.index(vault, email),
    )
    noted_in = await erasing.with_contact(tx, vault, tenant, email)
    talks = sorted({*(str(row["conversation_id"]) for row in said_in), *noted_in})
    # Conversations first: how they ended is told from their tickets. The tickets of each are asked for before that.
    tickets = await erasing.found(tx, vault, tenant, contact=email, talks=talks)
    utterances = [count for talk in talks if (count := await endings.erase(tx, tenant, talk)) is not None]
    for ticket in tickets:
        await erasing.empty(tx, vault, tenant, ticket, at)
    return Forgotten(len(utterances), sum(utterances), len(tickets))
