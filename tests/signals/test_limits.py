"""How many requests a key may make: told right, each key for itself, and none locked out for long."""

from hypothesis import given
from hypothesis import strategies as st

from infra.signals import limits
from infra.signals.limits import MINUTE, Limits
from tests.world.clock import START

RATES = st.integers(1, 300)


@given(RATES, st.floats(0, 1e6))
def test_all_may_come_at_once_and_each_is_told_how_many_are_left(rate: int, later: float) -> None:
    asked = Limits(rate)
    left = [asked.ask("key", START + later) for _ in range(rate)]
    assert [allowance.remaining for allowance in left] == list(reversed(range(rate)))
    assert {(allowance.limit, allowance.retry_after) for allowance in left} == {(rate, 0.0)}
    refused = asked.ask("key", START + later)
    assert refused.remaining == 0
    assert 0 < refused.retry_after <= MINUTE / rate + 0.001


@given(RATES, st.lists(st.floats(0, 5), min_size=1, max_size=60))
def test_whoever_waits_as_long_as_told_may_come(rate: int, pauses: list[float]) -> None:
    asked, now = Limits(rate), START
    for pause in pauses:
        now += pause
        allowance = asked.ask("key", now)
        assert 0 <= allowance.remaining <= rate
        if allowance.retry_after:
            now += allowance.retry_after
            assert asked.ask("key", now).retry_after == 0.0


def test_one_key_does_not_use_up_anothers_rate_and_a_minute_gives_it_all_back() -> None:
    asked = Limits(2)
    assert [asked.ask("a", START).retry_after > 0 for _ in range(3)] == [False, False, True]
    assert asked.ask("b", START).remaining == 1
    assert asked.ask("a", START + MINUTE).remaining == 1


def test_the_keys_asked_longest_ago_are_forgotten_first() -> None:
    asked = Limits(1)
    for number in range(limits.MOST_KEYS + 1):
        asked.ask(str(number), START)
    assert asked.ask("0", START).retry_after == 0.0
    assert asked.ask(str(limits.MOST_KEYS), START).retry_after > 0
