"""What stands before several processes: each request goes to the next of them, so that no two turns meet the same."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from itertools import cycle

import aiohttp
from aiohttp import web

DROPPED = {"host", "content-length", "transfer-encoding", "connection"}
SHOWN = ("Origin", "X-Twilio-Signature")  # by which whoever opens a socket is admitted


class Hopping:
    """A proxy that knows nothing of what it carries; it streams what is streamed."""

    def __init__(self, urls: Sequence[str]) -> None:
        self._next = cycle(urls)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._carry)
        return app

    async def _carry(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._carry_socket(request)
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

    async def _carry_socket(self, request: web.Request) -> web.WebSocketResponse:
        """A socket stays with the process it came to."""
        asked = [part.strip() for part in request.headers.get("Sec-WebSocket-Protocol", "").split(",") if part]
        here = web.WebSocketResponse(protocols=asked)
        headers = {name: request.headers[name] for name in SHOWN if name in request.headers}
        async with (
            aiohttp.ClientSession(next(self._next), headers=headers) as http,
            http.ws_connect(request.path_qs, protocols=asked) as there,
            asyncio.TaskGroup() as both,
        ):
            await here.prepare(request)
            ways = [both.create_task(_pass_on(here, there)), both.create_task(_pass_on(there, here))]
            for way in ways:
                way.add_done_callback(lambda _done: [each.cancel() for each in ways])
        await here.close(code=there.close_code or 1006)
        return here


async def _pass_on(
    source: web.WebSocketResponse | aiohttp.ClientWebSocketResponse,
    sink: web.WebSocketResponse | aiohttp.ClientWebSocketResponse,
) -> None:
    with suppress(ConnectionError):
        async for message in source:
            await sink.send_str(message.data)
