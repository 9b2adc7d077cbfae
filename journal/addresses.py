"""Which e-mail was said in which conversation, as keyed hashes: how `forget` finds what somebody said."""

from collections.abc import Iterable

from conversation.known import Said
from infra.store.transaction import Transaction
from infra.store.vault import Vault
from intents import written
from intents.plain import plain
from verification.policy import Factor

_REMEMBER = "INSERT INTO addresses (tenant_id, email_index, conversation_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"


def in_words(text: str) -> frozenset[str]:
    """The e-mails that are written in an utterance, understood as an answer or not."""
    return frozenset(mention.readings[0] for mention in written.emails(plain(text)))


def in_said(said: Said) -> frozenset[str]:
    """The e-mails that were understood, also from spoken words, or vouched for by a signed identity."""
    claimed = [claim.value for claim in (*said.claims, *said.unsure) if claim.factor is Factor.EMAIL]
    others = (said.reference, said.doubtful, said.contact, said.unsure_contact)
    return frozenset(claimed).union(*(in_words(value) for value in others if value and "@" in value))


def index(vault: Vault, email: str) -> str:
    """What stands in the table for an e-mail in the form of `intents.forms.email`."""
    return vault.index("email", email)


async def remember(tx: Transaction, vault: Vault, tenant: int, conversation_id: str, emails: Iterable[str]) -> None:
    """Write down that these were said there; what is known already stays as it is."""
    for email in sorted(emails):
        await tx.run(_REMEMBER, tenant, index(vault, email), conversation_id)


async def remember_with_ticket(
    tx: Transaction, vault: Vault, tenant: int, ticket_id: str, emails: Iterable[str]
) -> None:
    """The same for the conversation that a ticket came from, where that is kept still."""
    row = await tx.row(
        "SELECT c.id FROM tickets t JOIN conversations c ON c.id = t.conversation_id AND c.tenant_id = t.tenant_id"
        " WHERE t.id = $1 AND t.tenant_id = $2",
        ticket_id,
        tenant,
    )
    if row is not None:
        await remember(tx, vault, tenant, row["id"], emails)
