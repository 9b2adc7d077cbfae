"""Every story twice: in one process on SQLite and, where it matters, hopping between three on PostgreSQL and Redis."""

from collections.abc import AsyncIterator

import pytest

from tests.world.redis import RedisServer
from tests.world.town import Town

ONE_IS_ENOUGH = frozenset({"core", "terminal", "phone-relay"})
"""Doors that several processes cannot change: the core is in none of them, the terminal knocks where sessions do, and
the socket of a call stays where it was opened (tests/voice/relay loses it)."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    told_once = [item for item in items if _params(item) in {("three", door) for door in ONE_IS_ENOUGH}]
    config.hook.pytest_deselected(items=told_once)
    gone = set(told_once)
    items[:] = [item for item in items if item not in gone]


def _params(item: pytest.Item) -> tuple[object, object]:
    params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return params.get("empty_town"), params.get("story")


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
