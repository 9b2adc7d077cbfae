"""Three processes under gunicorn, as `Procfile` says: they share everything, and none is refused while they restart."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from infra.store.vault import make_key
from tests.faults.server import SERVING, Server
from tests.world.doors import ROOT
from tests.world.redis import RedisServer
from tests.world.town import MANY, Setup, Town

GUNICORN = (str(Path(sys.executable).with_name("gunicorn")), "-c", "python:server.many", "server.many:application")
PROCESSES = 3


class Gunicorn(Server):
    """The server as many processes; it serves once each of them does."""

    processes = PROCESSES

    def words(self) -> tuple[str, ...]:
        return GUNICORN


class ManyTown(Town):
    """The tenant is set up as in any town; then other processes serve it, on the real clock."""

    async def open(self, setup: Setup) -> None:
        await super().open(setup)
        await self._runners.pop().cleanup()  # the house in this process is closed with its server
        assert self._redis_url is not None
        self.server = Gunicorn(
            {
                "WAYBILL_SECRET_KEY": self.secret_key,
                "DATABASE_URL": self.settings.database_url,
                "REDIS_URL": self._redis_url,
                "WAYBILL_DEV_LOOPBACK_PORTS": ",".join(map(str, self.settings.dev_loopback_ports)),
                "WAYBILL_REQUESTS_PER_MINUTE": str(MANY),
                "WEB_CONCURRENCY": str(PROCESSES),
            }
        )
        self.url = self.server.url
        await self.server.start()

    async def close(self) -> None:
        await self.server.stop()
        await super().close()


@pytest.fixture
def empty_town(lent: str, redis: RedisServer) -> ManyTown:
    return ManyTown(lent, redis.url)


@pytest.fixture
async def many(empty_town: ManyTown) -> AsyncIterator[ManyTown]:
    await empty_town.open(Setup())
    yield empty_town
    await empty_town.close()


async def talks(town: Town, number: int) -> list[str]:
    """One customer, each of whose requests comes by a connection of its own, and so to whichever process is free."""
    connector = aiohttp.TCPConnector(force_close=True)
    bearer = {"Authorization": f"Bearer {town.key}"}
    async with aiohttp.ClientSession(town.url, connector=connector, headers=bearer) as http:
        opening = {"agentId": town.agent, "user": f"customer {number}"}
        async with http.post("/api/v1/chat/sessions", json=opening) as response:
            assert response.status == 201, await response.text()
            path = f"/api/v1/chat/sessions/{(await response.json())['data']['id']}/messages"
        replies = []
        for text in ("where is my order?", "ORD-9842", "94107", "which carrier is it?"):
            async with http.post(path, json={"content": text}) as response:
                assert response.status == 200, await response.text()
                replies.append(str((await response.json())["data"]["reply"]["content"]))
        return replies


def are_right(replies: list[str]) -> bool:
    asked, proof, told, carrier = replies
    words = ("order number" in asked, "ZIP" in proof, "Out for delivery" in told, "UPS" in carrier)
    return all(words)


async def test_a_conversation_goes_on_in_whichever_process_takes_the_next_turn(many: ManyTown) -> None:
    talked = await asyncio.gather(*(talks(many, number) for number in range(8)))
    assert all(map(are_right, talked)), talked


async def test_restarting_process_by_process_refuses_nobody(many: ManyTown) -> None:
    restarted = False
    talked = []
    for number in range(60):
        talked.append(await talks(many, number))
        if not restarted and number == 3:
            many.server.signal(signal.SIGHUP)
            restarted = True
        if many.server.log.count(SERVING) >= 2 * PROCESSES and number > 10:
            break
    assert many.server.log.count(SERVING) >= 2 * PROCESSES, "nothing was restarted"
    assert all(map(are_right, talked)), talked
    assert b'"level":"error"' not in many.server.log, many.server.log.decode()


@pytest.mark.parametrize("lacking", ["DATABASE_URL", "REDIS_URL"])
async def test_without_what_they_share_several_processes_are_refused_in_one_sentence(
    tmp_path: Path, lacking: str
) -> None:
    given = {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "WAYBILL_SECRET_KEY": make_key(),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1",
    }
    del given[lacking]
    process = await asyncio.create_subprocess_exec(
        *GUNICORN, env=given, cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    told, _ = await process.communicate()
    assert process.returncode != 0
    assert told.decode().startswith("Error: Several processes need DATABASE_URL"), told.decode()
    assert len(told.splitlines()) == 1
