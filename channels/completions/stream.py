"""A reply in chunks: the role at once, a keep-alive while the shop is asked, the words, the end."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TypeAlias

import orjson
from aiohttp import web

from channels.completions.errors import Fault
from channels.completions.reply import Reply
from infra.wire import sse
from turns.visit import Turn

Heard: TypeAlias = asyncio.Future[int]
TURN_BEGINS_SECONDS = 1.0


async def stream(
    request: web.Request,
    reply: Reply,
    turn: asyncio.Task[Turn],
    heard: Heard | None,
    *,
    headers: Mapping[str, str],
    fault: Callable[[Exception], Fault],
) -> web.StreamResponse:
    """Send a turn as it comes.

    Whoever hangs up has it cancelled: that is the only cancel in this protocol. The status is out with the first byte,
    so an error after it is told inside the stream, which then ends; `heard`, of a kept conversation, is waited for a
    little, because what can be refused is refused before it.

    Raises: what the turn raises before the first byte.
    """
    try:
        if heard is not None:
            either: set[asyncio.Future[Turn] | Heard] = {turn, heard}
            await asyncio.wait(either, timeout=TURN_BEGINS_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if turn.done():
                turn.result()
        response = web.StreamResponse(headers={**sse.HEADERS, **headers})
        await _send(request, response, reply, turn, fault)
    finally:
        turn.cancel()
    return response


async def _send(
    request: web.Request,
    response: web.StreamResponse,
    reply: Reply,
    turn: asyncio.Task[Turn],
    fault: Callable[[Exception], Fault],
) -> None:
    try:
        await response.prepare(request)
        await response.write(reply.opening())
        rest = reply.closing(await sse.keeping_alive(turn, response.write))
    except ConnectionError:
        return
    except Exception as error:  # noqa: BLE001 - the status is out; `fault` tells it in the stream
        rest = b"data: " + orjson.dumps(fault(error).body()) + b"\n\n"
    try:
        await response.write_eof(rest)
    except ConnectionError:
        return
