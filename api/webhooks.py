"""Webhooks over HTTP: whom to tell of what, what became of each delivery, and sending one again."""

from dataclasses import dataclass
from typing import Any

from api.webhook_shapes import WebhookGiven, webhook_given
from infra.once import made_before, remember
from infra.store.page import Place
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from routes.operation import Call, Given, Nothing, Operation
from routes.paging import Cursors, Page
from tenants import webhooks
from tenants.principal import Scope
from tenants.webhooks import NewWebhook, Webhook, WebhookChanges

ALL = "/webhooks"
ONE = ALL + "/{id}"


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The operations on webhooks. `loopback_ports` are those that the development setting opens."""

    store: Store
    vault: Vault
    cursors: Cursors
    loopback_ports: frozenset[int]

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        read, write = Scope.WEBHOOKS_READ, Scope.WEBHOOKS_WRITE
        return [
            Operation(
                *("POST", ALL, write, "Have events told to a URL", NewWebhook, WebhookGiven, self.create, 201),
                creates=True,
                refuses={409: ("limit_reached", "idempotency_key_reused")},
            ),
            Operation("GET", ALL, read, "All webhooks, oldest first", Page, WebhookGiven, self.every, listed=True),
            Operation("GET", ONE, read, "A webhook", Nothing, WebhookGiven, self.show),
            Operation("PATCH", ONE, write, "Change a webhook", WebhookChanges, WebhookGiven, self.change, revises=True),
            Operation("DELETE", ONE, write, "End a webhook and its deliveries", Nothing, None, self.remove),
            Operation(
                *("POST", ONE + "/rotate", write, "Give it a new secret; for a day the old one signs too"),
                *(Nothing, WebhookGiven, self.rotate),
                creates=True,
                refuses={409: ("idempotency_key_reused",)},
            ),
        ]

    async def create(self, call: Call, wanted: NewWebhook) -> Given:
        """A new webhook, or the one that the same Idempotency-Key made, without its secret."""

        async def work(tx: Transaction) -> tuple[Webhook, str | None]:
            if known := await made_before(tx, call.principal.key_id, call.delivery):
                return await webhooks.find(tx, call.tenant, known), None
            made, secret = await webhooks.create(
                tx, self.vault, call.tenant, wanted, at=call.now, loopback_ports=self.loopback_ports
            )
            await remember(tx, call.principal.key_id, call.delivery, made.id, call.now)
            return made, secret

        return _given(*await self.store.write(work))

    async def every(self, call: Call, page: Page) -> Given:
        """Without their secrets."""
        after = self.cursors.place(call, page)
        found = await self.store.read(lambda tx: webhooks.every(tx, call.tenant, after, page.limit + 1))
        return self.cursors.given(call, page, found, lambda each: Place(each.created_at, each.id), webhook_given)

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """Without its secret."""
        return _given(await self.store.read(lambda tx: webhooks.find(tx, call.tenant, call.id)))

    async def change(self, call: Call, wanted: WebhookChanges) -> Given:
        """It holds from the next try on."""
        return _given(
            await self.store.write(
                lambda tx: webhooks.revise(
                    tx,
                    call.tenant,
                    call.id,
                    wanted,
                    at=call.now,
                    seen=call.revision,
                    loopback_ports=self.loopback_ports,
                )
            )
        )

    async def remove(self, call: Call, _wanted: Nothing) -> Given:
        """What still waits is told to nobody."""
        await self.store.write(lambda tx: webhooks.remove(tx, call.tenant, call.id))
        return Given(None)

    async def rotate(self, call: Call, _wanted: Nothing) -> Given:
        """The same Idempotency-Key makes no second one, and does not show the first again."""

        async def work(tx: Transaction) -> tuple[Webhook, str | None]:
            if await made_before(tx, call.principal.key_id, call.delivery):
                return await webhooks.find(tx, call.tenant, call.id), None
            made, secret = await webhooks.rotate(tx, self.vault, call.tenant, call.id, at=call.now)
            await remember(tx, call.principal.key_id, call.delivery, made.id, call.now)
            return made, secret

        return _given(*await self.store.write(work))


def _given(webhook: Webhook, secret: str | None = None) -> Given:
    return Given(webhook_given(webhook).model_copy(update={"secret": secret}), revision=webhook.revision)
