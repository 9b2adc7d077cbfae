"""`waybill serve` as a process: what it refuses to start on, in one sentence, and how it ends."""

import asyncio
import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from infra.store.vault import make_key
from infra.tasks import Tasks
from tests.faults.server import Server, free_port
from tests.world.doors import ROOT
from tests.world.postgres import Postgres
from tests.world.redis import RedisServer
from tests.world.town import Setup, Town

SESSIONS = "/api/v1/chat/sessions"


def refused(environment: Mapping[str, str]) -> str:
    """The one sentence of a process that does not start."""
    done = subprocess.run(
        [sys.executable, "-m", "commands.main", "serve"],
        env={"PATH": os.defpath, "PORT": str(free_port()), **environment},
        cwd=ROOT, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    sentences = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert (done.returncode, done.stdout, len(sentences)) == (1, "", 1), done.stderr
    return sentences[0]


@pytest.fixture
def place(database: Path) -> dict[str, str]:
    return {"WAYBILL_SECRET_KEY": make_key(), "DATABASE_URL": f"sqlite:///{database}"}


@pytest.fixture
async def server(place: dict[str, str]) -> AsyncIterator[Server]:
    server = Server({**place, "WAYBILL_REQUESTS_PER_MINUTE": "7"})
    await server.start()
    yield server
    await server.kill()


def _older(place: dict[str, str]) -> dict[str, str]:
    with closing(sqlite3.connect(place["DATABASE_URL"].removeprefix("sqlite:///"))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()
    return place


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda _: {}, "WAYBILL_SECRET_KEY is not set; `waybill key vault` makes one."),
        (lambda place: place | {"WAYBILL_SECRET_KEY": "c2hvcnQ="}, "must hold 32 bytes in base64"),
        (lambda place: place | {"WAYBILL_LOG_LEVEL": "loud"}, "WAYBILL_LOG_LEVEL: "),
        (lambda place: place | {"WAYBILL_SECRETKEY": "x"}, "WAYBILL_SECRETKEY: no such setting"),
        (lambda place: place | {"DATABASE_URL": place["DATABASE_URL"] + ".new"}, "run `waybill migrate` first"),
        (lambda place: place | {"DATABASE_URL": place["DATABASE_URL"] + "/x/y.db"}, "There is no place for a lock"),
        (_older, "stands at 0000, but this version needs "),
    ],
)
def test_what_must_be_set_right_first_is_said_in_one_sentence(
    place: dict[str, str], spoil: Callable[[dict[str, str]], dict[str, str]], sentence: str
) -> None:
    assert sentence in refused(spoil(place))


async def test_a_second_process_a_taken_port_and_a_wrong_key_are_refused(
    server: Server, place: dict[str, str], tmp_path: Path
) -> None:
    assert "Another process serves" in await asyncio.to_thread(refused, place)
    assert await server.stop() == 0
    wrong = place | {"WAYBILL_SECRET_KEY": make_key()}
    assert "not the key that this database was sealed with" in await asyncio.to_thread(refused, wrong)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Cannot listen on 127.0.0.1:{port}: " in await asyncio.to_thread(refused, place | {"PORT": str(port)})
    assert tmp_path.joinpath("waybill.lock").exists()


async def test_a_postgresql_is_served_by_two_processes_which_say_when_it_is_away(
    mortal: Postgres, redis: RedisServer
) -> None:
    url = await asyncio.to_thread(mortal.lend)
    place = {"WAYBILL_SECRET_KEY": make_key(), "DATABASE_URL": url, "REDIS_URL": redis.url}
    servers = [Server(place), Server(place)]
    await asyncio.gather(*(server.start() for server in servers))
    async with aiohttp.ClientSession() as client:
        assert [(await client.get(f"{server.url}/readyz")).status for server in servers] == [200, 200]
        mortal.kill()
        assert [(await client.get(f"{server.url}/readyz")).status for server in servers] == [503, 503]
        refusal = await asyncio.to_thread(refused, place)
        assert refusal.startswith("Error: The database does not answer: ")
        mortal.start()
        assert [(await client.get(f"{server.url}/readyz")).status for server in servers] == [200, 200]
    assert await asyncio.gather(*(server.stop() for server in servers)) == [0, 0]


async def test_without_redis_a_postgresql_too_is_served_by_one_process(lent: str) -> None:
    place = {"WAYBILL_SECRET_KEY": make_key(), "DATABASE_URL": lent}
    server = Server(place)
    await server.start()
    refusal = await asyncio.to_thread(refused, place)
    assert "set REDIS_URL for all of them" in refusal
    assert await server.stop() == 0
    await server.start()
    assert await server.stop() == 0


async def test_the_settings_rate_holds_and_nobody_elses_header_opens_the_measures(server: Server) -> None:
    async with aiohttp.ClientSession(server.url) as client:
        assert (await client.get("/readyz")).status == 200
        assert (await client.get("/metrics")).status == 200
        assert (await client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.1"})).status == 404


@pytest.mark.parametrize("stream", [False, True])
async def test_told_to_stop_while_the_shop_is_silent_it_ends_in_time_and_loses_nothing(
    town: Town, stream: bool
) -> None:
    town.shop.misbehave("hang")
    await town.open(Setup())
    await town._runners.pop().cleanup()
    ports = ",".join(map(str, town.settings.dev_loopback_ports))
    server = Server(
        {
            "WAYBILL_SECRET_KEY": town.secret_key,
            "DATABASE_URL": town.settings.database_url,
            "WAYBILL_DEV_LOOPBACK_PORTS": ports,
            "WAYBILL_DRAIN_SECONDS": "1",
        }
    )
    await server.start()
    loop, tasks = asyncio.get_running_loop(), Tasks()
    async with aiohttp.ClientSession(server.url, headers={"Authorization": f"Bearer {town.key}"}) as client:
        opened = await (await client.post(SESSIONS, json={"agentId": town.agent})).json()
        path = f"{SESSIONS}/{opened['data']['id']}/messages"
        body = {"content": "Where is ORD-9842? 94107", "stream": stream}
        asking = tasks.start(_cut_off(client, path, body))
        while not town.shop.calls:
            await asyncio.sleep(0)
        began = loop.time()
        assert await server.stop() == 0
        assert 1 < loop.time() - began < 2  # the drain once, not twice
        await asking
    assert json.loads(server.log.splitlines()[-1])["event"] == "stopping"
    town.shop.misbehave(None)
    await server.start()
    async with aiohttp.ClientSession(server.url, headers={"Authorization": f"Bearer {town.key}"}) as client:
        kept = await (await client.get(path)).json()
        assert [each["content"] for each in kept["data"]] == [body["content"]]
        again = await client.post(path, json=body, headers={"Idempotency-Key": "one"})
        assert "Out for delivery" in await again.text()
    await server.kill()


async def _cut_off(client: aiohttp.ClientSession, path: str, body: dict[str, object]) -> None:
    with pytest.raises(aiohttp.ClientError):
        async with client.post(path, json=body, headers={"Idempotency-Key": "one"}) as response:
            await response.read()
