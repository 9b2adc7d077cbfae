"""Webhooks: where your own systems are told of tickets and failing lookups, and what became of each event."""

from aiohttp import web
from pydantic import ValidationError

from console.pages import BAD, back
from console.section import Section
from console.ways import Visit, Way, get, post
from infra.outbox import ledger
from infra.outbox.ledger import Delivery
from infra.store.transaction import Transaction
from tenants import webhooks
from tenants.errors import Code, Model, SetupError, invalid, not_found
from tenants.members import Role
from tenants.webhooks import NewWebhook, Webhook, WebhookChanges, WebhookEvent

ALL = "/console/webhooks"
ONE = ALL + "/{webhook}"
MOST_SHOWN = 100


class WebhookPages(Section):
    """The ways to webhooks."""

    def ways(self) -> list[Way]:
        """Its ways."""
        least = Role.MANAGER
        return [
            get(ALL, least, self._list),
            post(ALL, least, self._create),
            get(ONE, least, self._show),
            post(ONE, least, self._change),
            post(ONE + "/rotate", least, self._rotate),
            post(ONE + "/test", least, self._test),
            post(ONE + "/remove", least, self._remove),
            post(ONE + "/deliveries/{delivery}/replay", least, self._replay),
        ]

    async def _list(self, visit: Visit, error: str | None = None) -> web.Response:
        found = await self._rooms.store.read(lambda tx: webhooks.every(tx, visit.tenant))
        values = {"webhooks": found, "events": list(WebhookEvent), "error": error, "form": visit.form}
        return self._pages.show("webhooks.html", visit, values, status=BAD if error else 200)

    async def _create(self, visit: Visit) -> web.Response:
        """A new one; its secret is shown this once."""
        form, rooms = visit.form, self._rooms
        ports = rooms.loopback_ports
        try:
            new = _read(
                NewWebhook,
                url=form.text("url"),
                events=form.every("events"),
                includeWords=form.ticked("include_words"),
            )
            webhook, secret = await rooms.store.write(
                lambda tx: webhooks.create(tx, rooms.vault, visit.tenant, new, at=visit.now, loopback_ports=ports)
            )
        except SetupError as error:
            return await self._list(visit, str(error))
        return await self._shown(visit, webhook.id, secret=secret)

    async def _show(self, visit: Visit) -> web.Response:
        return await self._shown(visit, visit.of("webhook"))

    async def _change(self, visit: Visit) -> web.Response:
        form, webhook_id = visit.form, visit.of("webhook")
        try:
            changes = _read(
                WebhookChanges,
                url=form.text("url"),
                events=form.every("events"),
                includeWords=form.ticked("include_words"),
                enabled=form.ticked("enabled"),
            )
            await self._rooms.store.write(
                lambda tx: webhooks.revise(
                    *(tx, visit.tenant, webhook_id, changes),
                    at=visit.now,
                    seen=form.whole("seen"),
                    loopback_ports=self._rooms.loopback_ports,
                )
            )
        except SetupError as error:
            if error.code is Code.NOT_FOUND:
                raise
            return await self._shown(visit, webhook_id, error=str(error))
        return back(f"{ALL}/{webhook_id}", "changed")

    async def _rotate(self, visit: Visit) -> web.Response:
        """A new secret, shown this once; the one before signs beside it for a day."""
        webhook_id, vault = visit.of("webhook"), self._rooms.vault
        _, secret = await self._rooms.store.write(
            lambda tx: webhooks.rotate(tx, vault, visit.tenant, webhook_id, at=visit.now)
        )
        return await self._shown(visit, webhook_id, secret=secret)

    async def _test(self, visit: Visit) -> web.Response:
        webhook_id = visit.of("webhook")

        async def work(tx: Transaction) -> None:
            await webhooks.find(tx, visit.tenant, webhook_id)
            await ledger.test(tx, visit.tenant, webhook_id, visit.now)

        await self._rooms.store.write(work)
        return back(f"{ALL}/{webhook_id}", "tested")

    async def _remove(self, visit: Visit) -> web.Response:
        await self._rooms.store.write(lambda tx: webhooks.remove(tx, visit.tenant, visit.of("webhook")))
        return back(ALL, "removed")

    async def _replay(self, visit: Visit) -> web.Response:
        webhook_id, delivery_id = visit.of("webhook"), visit.of("delivery")
        found = await self._rooms.store.write(
            lambda tx: ledger.replay(tx, visit.tenant, webhook_id, delivery_id, visit.now)
        )
        if found is None:
            raise not_found("This delivery")
        return back(f"{ALL}/{webhook_id}", "replayed")

    async def _shown(
        self, visit: Visit, webhook_id: str, *, secret: str | None = None, error: str | None = None
    ) -> web.Response:
        async def work(tx: Transaction) -> tuple[Webhook, list[Delivery]]:
            webhook = await webhooks.find(tx, visit.tenant, webhook_id)
            return webhook, await ledger.of_webhook(tx, visit.tenant, webhook_id, limit=MOST_SHOWN)

        webhook, deliveries = await self._rooms.store.read(work)
        values = {"webhook": webhook, "deliveries": deliveries, "events": list(WebhookEvent), "secret": secret}
        return self._pages.show("webhook.html", visit, values | {"error": error}, status=BAD if error else 200)


def _read(model: type[Model], **given: object) -> Model:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise invalid(error) from None
