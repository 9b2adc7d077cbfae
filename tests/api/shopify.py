"""A Shopify store that a second house on the town's database asks instead of Shopify."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.api.operator import Operator
from tests.lookup.shopify_orders import order, sending, sent
from tests.lookup.shopify_server import TOKEN, ShopifyStore

SHOP = "janes-lamps.myshopify.com"
CREDENTIALS = {"shop": SHOP, "accessToken": TOKEN}
APP = {"clientId": "an-app-of-the-tests", "clientSecret": "its-secret-in-the-tests"}
JANES = sent(sending("IN_TRANSIT", estimatedDeliveryAt="2026-11-24T20:00:00Z"))
OMARS = order("#1002", "omar@example.com")


@dataclass
class Merchant:
    """Somebody with a store, and the house that reaches it."""

    operator: Operator
    store: ShopifyStore

    async def connects(self) -> None:
        """In the place of what is connected."""
        body = {"credentials": CREDENTIALS, "replace": True}
        connected = await self.operator.post("/integrations/shopify/connect", body)
        assert connected.status == 201, connected.body


async def grant(request: web.Request) -> web.Response:
    """A token for the app of the tests, as Shopify grants it."""
    form = await request.post()
    if (form["client_id"], form["client_secret"]) != tuple(APP.values()):
        return web.json_response({"error": "application_cannot_be_found"}, status=400)
    return web.json_response({"access_token": TOKEN, "scope": "read_orders", "expires_in": 86_399})


@asynccontextmanager
async def merchant(operator: Operator) -> AsyncIterator[Merchant]:
    """A store with an order of Jane's and one of Omar's."""
    store = ShopifyStore([JANES, OMARS])
    app = web.Application()
    app.router.add_post("/admin/api/2026-10/graphql.json", store.graphql)
    app.router.add_post("/admin/oauth/access_token", grant)
    async with TestServer(app) as server:
        url = f"http://127.0.0.1:{server.port}"
        ports = operator.town.settings.dev_loopback_ports | {server.port}
        there = await operator.beside(dev_shopify_url=url, dev_loopback_ports=ports)
        yield Merchant(there, store)
        await there.leaves()
