"""The yardstick: a bare aiohttp handler that parses JSON, makes one POST to the shop, and answers; and a bare socket.

As fast as this is written by hand with the same parts: uvloop, orjson, one kept pool without a limit.
Run by itself: `python -m bench.bare PORT SHOP_URL`.
"""

import sys
from collections.abc import AsyncIterator

import aiohttp
import orjson
import uvloop
from aiohttp import web

SHOP: web.AppKey[aiohttp.ClientSession] = web.AppKey("shop", aiohttp.ClientSession)
JSON = {"Content-Type": "application/json"}


async def shop(app: web.Application) -> AsyncIterator[None]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as app[SHOP]:
        yield


def asking(url: str) -> web.Application:
    async def answer(request: web.Request) -> web.Response:
        asked = orjson.loads(await request.read())
        question = orjson.dumps({"kind": "order", "reference": asked["content"], "context": {}, "tenant_id": 1})
        async with request.app[SHOP].post(url, data=question, headers=JSON) as reply:
            found = orjson.loads(await reply.read())
        return web.Response(body=orjson.dumps({"reply": found["summary"]}), content_type="application/json")

    async def listen(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        async for _ in socket:
            pass
        return socket

    async def talk(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        async for message in socket:
            asked = orjson.loads(message.data)
            question = orjson.dumps({"kind": "order", "reference": asked["voicePrompt"], "context": {}, "tenant_id": 1})
            async with request.app[SHOP].post(url, data=question, headers=JSON) as reply:
                found = orjson.loads(await reply.read())
            await socket.send_str(orjson.dumps({"type": "text", "token": found["summary"], "last": True}).decode())
        return socket

    app = web.Application()
    app.cleanup_ctx.append(shop)
    app.add_routes([web.post("/ask", answer), web.get("/socket", listen), web.get("/talk", talk)])
    return app


def main() -> None:
    port, url = sys.argv[1:]
    web.run_app(
        asking(url), host="127.0.0.1", port=int(port), access_log=None, print=None, loop=uvloop.new_event_loop()
    )


if __name__ == "__main__":
    main()
