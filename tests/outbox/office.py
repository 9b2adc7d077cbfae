"""A house that has things to tell, and those it tells."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from infra.net.client import GuardedClient
from infra.outbox import ledger, outbox
from infra.outbox.delivering import Delivering
from infra.outbox.ledger import Delivery
from infra.store.transaction import Store
from infra.store.vault import Vault
from infra.tasks import Tasks
from tenants import webhooks
from tenants.telling import Telling
from tenants.webhooks import NewWebhook, Webhook
from tests.outbox.receiver import Receiver
from tests.world.clock import Clock

CREATED = "ticket.created"


@dataclass
class Office:
    """One worker, one tenant. `chance` is what the waits between tries are drawn with."""

    store: Store
    vault: Vault
    tenant: int
    client: GuardedClient
    clock: Clock
    ports: frozenset[int]
    chance: Callable[[], float] = lambda: 0.5
    tasks: Tasks = field(default_factory=Tasks)

    def __post_init__(self) -> None:
        self.delivering = Delivering(
            self.store,
            self.client,
            Telling(self.vault),
            tasks=self.tasks,
            clock=self.clock,
            chance=self._draw,
        )

    def _draw(self) -> float:
        return self.chance()

    async def hook(self, receiver: Receiver, *events: str, tenant: int | None = None, **options: bool) -> Webhook:
        webhook, _ = await self.hook_and_secret(receiver, *events, tenant=tenant, **options)
        return webhook

    async def hook_and_secret(
        self, receiver: Receiver, *events: str, tenant: int | None = None, **options: bool
    ) -> tuple[Webhook, str]:
        new = NewWebhook.model_validate({"url": receiver.url, "events": events or (CREATED,), **options}, strict=False)
        return await self.store.write(
            lambda tx: webhooks.create(
                tx, self.vault, tenant or self.tenant, new, at=self.clock(), loopback_ports=self.ports
            )
        )

    async def happens(self, event: str = CREATED, /, **payload: object) -> str:
        return await self.store.write(
            lambda tx: outbox.put(tx, tenant=self.tenant, event=event, payload=payload, at=self.clock())
        )

    async def deliveries(self, webhook: Webhook) -> list[Delivery]:
        return await self.store.read(lambda tx: ledger.of_webhook(tx, webhook.tenant_id, webhook.id))

    async def delivery(self, webhook: Webhook) -> Delivery:
        (only,) = await self.deliveries(webhook)
        return only

    async def shown(self, webhook: Webhook) -> Webhook:
        return await self.store.read(lambda tx: webhooks.find(tx, webhook.tenant_id, webhook.id))

    async def until(self, at: float, webhook: Webhook) -> None:
        """Let the worker try whenever it is time, until then or until the only delivery is over."""
        while (found := await self.delivery(webhook)).next_at is not None and found.next_at <= at:
            self.clock.pass_(max(0.0, found.next_at - self.clock()))
            await self.delivering.once()
        self.clock.pass_(max(0.0, at - self.clock()))


@asynccontextmanager
async def open_office(
    store: Store, vault: Vault, tenant: int, clock: Clock, *receivers: Receiver
) -> AsyncIterator[Office]:
    ports = frozenset(receiver.port for receiver in receivers)
    async with GuardedClient(loopback_ports=ports) as client:
        office = Office(store, vault, tenant, client, clock, ports)
        yield office
        await office.tasks.close()
