"""When a failed delivery is tried again: within bounds, whatever receivers ask for."""

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.outbox.backoff import GIVE_UP_AFTER_SECONDS, LONGEST_SECONDS, next_try, read_retry_after

DAY, HOUR = GIVE_UP_AFTER_SECONDS, LONGEST_SECONDS
attempts = st.integers(1, 10_000)
chances = st.floats(0, 1, exclude_max=True)
asked = st.none() | st.floats(0, 1e9)


@given(attempts, chances, st.floats(0, DAY - 1), asked)
def test_within_the_day_there_is_always_a_next_try_and_never_more_than_an_hour_away(
    attempts: int, chance: float, age: float, retry_after: float | None
) -> None:
    now = 1e9 + age
    found = next_try(attempts, begun_at=1e9, now=now, chance=chance, retry_after=retry_after)
    assert found is not None
    assert now <= found <= min(now + HOUR, 1e9 + DAY)


@given(attempts, chances, st.floats(DAY, 10 * DAY), asked)
def test_after_the_day_there_is_none(attempts: int, chance: float, age: float, retry_after: float | None) -> None:
    assert next_try(attempts, begun_at=1e9, now=1e9 + age, chance=chance, retry_after=retry_after) is None


@given(attempts, chances, st.floats(0, HOUR))
def test_a_receiver_is_left_alone_for_as_long_as_it_asks_up_to_an_hour(
    attempts: int, chance: float, retry_after: float
) -> None:
    found = next_try(attempts, begun_at=0, now=0, chance=chance, retry_after=retry_after)
    assert found is not None
    assert found >= retry_after


def test_the_longest_wait_doubles_from_five_seconds_to_an_hour() -> None:
    waits = [next_try(attempts, begun_at=0, now=0, chance=1) for attempts in range(1, 13)]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]


@given(attempts)
def test_the_wait_is_drawn_from_nothing_on(attempts: int) -> None:
    assert next_try(attempts, begun_at=0, now=7, chance=0) == 7


@given(st.text() | st.from_regex(r"[0-9]{1,12}", fullmatch=True), st.floats(0, 2e9))
def test_whatever_a_receiver_writes_is_no_wait_or_one_that_is_not_negative(text: str, now: float) -> None:
    found = read_retry_after(text, now)
    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 120\x1f", 120),
        (" 7 ", 7),
        (formatdate(1_000_060, usegmt=True), 60),
        (formatdate(999_000, usegmt=True), 0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("Tue, 99 Foo 2026 10:00:00 GMT", None),
        (None, None),
    ],
)
def test_a_number_or_a_date(text: str | None, seconds: float | None) -> None:
    assert read_retry_after(text, 1_000_000) == seconds
