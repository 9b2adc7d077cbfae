"""Signals as one process has them, and as a second process beside it has them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TypeVar

import pytest

from infra.signals.opening import Signals, open_signals
from infra.signals.redis.link import Link
from infra.store.transaction import Store, Work
from tests.world.clock import Clock
from tests.world.redis import RedisServer

PER_MINUTE = 3
T = TypeVar("T")


class NoStore:
    """A database that nobody may ask: all but counting in it happens elsewhere."""

    def write(self, work: Work[T], *, synced: bool = True) -> Awaitable[T]:
        raise AssertionError((work, synced))

    async def read(self, work: Work[T]) -> T:
        raise AssertionError(work)

    async def close(self) -> None:
        raise AssertionError


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.remove()


@pytest.fixture
async def link(redis_server: RedisServer) -> AsyncIterator[Link]:
    """The way to an empty Redis."""
    redis_server.start()
    link = Link(redis_server.url)
    await link.ask("FLUSHALL")
    yield link
    await link.close()


@pytest.fixture
async def other_link(link: Link, redis_server: RedisServer) -> AsyncIterator[Link]:  # noqa: ARG001 - after that one
    """The way of another process to the same Redis."""
    other = Link(redis_server.url)
    yield other
    await other.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def no_store() -> Store:
    return NoStore()


@pytest.fixture
async def processes(
    link: Link,  # noqa: ARG001 - Redis runs and is empty
    redis_server: RedisServer,
    no_store: Store,
    clock: Clock,
) -> AsyncIterator[Callable[[], Signals]]:
    """Makes the signals of one more process on this Redis."""
    opened: list[Signals] = []

    def one_more() -> Signals:
        opened.append(open_signals(redis_server.url, no_store, per_minute=PER_MINUTE, clock=clock))
        return opened[-1]

    yield one_more
    for each in opened:
        await each.close()


@pytest.fixture(params=["alone", "on Redis"])
async def signals(
    request: pytest.FixtureRequest, processes: Callable[[], Signals], no_store: Store, clock: Clock
) -> Signals:
    """The signals of a process, whichever way: what holds for one holds for the other."""
    alone = request.param == "alone"
    return open_signals(None, no_store, per_minute=PER_MINUTE, clock=clock) if alone else processes()
