"""P5 with three processes under gunicorn: each is killed in turn while it is asked, and nothing is lost or doubled."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from infra.tasks import Tasks
from tests.faults.talker import SESSIONS
from tests.faults.trap import perform
from tests.server.test_many import ManyTown
from tests.world.redis import RedisServer
from tests.world.town import Setup

CUSTOMERS = 12
PATIENCE_SECONDS = 0.02
TALK = ("where is ORD-9842?", "94107", "a person please", "thanks")


@pytest.fixture
async def many(lent: str, redis: RedisServer) -> AsyncIterator[ManyTown]:
    town = ManyTown(lent, redis.url)
    await town.open(Setup())
    yield town
    await town.close()


def workers(town: ManyTown) -> list[int]:
    """The processes that serve; the first one, which only minds them, is not among them."""
    master = town.server.pid
    return sorted(int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split())


async def insists(http: aiohttp.ClientSession, path: str, text: str, key: str) -> str:
    """Send a message under its name until it is answered."""
    while True:
        try:
            async with http.post(path, json={"content": text}, headers={"Idempotency-Key": key}) as response:
                if response.status == 200:
                    return str((await response.json())["data"]["reply"]["content"])
                assert response.status in {409, 503}, await response.text()
        except aiohttp.ClientError:
            pass  # whoever had it is dead
        await asyncio.sleep(PATIENCE_SECONDS)


async def talks(town: ManyTown, number: int) -> str:
    """Returns: the session."""
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(
        town.url, connector=connector, headers={"Authorization": f"Bearer {town.key}"}
    ) as http:
        session = ""
        while not session:
            try:
                opening = {"agentId": town.agent, "user": f"customer {number}"}
                async with http.post(SESSIONS, json=opening, headers={"Idempotency-Key": f"{number}"}) as response:
                    session = (await response.json())["data"]["id"] if response.status == 201 else ""
            except aiohttp.ClientError:
                await asyncio.sleep(PATIENCE_SECONDS)
        for place, text in enumerate(TALK):
            await insists(http, f"{SESSIONS}/{session}/messages", text, f"{place}")
        return session


async def test_p5_whoever_of_three_is_killed_nothing_is_lost_or_doubled(many: ManyTown) -> None:
    tasks = Tasks()
    talking = [tasks.start(talks(many, number)) for number in range(CUSTOMERS)]
    for victim in workers(many):
        asked = len(many.shop.calls)
        while len(many.shop.calls) < asked + 2 and not all(each.done() for each in talking):
            await asyncio.sleep(PATIENCE_SECONDS)
        os.kill(victim, signal.SIGKILL)
    sessions = await asyncio.gather(*talking)
    url = many.settings.database_url
    assert len(set(sessions)) == CUSTOMERS
    said = await perform(url, "SELECT conversation_id, count(*), min(seq), max(seq) FROM utterances GROUP BY 1")
    assert {row[0] for row in said} == set(sessions)
    whole = 2 * len(TALK)
    assert {row[1:] for row in said} == {(whole, 1, whole)}
    numbers = [row[0] for row in await perform(url, "SELECT number FROM tickets ORDER BY number")]
    assert numbers == list(range(1, CUSTOMERS + 1))
    assert await perform(url, "SELECT count(*) FROM utterances WHERE party = 'customer' AND answered_by IS NULL") == [
        (0,)
    ]
