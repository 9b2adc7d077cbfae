"""What a customer said in a ticket, for those outside who may be told; opened when it is told, never copied."""

from escalation.tickets import open_case
from infra.store.transaction import Transaction
from infra.store.vault import Vault


async def words_of(tx: Transaction, vault: Vault, tenant: int, ticket_id: str) -> str | None:
    """The customer's words of a ticket; None where they left none or the ticket is gone. Raises: VaultError."""
    row = await tx.row("SELECT sealed_case FROM tickets WHERE id = $1 AND tenant_id = $2", ticket_id, tenant)
    if row is None:
        return None
    return open_case(vault, row["sealed_case"], tenant=tenant, ticket_id=ticket_id).message
