"""Counters: all or none, in the database and on Redis alike, whatever happens in whatever order."""

import asyncio
from dataclasses import dataclass, field, replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.signals.counters import Counters, Full, Quota, StoredCounters
from infra.signals.redis.counters import RedisCounters
from infra.signals.redis.link import Link
from infra.store.transaction import Store
from tests.world.clock import START

RUNS = count()
TALK, CALLER, MARK = Quota("talk", 3, 60.0), Quota("caller", 5, 60.0), Quota("mark", 1, 600.0)


@pytest.fixture(params=["in the database", "on Redis"])
def counters(request: pytest.FixtureRequest, store: Store, link: Link) -> Counters:
    return StoredCounters(store) if request.param == "in the database" else RedisCounters(link)


async def test_all_are_counted_or_none(counters: Counters) -> None:
    for _ in range(3):
        assert await counters.reserve((TALK, CALLER), START) == (CALLER, TALK)
    assert await counters.reserve((TALK, CALLER), START) == Full(TALK)
    assert [await counters.reserve((CALLER,), START) for _ in range(3)] == [(CALLER,), (CALLER,), Full(CALLER)]


async def test_of_twenty_at_once_no_more_than_the_quota_come_through(counters: Counters) -> None:
    outcomes = await asyncio.gather(*(counters.reserve((TALK, CALLER), START) for _ in range(20)))
    assert outcomes.count(Full(TALK)) == 17


async def test_time_is_the_callers_and_counts_from_the_first(counters: Counters) -> None:
    for later in (0.0, 30.0, 59.9):
        assert await counters.count(TALK, START + later) == later // 29 + 1
    assert await counters.is_full(TALK, START + 59.99)
    assert not await counters.is_full(TALK, START + 60.0)
    assert await counters.count(TALK, START + 60.0) == 1


async def test_what_is_given_back_is_there_again_and_never_more(counters: Counters) -> None:
    for _ in range(5):
        await counters.give_back((TALK,), START)
    assert await counters.reserve((TALK,), START) == (TALK,)
    await counters.give_back((TALK,), START)
    assert [await counters.count(TALK, START) for _ in range(2)] == [1, 2]
    await counters.give_back((TALK,), START + 60.0)  # too late: that minute is over
    assert await counters.count(TALK, START + 60.0) == 1


async def test_a_mark_exempts_until_it_expires(counters: Counters) -> None:
    marked = replace(TALK, unless="mark")
    await counters.fill(TALK, START)
    assert await counters.reserve((marked,), START) == Full(marked)
    await counters.give_back((), START, mark=MARK)
    assert await counters.reserve((marked, CALLER), START) == (CALLER,)
    await counters.fill(TALK, START + 600.0)
    assert await counters.reserve((marked,), START + 600.0) == Full(marked)


async def test_looking_counts_nothing(counters: Counters) -> None:
    looks = replace(TALK, looks_only=True)
    for _ in range(5):
        assert await counters.reserve((looks, CALLER), START) == (CALLER,)
    await counters.fill(TALK, START)
    assert await counters.reserve((looks,), START) == Full(looks)


KEYS = st.sampled_from("abc")
QUOTAS = st.builds(
    Quota,
    KEYS,
    st.integers(1, 3),
    st.sampled_from([5.0, 20.5]),
    unless=st.none() | st.sampled_from(["marked", "other"]),
    looks_only=st.booleans(),
)
MARKS = st.none() | st.builds(Quota, st.sampled_from(["marked", "other"]), st.just(1), st.sampled_from([5.0, 30.0]))
STEPS = st.tuples(
    st.sampled_from(["reserve", "reserve", "give back", "count", "fill", "is full"]),
    st.lists(QUOTAS, min_size=1, max_size=3, unique_by=lambda quota: quota.key),
    MARKS,
    st.sampled_from([0.0, 0.1, 4.9, 5.0, 7.25]),
)


@dataclass
class Model:
    """Counters in the plainest way."""

    rows: dict[str, tuple[int, float]] = field(default_factory=dict)

    async def reserve(self, quotas: list[Quota], now: float) -> tuple[Quota, ...] | Full:
        asked = [each for each in quotas if each.unless is None or not self._row(each.unless, now)]
        asked.sort(key=lambda each: (not each.looks_only, each.key))
        for quota in asked:
            if self._used(quota, now) >= quota.limit:
                return Full(quota)
        counted = tuple(each for each in asked if not each.looks_only)
        for quota in counted:
            await self.count(quota, now)
        return counted

    async def give_back(self, quotas: list[Quota], now: float, *, mark: Quota | None = None) -> None:
        for quota in quotas:
            if used := self._used(quota, now):
                self.rows[quota.key] = (used - 1, self.rows[quota.key][1])
        if mark is not None:
            await self.fill(mark, now)

    async def count(self, quota: Quota, now: float) -> int:
        used, until = self._row(quota.key, now) or (0, now + quota.seconds)
        self.rows[quota.key] = (used + 1, until)
        return used + 1

    async def fill(self, quota: Quota, now: float) -> None:
        self.rows[quota.key] = (quota.limit, now + quota.seconds)

    async def is_full(self, quota: Quota, now: float) -> bool:
        return self._used(quota, now) >= quota.limit

    def _row(self, key: str, now: float) -> tuple[int, float] | None:
        row = self.rows.get(key)
        return row if row and row[1] > now else None

    def _used(self, quota: Quota, now: float) -> int:
        return (self._row(quota.key, now) or (0, 0))[0]


async def _perform(
    counters: Counters | Model, step: str, quotas: list[Quota], mark: Quota | None, now: float
) -> object:
    match step:
        case "reserve":
            return await counters.reserve(quotas, now)
        case "give back":
            await counters.give_back(quotas, now, mark=mark)
            return None
        case "count":
            return await counters.count(quotas[0], now)
        case "fill":
            await counters.fill(quotas[0], now)
            return None
        case _:
            return await counters.is_full(quotas[0], now)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=25))
async def test_database_and_redis_agree_step_by_step_with_the_plainest_counters(
    store: Store, link: Link, steps: list[tuple[str, list[Quota], Quota | None, float]]
) -> None:
    run, now = f"{next(RUNS)}/", START
    model, others = Model(), (StoredCounters(store), RedisCounters(link))
    for step, chosen, mark, later in steps:
        now += later
        quotas = [replace(each, key=run + each.key, unless=each.unless and run + each.unless) for each in chosen]
        marked = mark and replace(mark, key=run + mark.key)
        expected = await _perform(model, step, quotas, marked, now)
        for counters in others:
            assert await _perform(counters, step, quotas, marked, now) == expected


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 4))
async def test_of_guesses_that_come_and_go_at_once_never_more_are_out_than_the_quota(
    link: Link, other_link: Link, innocents: list[bool], limit: int
) -> None:
    quota = Quota(f"{next(RUNS)}/at once", limit, 60.0)
    out = most = stayed = 0

    async def guess(counters: RedisCounters, innocent: bool) -> None:
        nonlocal out, most, stayed
        if isinstance(await counters.reserve((quota,), START), Full):
            return
        out += 1
        most = max(most, out)
        await asyncio.sleep(0)
        if innocent:
            out -= 1  # before it is given back: another may be counted as soon as Redis knows, before we do
            await counters.give_back((quota,), START)
        else:
            stayed += 1

    processes = RedisCounters(link), RedisCounters(other_link)
    await asyncio.gather(*(guess(processes[n % 2], innocent) for n, innocent in enumerate(innocents)))
    assert most <= limit
    assert await processes[0].count(quota, START) == stayed + 1
