"""How many requests a key may make: told right, each key for itself, and none locked out for long."""

from collections.abc import AsyncIterator, Callable
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.signals import limits
from infra.signals.limits import MINUTE, Limits, LocalLimits
from infra.signals.redis.limits import RedisLimits
from infra.signals.redis.link import Link
from tests.world.clock import START

RATES = st.integers(1, 300)
KEYS = count()
EACH = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=["alone", "on Redis"])
async def limited(request: pytest.FixtureRequest, link: Link) -> AsyncIterator[Callable[[int], Limits]]:
    """Makes limits of a rate."""
    yield LocalLimits if request.param == "alone" else lambda rate: RedisLimits(link, rate)


@EACH
@given(RATES, st.floats(0, 1e6))
async def test_all_may_come_at_once_and_each_is_told_how_many_are_left(
    limited: Callable[[int], Limits], rate: int, later: float
) -> None:
    asked, key = limited(rate), str(next(KEYS))
    left = [await asked.ask(key, START + later) for _ in range(rate)]
    assert [allowance.remaining for allowance in left] == list(reversed(range(rate)))
    assert {(allowance.limit, allowance.retry_after) for allowance in left} == {(rate, 0.0)}
    refused = await asked.ask(key, START + later)
    assert refused.remaining == 0
    assert 0 < refused.retry_after <= MINUTE / rate + 0.001


@EACH
@given(RATES, st.lists(st.floats(0, 5), min_size=1, max_size=60))
async def test_whoever_waits_as_long_as_told_may_come(
    limited: Callable[[int], Limits], rate: int, pauses: list[float]
) -> None:
    asked, key, now = limited(rate), str(next(KEYS)), START
    for pause in pauses:
        now += pause
        allowance = await asked.ask(key, now)
        assert 0 <= allowance.remaining <= rate
        if allowance.retry_after:
            now += allowance.retry_after
            assert (await asked.ask(key, now)).retry_after == 0.0


@EACH
@given(RATES, st.lists(st.floats(-90, 90), max_size=40))
async def test_a_process_alone_and_redis_tell_the_same(link: Link, rate: int, pauses: list[float]) -> None:
    alone, shared, key, now = LocalLimits(rate), RedisLimits(link, rate), str(next(KEYS)), START
    for pause in pauses:
        now += pause
        assert await shared.ask(key, now) == await alone.ask(key, now)


async def test_one_key_does_not_use_up_anothers_rate_and_a_minute_gives_it_all_back(
    limited: Callable[[int], Limits],
) -> None:
    asked = limited(2)
    assert [(await asked.ask("a", START)).retry_after > 0 for _ in range(3)] == [False, False, True]
    assert (await asked.ask("b", START)).remaining == 1
    assert (await asked.ask("a", START + MINUTE)).remaining == 1


async def test_processes_share_a_keys_rate(link: Link) -> None:
    processes = RedisLimits(link, 3), RedisLimits(link, 3)
    assert [(await processes[n % 2].ask("key", START)).remaining for n in range(3)] == [2, 1, 0]
    assert (await processes[1].ask("key", START)).retry_after > 0


async def test_the_keys_asked_longest_ago_are_forgotten_first() -> None:
    asked = LocalLimits(1)
    for number in range(limits.MOST_KEYS + 1):
        await asked.ask(str(number), START)
    assert (await asked.ask("0", START)).retry_after == 0.0
    assert (await asked.ask(str(limits.MOST_KEYS), START)).retry_after > 0
