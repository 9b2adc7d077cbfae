"""A Shopify store on loopback: it runs the queries that reach it against Shopify's own schema, and misbehaves if told.

The schema is fetched by `sh tests/shopify_schema.sh`.
"""

import functools
import gzip
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from graphql import GraphQLError, GraphQLResolveInfo, GraphQLSchema, build_client_schema, execute_sync, parse, validate

from infra.net.client import GuardedClient
from infra.net.reply import Poster
from lookup.connectors.shopify.connector import Shopify
from lookup.connectors.shopify.store import AccessToken, ClientCredentials, Store
from lookup.places import Places

SCHEMA = Path(__file__).parents[2] / ".cache" / "shopify" / "admin_2026-10.json.gz"
NOW = 1_795_190_400.0  # Friday, 20 November 2026, 16:00 UTC, 11:00 in New York
TOKEN = "shpat_of_the_tests"
APP = ClientCredentials("app-1", "secret-1")
SCOPES = ("read_orders", "read_customers", "read_all_orders", "read_merchant_managed_fulfillment_orders")
COST = {
    "requestedQueryCost": 14,
    "throttleStatus": {"maximumAvailable": 2000, "currentlyAvailable": 1986, "restoreRate": 100},
}
Reply = Callable[[], web.StreamResponse]


@functools.cache
def schema() -> GraphQLSchema:
    assert SCHEMA.exists(), "Run `sh tests/shopify_schema.sh`, as `make test` does."
    return build_client_schema(json.loads(gzip.decompress(SCHEMA.read_bytes()))["data"], assume_valid=True)


@dataclass
class Asked:
    """A query that reached the store."""

    operation: str
    variables: dict[str, Any]
    headers: Mapping[str, str]
    url: str


@dataclass
class ShopifyStore:
    """The store: what it has, and how it misbehaves.

    `instead`: what the next requests are answered with. `denied`: fields as "Type.field" that the app may not read.
    `spoil`: changes an answer before it leaves. `ignores_filters`: every search finds everything. `limit`: seconds for
    a lookup.
    """

    orders: list[dict[str, Any]] = field(default_factory=list)
    prefix: str = "#"
    suffix: str = ""
    scopes: tuple[str, ...] = SCOPES
    version: str = "2026-10"
    tokens: set[str] = field(default_factory=lambda: {TOKEN})
    life: int = 86_399
    grants: bool = True
    instead: list[Reply] = field(default_factory=list)
    denied: set[str] = field(default_factory=set)
    spoil: Callable[[dict[str, Any]], None] = lambda _: None
    ignores_filters: bool = False
    asked: list[Asked] = field(default_factory=list)
    granted: int = 0
    now: float = NOW

    async def graphql(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        document = parse(body["query"])
        operation = document.definitions[0].name.value
        self.asked.append(Asked(operation, body["variables"], request.headers, str(request.rel_url)))
        if self.instead:
            return self.instead.pop(0)()
        if request.headers["X-Shopify-Access-Token"] not in self.tokens:
            return web.json_response({"errors": "[API] Invalid API key or access token"}, status=401)
        assert not validate(schema(), document)
        ran = execute_sync(schema(), document, variable_values=body["variables"], field_resolver=self._resolve)
        answer = {**ran.formatted, "extensions": {"cost": COST}}
        self.spoil(answer)
        return web.json_response(answer, headers={"X-Shopify-API-Version": self.version})

    async def grant(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        if (form["client_id"], form["client_secret"]) != (APP.client_id, APP.client_secret):
            return web.json_response({"error": "application_cannot_be_found"}, status=400)
        if not self.grants:
            return web.Response(status=503)
        assert form["grant_type"] == "client_credentials"
        self.granted += 1
        token = f"shpat_{self.granted}"
        self.tokens = {token}
        return web.json_response({"access_token": token, "scope": ",".join(self.scopes), "expires_in": self.life})

    def _resolve(self, source: dict[str, Any] | None, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        where = f"{info.parent_type.name}.{info.field_name}"
        if where in self.denied:
            raise GraphQLError("Access denied", extensions={"code": "ACCESS_DENIED"})
        value = self._root(info.field_name, arguments) if source is None else source[info.field_name]
        if isinstance(value, list) and "first" in arguments:
            first = arguments["first"]
            if str(info.return_type).startswith("["):
                return value[:first]
            return {"nodes": value[:first], "pageInfo": {"hasNextPage": len(value) > first}}
        return value

    def _root(self, name: str, arguments: dict[str, Any]) -> Any:
        newest = sorted(self.orders, key=lambda one: one["createdAt"], reverse=True)
        match name:
            case "orders":
                return [one for one in newest if self.ignores_filters or _matches(one, arguments.get("query"))]
            case "order":
                return next((one for one in self.orders if one["id"] == arguments["id"]), None)
            case "customerByIdentifier":
                return self._customer(arguments["identifier"]["emailAddress"], newest)
            case "shop":
                return self._shop()
            case "currentAppInstallation":
                return {"accessScopes": [{"handle": scope} for scope in self.scopes]}
        assert name == "publicApiVersions"
        return [{"handle": "2026-10", "supported": True}, {"handle": "unstable", "supported": False}]

    def _customer(self, email: str, newest: list[dict[str, Any]]) -> dict[str, Any] | None:
        theirs = [one for one in newest if self.ignores_filters or _email(one) == email]
        return {"orders": theirs} if theirs else None

    def _shop(self) -> dict[str, Any]:
        return {
            "name": "Jane's lamps",
            "ianaTimezone": "America/New_York",
            "orderNumberFormatPrefix": self.prefix,
            "orderNumberFormatSuffix": self.suffix,
            "shopAddress": {"countryCodeV2": "US"},
        }


def _matches(one: dict[str, Any], query: str | None) -> bool:
    """Shopify's search, as far as we use it: `name:1001 OR name:EN1001`, `confirmation_number:XPAV284CT`."""
    if query is None:
        return True
    held = {
        "name": one["name"].replace("#", "").lower(),
        "confirmation_number": (one["confirmationNumber"] or "").lower(),
    }
    terms = [term.split(":") for term in query.split(" OR ")]
    return any(held[name] == value.lower() for name, value in terms)


def _email(one: dict[str, Any]) -> str | None:
    return one["customer"]["defaultEmailAddress"]["emailAddress"] if one["customer"] else None


@dataclass
class Connected:
    """A connector and the store behind it."""

    source: Shopify
    store: ShopifyStore

    @property
    def asked(self) -> int:
        return len(self.store.asked)


@asynccontextmanager
async def connected(
    store: ShopifyStore,
    *,
    credentials: AccessToken | ClientCredentials | None = None,
    poster: Callable[[GuardedClient], Poster] = lambda client: client,
    places: Places | None = None,
    **settings: Any,
) -> AsyncIterator[Connected]:
    app = web.Application()
    app.router.add_post("/admin/api/2026-10/graphql.json", store.graphql)
    app.router.add_post("/admin/oauth/access_token", store.grant)
    async with TestServer(app) as server, GuardedClient(loopback_ports=frozenset({server.port})) as client:
        known = Store(
            "janes-lamps.myshopify.com",
            credentials or AccessToken(TOKEN),
            **{"zone": "America/New_York", "country": "US", **settings},
        )
        source = Shopify(
            known,
            poster=poster(client),
            places=places or Places(),
            clock=lambda: store.now,
            base_url=lambda _: f"http://127.0.0.1:{server.port}",
        )
        yield Connected(source, store)
