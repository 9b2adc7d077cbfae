"""The Shopify connector keeps what every connector keeps."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from aiohttp import web
from contract_suite import REFERENCE, ConnectorContract, Impatient, Situation
from shopify_orders import order, sending, sent
from shopify_server import Connected, ShopifyStore, connected

FOUND = sent(sending("IN_TRANSIT"), name=REFERENCE)
STRANGERS = order("ORD-9843", "omar@example.com")
BODY = {"data": {"named": {"nodes": []}}}
REPLIES: dict[Situation, Callable[[], web.StreamResponse]] = {
    Situation.SERVER_ERROR: lambda: web.json_response(BODY, status=500),
    Situation.FORBIDDEN: lambda: web.Response(text="ORD-9842 is not for you", status=403),
    Situation.REDIRECTS: lambda: web.Response(status=307, headers={"Location": "/ORD-9842"}),
    Situation.NO_JSON: lambda: web.Response(text="<html>jane.doe@example.com</html>", content_type="application/json"),
    Situation.NO_OBJECT: lambda: web.json_response([BODY]),
    Situation.TOO_LARGE: lambda: web.json_response({**BODY, "note": "x" * 70_000}),
    Situation.UNKNOWN_ENCODING: lambda: web.json_response(BODY, headers={"Content-Encoding": "br"}),
}


class TestShopify(ConnectorContract):
    def connected(self, situation: Situation) -> AbstractAsyncContextManager[Connected]:
        return shop(situation)


class Troubled(ShopifyStore):
    situation = Situation.FOUND

    async def graphql(self, request: web.Request) -> web.StreamResponse:
        if self.situation is Situation.SILENT:
            await asyncio.get_running_loop().create_future()
        if self.situation is Situation.HANGS_UP:
            request.transport.abort()
        if self.situation in REPLIES:
            return REPLIES[self.situation]()
        return await super().graphql(request)


@asynccontextmanager
async def shop(situation: Situation) -> AsyncIterator[Connected]:
    store = Troubled(orders=[STRANGERS] if situation is Situation.UNKNOWN else [FOUND, STRANGERS])
    store.situation = situation
    poster = Impatient if situation is Situation.SILENT else (lambda client: client)
    async with connected(store, poster=poster) as ready:
        yield ready
