"""Every story twice: in one process on SQLite, and hopping between three of them on PostgreSQL and Redis."""

from collections.abc import AsyncIterator

import pytest

from tests.world.redis import RedisServer
from tests.world.town import Town


@pytest.fixture(params=["one", "three"])
def empty_town(request: pytest.FixtureRequest) -> Town:
    if request.param == "one":
        return Town(f"sqlite:///{request.getfixturevalue('database')}")
    redis: RedisServer = request.getfixturevalue("redis")
    return Town(request.getfixturevalue("lent"), redis.url, houses=3)


@pytest.fixture
async def town(empty_town: Town) -> AsyncIterator[Town]:
    yield empty_town
    await empty_town.close()
