"""Telling a tenant's webhooks: who wants an event, what of it they get, and how it is signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from escalation.words import words_of
from infra.outbox.ledger import TEST_EVENT
from infra.outbox.outbox import Event
from infra.outbox.receivers import Parcel
from infra.store.transaction import Transaction
from infra.store.vault import Vault
from tenants import webhooks
from tenants.errors import SetupError
from tenants.webhook_secrets import Secrets


@dataclass(frozen=True, slots=True)
class Telling:
    """The `Receivers` of deliveries: the webhooks of all tenants."""

    vault: Vault

    async def wanting(self, tx: Transaction, tenant: int, event: str) -> Sequence[str]:
        """The webhooks of this tenant that are switched on and name this event."""
        return [each.id for each in await webhooks.every(tx, tenant) if each.enabled and event in each.events]

    async def parcel(self, tx: Transaction, webhook_id: str, event: Event) -> Parcel | None:
        """The event with the customer's words, where the webhook is to get them and the ticket is still there."""
        try:
            webhook = await webhooks.find(tx, event.tenant_id, webhook_id)
        except SetupError:  # removed, and its deliveries with it
            return None
        if not webhook.enabled and event.name != TEST_EVENT:  # a test is to be had before it is switched on, too
            return None
        contents = dict(event.payload)
        if webhook.include_words and isinstance(ticket_id := event.payload.get("ticketId"), str):
            words = await words_of(tx, self.vault, event.tenant_id, ticket_id)
            contents |= {} if words is None else {"message": words}
        secrets = Secrets.read(self.vault, event.tenant_id, webhook_id, webhook.sealed_secret)
        return Parcel(webhook.url, contents, secrets.sign)

    async def switch_off(self, tx: Transaction, tenant: int, webhook_id: str, at: float) -> None:
        """The receiver has said that it is gone for good."""
        await webhooks.switch_off(tx, tenant, webhook_id, at=at)
