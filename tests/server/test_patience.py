"""Connections over which nothing comes, or a byte now and then: none is held for ever."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from server.middleware import BODY_WITHIN_SECONDS
from server.serve import IDLE_SECONDS, runner
from tests.world.town import Setup, Town

HEAD = b"POST /widget/v1/sessions HTTP/1.1\r\nHost: x\r\nOrigin: https://lamps.example\r\nContent-Length: 50\r\n"
Wire = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture
async def served(town: Town) -> AsyncIterator[web.AppRunner]:
    """The town's house, served as `waybill serve` does."""
    await town.open(Setup())
    serving = runner(town.house, town.settings)
    await serving.setup()
    await web.TCPSite(serving, "127.0.0.1", 0).start()
    yield serving
    await serving.cleanup()


async def connected(served: web.AppRunner, sent: bytes) -> Wire:
    """A connection over which so much was sent, and has arrived."""
    reader, writer = await asyncio.open_connection(*served.addresses[0])
    writer.write(sent)
    while not served.server.connections:
        await asyncio.sleep(0)
    for _ in range(50):
        await asyncio.sleep(0)
    return reader, writer


@pytest.mark.parametrize("sent", [b"", HEAD])
async def test_a_request_that_never_begins(town: Town, served: web.AppRunner, sent: bytes) -> None:
    reader, writer = await connected(served, sent)
    town.clock.pass_(IDLE_SECONDS + 1)
    assert await reader.read() == b""
    writer.close()


async def test_a_body_that_never_ends(town: Town, served: web.AppRunner) -> None:
    reader, writer = await connected(served, HEAD + b'\r\n{"key":')
    town.clock.pass_(BODY_WITHIN_SECONDS + 1)
    assert (await reader.read()).startswith(b"HTTP/1.1 400 ")
    writer.close()


async def test_a_body_that_takes_its_time(town: Town, served: web.AppRunner) -> None:
    reader, writer = await connected(served, HEAD + b'\r\n{"key":')
    town.clock.pass_(BODY_WITHIN_SECONDS - 1)
    writer.write(b'"wb_pk_live_nobody"'.ljust(42) + b"}")
    assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 401 ")
    writer.close()
