"""What stands before several processes: each request goes to the next of them, so that no two turns meet the same."""

import asyncio
from collections.abc import Sequence
from itertools import cycle

import aiohttp
from aiohttp import web

DROPPED = {"host", "content-length", "transfer-encoding", "connection"}


class Hopping:
    """A proxy that knows nothing of what it carries; it streams what is streamed."""

    def __init__(self, urls: Sequence[str]) -> None:
        self._next = cycle(urls)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._carry)
        return app

    async def _carry(self, request: web.Request) -> web.StreamResponse:
        if "Upgrade" in request.headers:
            return await self._join(request)
        headers = {name: value for name, value in request.headers.items() if name.lower() not in DROPPED}
        async with (
            aiohttp.ClientSession(next(self._next), auto_decompress=False) as http,
            http.request(request.method, request.path_qs, headers=headers, data=await request.read()) as came,
        ):
            kept = {name: value for name, value in came.headers.items() if name.lower() not in DROPPED}
            response = web.StreamResponse(status=came.status, headers=kept)
            response.content_length = came.content_length  # what is whole goes on whole: telephones want it so
            await response.prepare(request)
            async for part in came.content.iter_any():
                await response.write(part)
            await response.write_eof()
            return response

    async def _join(self, request: web.Request) -> web.StreamResponse:
        """A socket here and one there: what comes at one leaves by the other, until either closes."""
        headers = {"X-Twilio-Signature": request.headers.get("X-Twilio-Signature", "")}
        here = web.WebSocketResponse()
        async with (
            aiohttp.ClientSession(next(self._next)) as http,
            http.ws_connect(request.path, headers=headers) as there,
        ):
            await here.prepare(request)
            ways = [asyncio.ensure_future(each) for each in (_pour(here, there), _pour(there, here))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await here.close()
        return here


Socket = web.WebSocketResponse | aiohttp.ClientWebSocketResponse


async def _pour(source: Socket, into: Socket) -> None:
    async for message in source:
        await into.send_str(message.data)
