"""When Redis dies or hangs: guesses are refused, everything else goes on within the process, and health says so."""

import asyncio
import logging
from collections.abc import Callable
from time import perf_counter

import pytest

from infra.signals.counters import Full, Quota
from infra.signals.errors import SignalsUnavailable
from infra.signals.opening import Signals, open_signals
from infra.signals.redis.link import AWAY_SECONDS, Link
from infra.store.transaction import Store
from tests.signals.conftest import PER_MINUTE
from tests.world.clock import START, Clock
from tests.world.redis import RedisServer

TALK = Quota("talk", 3, 60.0)


@pytest.fixture
async def orphan(processes: Callable[[], Signals], redis_server: RedisServer) -> Signals:
    """The signals of a process that knew Redis, which then was killed."""
    signals = processes()
    assert await signals.healthy()
    redis_server.kill()
    return signals


async def test_nothing_can_be_reserved_counted_or_looked_at(orphan: Signals) -> None:
    for counting in (
        lambda: orphan.counters.reserve((TALK,), START),
        lambda: orphan.counters.give_back((TALK,), START),
        lambda: orphan.counters.count(TALK, START),
        lambda: orphan.counters.fill(TALK, START),
        lambda: orphan.counters.is_full(TALK, START),
    ):
        with pytest.raises(SignalsUnavailable):
            await counting()


async def test_everything_else_goes_on_within_the_process(orphan: Signals) -> None:
    left = [await orphan.limits.ask("key", START) for _ in range(PER_MINUTE + 1)]
    assert [allowance.retry_after > 0 for allowance in left] == [False] * PER_MINUTE + [True]
    await orphan.held.put("reply", b"sealed")
    assert await orphan.held.get("reply") == b"sealed"
    assert await orphan.held.get("another's") is None
    await orphan.presence.arrive("web/1")
    await orphan.presence.arrive("web/2")
    await orphan.presence.leave("web/2")
    assert await orphan.presence.present() == {"web/1"}
    async with orphan.fan_out.subscribe("topic") as listener:
        orphan.fan_out.tell("topic", b"word")
        assert await anext(listener) == b"word"
    assert not await orphan.healthy()


async def test_everything_is_shared_again_as_soon_as_redis_is_back(
    orphan: Signals, processes: Callable[[], Signals], redis_server: RedisServer, clock: Clock
) -> None:
    assert not await orphan.healthy()
    redis_server.start()
    clock.pass_(AWAY_SECONDS)
    other = processes()
    assert await orphan.counters.reserve((TALK,), START) == (TALK,)
    await other.counters.fill(TALK, START)
    assert await orphan.counters.reserve((TALK,), START) == Full(TALK)
    await other.held.put("reply", b"sealed")
    assert await orphan.held.get("reply") == b"sealed"
    assert await orphan.healthy()


async def test_it_is_logged_once_when_redis_goes_and_once_when_it_comes_back(
    orphan: Signals, redis_server: RedisServer, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "waybill.signals")
    for _ in range(3):
        await orphan.held.put("reply", b"sealed")
        clock.pass_(AWAY_SECONDS)
    redis_server.start()
    for _ in range(3):
        assert await orphan.healthy()
    assert [record.message for record in caplog.records] == ["signals: Redis is away", "signals: Redis is back"]
    assert redis_server.url not in caplog.text


async def test_a_redis_that_hangs_costs_one_second_and_then_nothing(
    processes: Callable[[], Signals], redis_server: RedisServer, clock: Clock
) -> None:
    signals = processes()
    assert await signals.healthy()
    redis_server.freeze()
    try:
        asked = asyncio.ensure_future(signals.counters.reserve((TALK,), START))
        while not asked.done():
            await asyncio.sleep(0)
            clock.pass_(0.01)
        with pytest.raises(SignalsUnavailable):
            await asked
        began = perf_counter()
        assert (await signals.limits.ask("key", START)).remaining == PER_MINUTE - 1
        assert perf_counter() - began < 0.1
        clock.pass_(AWAY_SECONDS)
        looks = asyncio.ensure_future(signals.healthy())
        await asyncio.sleep(0)
        assert (await signals.limits.ask("key", START)).remaining == PER_MINUTE - 2
        assert not looks.done()  # one waits to see whether it is back, nobody else does
    finally:
        redis_server.thaw()
    assert await looks
    clock.pass_(AWAY_SECONDS)
    assert await signals.healthy()


async def test_a_process_starts_without_redis(redis_server: RedisServer, no_store: Store, clock: Clock) -> None:
    redis_server.kill()
    signals = open_signals(redis_server.url, no_store, per_minute=PER_MINUTE, clock=clock)
    assert not await signals.healthy()
    with pytest.raises(SignalsUnavailable):
        await signals.counters.reserve((TALK,), START)
    await signals.close()


@pytest.mark.parametrize("seconds", [0.6, 1.0, 1.1, 1.3, 120])
@pytest.mark.parametrize("connected", [True, False])
async def test_a_process_that_was_held_up_itself_does_not_take_redis_for_away(
    link: Link, seconds: float, connected: bool
) -> None:
    """Time jumps while a command is on its way, as it does where a machine stands still."""
    clock = Clock()
    if connected:
        assert await link.answers()
    asking = asyncio.ensure_future(link.ask("PING"))
    for _ in range(3):
        await asyncio.sleep(0)
    clock.pass_(seconds)
    assert await asking


async def test_what_is_told_after_the_end_opens_nothing_again(redis_server: RedisServer) -> None:
    link = Link(redis_server.url)
    assert await link.answers()
    await link.close()
    with pytest.raises(SignalsUnavailable):
        await link.ask("PING")
