"""Integrations over HTTP: what can be connected, connecting it, testing it, ending it. No secret ever comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from api.integration_shapes import CatalogEntry, ConnectionGiven, KnownOrderGiven, catalog, given
from infra.once import made_before, remember
from infra.store.page import Place
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from lookup.signing import make_secret
from routes.bodies import BadBody, bad_body
from routes.operation import Call, Given, Nothing, Operation
from routes.paging import Cursors, Page
from routes.shapes import READ
from tenants import integrations, trial
from tenants.connecting import KnownOrder, attempt
from tenants.connector import (
    CREDENTIALS,
    WISHES,
    Connection,
    EndpointCredentials,
    EndpointSettings,
    IntegrationKind,
    ShopifyCredentials,
    ShopifyWishes,
    TwilioCredentials,
    endpoint_connection,
    store_connection,
    telephone_connection,
)
from tenants.integrations import Integration
from tenants.principal import Scope
from tenants.sources import Roads

ALL = "/integrations"
ONE = ALL + "/{kind}"
GENERATE = "generate"
KINDS: Mapping[str, type[StrEnum]] = {"kind": IntegrationKind}


class Connect(BaseModel):
    """What to connect with; `GET /integrations/catalog` says what each kind takes.

    An endpoint's `credentials.secret` may be "generate": a new one then comes back, this once. `test` names a real
    order and claims of its owner; it is asked for a few times.
    """

    model_config = READ
    credentials: dict[str, str | None] = Field(default_factory=dict, max_length=10)
    settings: dict[str, Any] = Field(default_factory=dict, max_length=20)
    test: KnownOrderGiven | None = None
    replace: bool = False


class Test(BaseModel):
    """A real order and claims of its owner; without one, only a store's own check is made."""

    model_config = READ
    test: KnownOrderGiven | None = None


@dataclass(frozen=True, slots=True)
class Integrations:
    """The operations on connections. `loopback_ports` are those that the development setting opens."""

    store: Store
    vault: Vault
    cursors: Cursors
    roads: Roads
    loopback_ports: frozenset[int]

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        read, write = Scope.INTEGRATIONS_READ, Scope.INTEGRATIONS_WRITE
        refused = ("active_connector_exists", "connection_failed", "idempotency_key_reused")
        return [
            Operation(
                *("GET", ALL + "/catalog", read, "What can be connected", Nothing, CatalogEntry, self.show_catalog),
                listed=True,
            ),
            Operation("GET", ALL, read, "What is connected", Page, ConnectionGiven, self.every, listed=True),
            Operation("GET", ONE, read, "A connection", Nothing, ConnectionGiven, self.show, among=KINDS),
            Operation(
                *("POST", ONE + "/connect", write, "Connect", Connect, ConnectionGiven, self.connect, 201),
                creates=True,
                bare=True,
                among=KINDS,
                refuses={409: refused},
            ),
            Operation(
                *("POST", ONE + "/test", write, "Ask for a known order, keep nothing of the answers"),
                *(Test, ConnectionGiven, self.test),
                among=KINDS,
                refuses={409: ("connection_failed",)},
            ),
            Operation(
                *("DELETE", ONE, write, "End a connection, erase its credentials", Nothing, None, self.disconnect),
                among=KINDS,
            ),
        ]

    async def show_catalog(self, _call: Call, _wanted: Nothing) -> Given:
        """All kinds, on one page."""
        entries = catalog()
        return Given(entries, limit=len(entries))

    async def every(self, call: Call, page: Page) -> Given:
        """Oldest first."""
        after = self.cursors.place(call, page)
        found = await self.store.read(lambda tx: integrations.every(tx, call.tenant, after, page.limit + 1))
        return self.cursors.given(call, page, found, lambda each: Place(each.created_at, each.id), given)

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """With how lookups went."""
        kind = kind_of(call)
        return Given(given(await self.store.read(lambda tx: integrations.find(tx, call.tenant, kind))))

    async def connect(self, call: Call, wanted: Connect) -> Given:
        """Tried first, then kept; the same Idempotency-Key tries nothing again and shows no secret."""
        if before := await self.store.read(lambda tx: self._before(tx, call)):
            return Given(given(before))
        secret = make_secret() if wanted.credentials.get("secret") == GENERATE else None
        tried = await attempt(self.roads, self._connection(call, wanted, secret), _order(wanted.test))

        async def work(tx: Transaction) -> Integration:
            if before := await self._before(tx, call):
                return before
            kept = await tried.keep(tx, self.vault, replace=wanted.replace, at=call.now)
            await remember(tx, call.principal.key_id, call.delivery, kept.id, call.now)
            return kept

        kept = await self.store.write(work)
        ours = kept.id == tried.connection.integration_id
        return Given(given(kept, tried if ours else None, secret if ours else None))

    async def test(self, call: Call, wanted: Test) -> Given:
        """What it shows is kept for the policy; an inconclusive test changes nothing."""
        kind = kind_of(call)
        found = await self.store.read(lambda tx: integrations.find(tx, call.tenant, kind))
        connection = integrations.connection_of(found, self.vault)
        tried = await attempt(self.roads, connection, _order(wanted.test))
        return Given(given(await self.store.write(tried.record), tried))

    async def disconnect(self, call: Call, _wanted: Nothing) -> Given:
        """Its last failure goes with it."""
        kind = kind_of(call)
        await self.store.write(lambda tx: integrations.disconnect(tx, call.tenant, kind, at=call.now))
        return Given(None)

    async def _before(self, tx: Transaction, call: Call) -> Integration | None:
        known = await made_before(tx, call.principal.key_id, call.delivery)
        return await integrations.find_by_id(tx, call.tenant, known) if known else None

    def _connection(self, call: Call, wanted: Connect, secret: str | None) -> Connection:
        kind = kind_of(call)
        said = wanted.credentials if secret is None else {**wanted.credentials, "secret": secret}
        credentials = _parse(CREDENTIALS[kind], said, "credentials")
        settings = _parse(WISHES[kind], wanted.settings, "settings")
        match settings, credentials:
            case EndpointSettings(), EndpointCredentials(secret=signs):
                return endpoint_connection(call.tenant, settings, signs, loopback_ports=self.loopback_ports)
            case ShopifyWishes(), ShopifyCredentials():
                return store_connection(call.tenant, settings, credentials)
            case _, TwilioCredentials():
                return telephone_connection(call.tenant, credentials)
            case _:  # pragma: no cover - the two tables have the same kinds
                raise BadBody("is not one of a kind with the settings", "credentials")


def kind_of(call: Call) -> IntegrationKind:
    """The path's `{kind}`."""
    return IntegrationKind(call.path["kind"])


def _parse(model: type[BaseModel], said: Mapping[str, Any], where: str) -> BaseModel:
    try:
        return model.model_validate(dict(said))
    except ValidationError as error:
        raise bad_body(error, where) from None


def _order(test: KnownOrderGiven | None) -> KnownOrder | None:
    if test is None:
        return None
    return KnownOrder(test.reference, trial.read_claims(test.claims))
