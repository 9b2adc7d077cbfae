"""Server-sent events: the frames, and a keep-alive that no client mistakes for one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import orjson

T = TypeVar("T")
KEEP_ALIVE = b": keep-alive\n"
KEEP_ALIVE_SECONDS = 3.0
HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-cache",
    "X-Accel-Buffering": "no",
}


def event(name: str, value: object) -> bytes:
    """One named event with JSON data."""
    return b"event: " + name.encode() + b"\ndata: " + orjson.dumps(value) + b"\n\n"


async def keeping_alive(work: asyncio.Future[T], write: Callable[[bytes], Awaitable[None]]) -> T:
    """Await `work`, writing a keep-alive every few seconds; if the other side is gone, the work is cancelled.

    Raises: what `work` or `write` raises.
    """
    try:
        while not (await asyncio.wait({work}, timeout=KEEP_ALIVE_SECONDS))[0]:
            await write(KEEP_ALIVE)
    except BaseException:
        work.cancel()
        raise
    return work.result()
