"""`waybill work` as a process of its own: it tells webhooks, and finishes what is under way when told to stop."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from infra.store.transaction import Store
from infra.store.vault import Vault, check, make_key
from tests.outbox.office import open_office
from tests.outbox.receiver import Receiver
from tests.world.clock import Clock
from tests.world.doors import ROOT
from tests.world.redis import RedisServer

KEY = make_key()
WORK = "from commands.work import work_command; work_command()"


@asynccontextmanager
async def working(url: str, port: int, redis_url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Once it is at work."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WORK, cwd=ROOT, stderr=asyncio.subprocess.PIPE,
        env={
            "PATH": os.defpath, "DATABASE_URL": url, "REDIS_URL": redis_url, "WAYBILL_SECRET_KEY": KEY,
            "WAYBILL_DEV_LOOPBACK_PORTS": str(port),
        },
    )  # fmt: skip
    yield process
    if process.returncode is None:
        process.kill()
    await process.wait()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_it_delivers_and_finishes_what_is_under_way(
    store: Store, tenant: int, receiver: Receiver, database_url: str, redis: RedisServer
) -> None:
    vault = Vault(KEY)
    await store.write(lambda tx: check(tx, vault))
    async with open_office(store, vault, tenant, Clock(), receiver) as office:
        webhook = await office.hook(receiver)
        await office.happens()
        receiver.free.clear()
        async with working(database_url, receiver.port, redis.url) as process:
            assert process.stderr is not None
            assert b'"event":"working"' in await process.stderr.readline()
            await receiver.came.get()
            process.terminate()
            assert b'"event":"stopping"' in await process.stderr.readline()
            receiver.free.set()
            assert b'"event":"tried"' in await process.stderr.readline()
            assert await process.wait() == 0
        assert (await office.delivery(webhook)).state == "delivered"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_beside_sqlite_it_is_refused_in_one_sentence(database_url: str) -> None:
    async with working(database_url, 1, "redis://127.0.0.1:1") as process:
        _, told = await process.communicate()
        assert process.returncode == 1
    sentence = b"A worker beside the web processes needs DATABASE_URL to name a PostgreSQL database, and REDIS_URL."
    assert told == b"Error: " + sentence + b"\n"
