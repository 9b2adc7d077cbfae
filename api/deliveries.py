"""Deliveries over HTTP: what became of each event, a test of the way there, and sending one again."""

from dataclasses import dataclass
from typing import Any

from api.webhook_shapes import DeliveriesPage, DeliveryGiven, delivery_given
from infra.once import made_before, remember
from infra.outbox import ledger
from infra.outbox.ledger import Delivery
from infra.store.page import Place
from infra.store.transaction import Store, Transaction
from routes.operation import Call, Given, Nothing, Operation
from routes.paging import Cursors
from tenants import webhooks
from tenants.errors import not_found
from tenants.principal import Scope

ALL = "/webhooks/{id}/deliveries"


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The operations on what is told to one webhook."""

    store: Store
    cursors: Cursors

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        read, write = Scope.WEBHOOKS_READ, Scope.WEBHOOKS_WRITE
        return [
            Operation(
                *("GET", ALL, read, "What was told or is to be told, newest first"),
                *(DeliveriesPage, DeliveryGiven, self.every),
                listed=True,
            ),
            Operation(
                *(
                    "POST",
                    "/webhooks/{id}/test",
                    write,
                    "Send it a webhook.test",
                    Nothing,
                    DeliveryGiven,
                    self.test,
                    201,
                ),
                creates=True,
                refuses={409: ("idempotency_key_reused",)},
            ),
            Operation(
                *("POST", ALL + "/{deliveryId}/replay", write, "Send an event again, under the same id"),
                *(Nothing, DeliveryGiven, self.replay),
            ),
        ]

    async def every(self, call: Call, page: DeliveriesPage) -> Given:
        """Of one state where wanted."""
        before = self.cursors.place(call, page)

        async def work(tx: Transaction) -> list[Delivery]:
            await webhooks.find(tx, call.tenant, call.id)
            return await ledger.of_webhook(
                tx, call.tenant, call.id, state=page.state, before=before, limit=page.limit + 1
            )

        found = await self.store.read(work)
        return self.cursors.given(call, page, found, lambda each: Place(each.created_at, each.id), delivery_given)

    async def test(self, call: Call, _wanted: Nothing) -> Given:
        """It goes to a webhook that is switched off too; its delivery shows what became of it."""

        async def work(tx: Transaction) -> Delivery:
            if known := await made_before(tx, call.principal.key_id, call.delivery):
                return _there(await ledger.find(tx, call.tenant, call.id, known))
            await webhooks.find(tx, call.tenant, call.id)
            made = await ledger.test(tx, call.tenant, call.id, call.now)
            await remember(tx, call.principal.key_id, call.delivery, made.id, call.now)
            return made

        return Given(delivery_given(await self.store.write(work)))

    async def replay(self, call: Call, _wanted: Nothing) -> Given:
        """It is tried at once and, where need be, for another day; not where the webhook is switched off."""

        async def work(tx: Transaction) -> Delivery:
            await webhooks.find(tx, call.tenant, call.id)
            return _there(await ledger.replay(tx, call.tenant, call.id, call.path["deliveryId"], call.now))

        return Given(delivery_given(await self.store.write(work)))


def _there(found: Delivery | None) -> Delivery:
    if found is None:
        raise not_found("This delivery")
    return found
