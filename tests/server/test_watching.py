"""What operators' machines ask; strangers learn yes or no."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from infra.measures import Measures
from infra.store.transaction import Store
from server.watching import Watching
from tests.world.town import Setup, Town

TOKEN = "a token of sixteen or more"


async def whole() -> bool:
    return True


@pytest.fixture
async def watched(store: Store) -> AsyncIterator[tuple[aiohttp.ClientSession, int]]:
    app = web.Application()
    app.add_routes(Watching(store, Measures(), TOKEN, whole).routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = int(runner.addresses[0][1])
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
        yield client, port
    await runner.cleanup()


async def test_alive_and_ready_while_the_database_answers_then_only_alive(
    watched: tuple[aiohttp.ClientSession, int], store: Store
) -> None:
    client, _ = watched
    assert [(await client.get(path)).status for path in ("/healthz", "/health", "/readyz")] == [200, 200, 200]
    await store.write(lambda tx: tx.run("DROP TABLE generation"))
    not_ready = await client.get("/readyz")
    assert (not_ready.status, await not_ready.json()) == (503, {"status": "unavailable"})
    assert (await client.get("/healthz")).status == 200


async def test_measures_are_for_whoever_has_the_token(watched: tuple[aiohttp.ClientSession, int]) -> None:
    client, port = watched
    for given, status in ((f"Bearer {TOKEN}", 200), ("Bearer another", 404), ("", 404)):
        assert (await client.get("/metrics", headers={"Authorization": given})).status == status
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\r\nConnection: close\r\n\r\n")
    assert (await reader.read()).startswith(b"HTTP/1.1 404 ")
    writer.close()


async def test_without_a_token_measures_are_for_this_machine_and_for_nobody_behind_a_proxy(town: Town) -> None:
    await town.open(Setup())
    async with aiohttp.ClientSession(town.url) as client:
        text = await (await client.get("/metrics")).text()
        assert "waybill_turn_seconds" in text
        for header in ({"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}):
            assert (await client.get("/metrics", headers=header)).status == 404


async def test_what_is_degraded_is_ready_still_and_says_so_without_a_name(store: Store) -> None:
    async def lame() -> bool:
        return False

    ready = await Watching(store, Measures(), TOKEN, lame).ready(make_mocked_request("GET", "/readyz"))
    assert (ready.status, ready.text) == (200, '{"status": "degraded"}')
