"""One process has a database to itself, also after the database was restarted under it."""

import asyncio

import pytest

from infra.store.alone import NotAlone, alone
from tests.faults.trap import perform
from tests.world.postgres import Postgres

LONG_SECONDS = 60.0
LOCKED = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"


async def test_a_second_process_is_told_so_and_the_next_may_come_when_the_first_is_gone(database_url: str) -> None:
    for _ in range(2):
        async with alone(database_url):
            with pytest.raises(NotAlone, match="already"):
                async with alone(database_url):
                    pytest.fail("two have it")


async def test_a_database_that_was_restarted_is_taken_again(mortal: Postgres) -> None:
    url = await asyncio.to_thread(mortal.lend)
    async with asyncio.timeout(LONG_SECONDS), alone(url):
        mortal.kill()
        mortal.start()
        while not await perform(url, LOCKED):
            await asyncio.sleep(0)
        with pytest.raises(NotAlone):
            async with alone(url):
                pytest.fail("two have it")
