"""What stands in Redis: under our own name, for a time, telling nothing. And which Redis can be named."""

from collections.abc import Callable

import pytest

from infra.signals.counters import Quota
from infra.signals.opening import Signals, open_signals
from infra.signals.redis.link import Link
from infra.store.transaction import Store
from tests.world.clock import START, Clock

QUOTA = Quota("0f" * 16, 3, 60.0)


async def test_every_key_is_ours_and_none_lives_for_ever(processes: Callable[[], Signals], link: Link) -> None:
    signals = processes()
    await signals.counters.reserve((QUOTA,), START)
    await signals.counters.give_back((), START, mark=Quota("1f" * 16, 1, 60.0))
    await signals.counters.count(Quota("2f" * 16, 1, 60.0), START)
    await signals.counters.fill(Quota("3f" * 16, 1, 60.0), START)
    await signals.limits.ask("key", START)
    await signals.held.put("4f" * 16, b"sealed")
    await signals.presence.arrive("web/1")
    keys = await link.ask("KEYS", "*")
    assert isinstance(keys, list)
    assert len(keys) == 7
    for key in keys:
        assert isinstance(key, bytes)
        assert key.startswith(b"waybill:")
        left = await link.ask("TTL", key)
        assert isinstance(left, int)
        assert 0 < left <= 121, key


async def test_a_counter_of_a_month_is_kept_for_a_month(processes: Callable[[], Signals], link: Link) -> None:
    month = 30 * 86_400
    await processes().counters.count(Quota("month", 1, month), START)
    left = await link.ask("TTL", "waybill:count:month")
    assert isinstance(left, int)
    assert month <= left <= month + 60


@pytest.mark.parametrize("url", ["http://example.com", "localhost:6379", "redis.example.com", ""])
async def test_what_is_no_redis_is_refused_at_once(url: str, no_store: Store, clock: Clock) -> None:
    with pytest.raises(ValueError, match="redis://, rediss://, unix://"):
        open_signals(url, no_store, per_minute=1, clock=clock)


@pytest.mark.parametrize("url", ["redis://:secret@127.0.0.1:1/2", "rediss://127.0.0.1:1", "unix:///nowhere/redis.sock"])
async def test_each_kind_of_url_is_taken(url: str, no_store: Store, clock: Clock) -> None:
    signals = open_signals(url, no_store, per_minute=1, clock=clock)
    assert not await signals.healthy()
    await signals.close()
