"""Visitors who have the chat open and say nothing: what each costs, beside a socket that does nothing at all.

Every connection is a visitor of its own: a session, a conversation, a socket that has said hello and is listening for
news. The bare one is aiohttp's `WebSocketResponse`, waiting for a message.
"""

import asyncio
import base64
import os
from collections.abc import Awaitable, Callable
from itertools import count

import aiohttp
import orjson

from bench.process import BenchError, Server

CONNECTIONS = 5_000
FIRST = 50  # before memory is read: what is only made once is not theirs
AT_ONCE = 50
ORIGIN = "https://shop.example"
READ_BYTES = 65_536
Opens = Callable[[Server, int], Awaitable[asyncio.StreamWriter]]


async def idle(server: Server, opens: Opens) -> float:
    """Open the connections. Returns: kilobytes of the server's resident memory for each. Raises: BenchError."""
    held = [await opens(server, number) for number in range(FIRST)]
    before = server.megabytes()
    numbers = count(FIRST)

    async def open_some() -> None:
        while (number := next(numbers)) < FIRST + CONNECTIONS:
            held.append(await opens(server, number))

    await asyncio.gather(*(open_some() for _ in range(AT_ONCE)))
    after = server.megabytes()
    for writer in held:
        writer.close()
    return (after - before) * 1024 / CONNECTIONS


async def bare(server: Server, _number: int) -> asyncio.StreamWriter:
    """A socket that nothing is said on."""
    return (await _upgraded(server, "/socket", ""))[1]


def visitor(key: str, http: aiohttp.ClientSession) -> Opens:
    """Opens a visitor's socket: a session first, then hello, until everything there is was read."""

    async def opens(server: Server, number: int) -> asyncio.StreamWriter:
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        headers = {"Origin": ORIGIN, "X-Forwarded-For": address}
        async with http.post(f"{server.url}/widget/v1/sessions", json={"key": key}, headers=headers) as response:
            session = orjson.loads(await response.read())
            if response.status != 201:  # noqa: PLR2004 - HTTP's own number
                raise BenchError(f"no session: {session}")
        reader, writer = await _upgraded(server, "/widget/socket", "Sec-WebSocket-Protocol: waybill.v1\r\n")
        writer.write(_masked(orjson.dumps({"t": "hello", "token": session["token"], "after": 0})))
        seen = b""
        while b'"t":"state"' not in seen:
            part = await reader.read(READ_BYTES)
            if not part:
                raise BenchError(f"the socket was closed after {seen!r}")
            seen += part
        return writer

    return opens


async def _upgraded(server: Server, path: str, more: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    nonce = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {ORIGIN}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {nonce}\r\n{more}\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 101 " not in head:
        raise BenchError(f"no socket: {head!r}")
    return reader, writer


def _masked(payload: bytes) -> bytes:
    """A text frame with a mask of zeros, as short as a hello is."""
    return b"\x81" + bytes((0x80 | 126,)) + len(payload).to_bytes(2, "big") + bytes(4) + payload
