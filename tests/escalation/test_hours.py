"""Business hours: the merchant's own days, in the merchant's own time."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.hours import Hours, is_open, next_opening

NINE_TO_FIVE = ((time(9), time(17)),)
BERLIN = Hours("Europe/Berlin", dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), NINE_TO_FIVE))


def at(text: str, zone: str = "Europe/Berlin") -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2026-09-21T08:59:59", False),
        ("2026-09-21T09:00", True),
        ("2026-09-21T16:59:59", True),
        ("2026-09-21T17:00", False),
        ("2026-09-26T12:00", False),  # a Saturday
        ("2026-03-29T12:00", False),  # the Sunday on which summer time begins
        ("2026-03-30T09:00", True),
    ],
)
def test_a_moment(moment: str, *, open_: bool) -> None:
    assert is_open(BERLIN, at(moment)) is open_


def test_a_day_is_the_merchants_day() -> None:
    kiritimati = Hours("Pacific/Kiritimati", {"tue": NINE_TO_FIVE})
    assert is_open(kiritimati, datetime(2026, 9, 21, 20, tzinfo=UTC).timestamp())  # Tuesday, ten o'clock, there


def test_nobody_is_there_on_a_holiday() -> None:
    hours = Hours("Europe/Berlin", BERLIN.week, frozenset({date(2026, 9, 21), date(2026, 9, 22)}))
    assert not is_open(hours, at("2026-09-21T12:00"))
    assert next_opening(hours, at("2026-09-20T12:00")) == at("2026-09-23T09:00")


def test_without_hours_always_but_on_holidays() -> None:
    assert is_open(Hours(), 0.0)
    closed = Hours(holidays=frozenset({date(2026, 12, 25)}))
    assert not is_open(closed, at("2026-12-25T12:00", "UTC"))
    assert next_opening(closed, at("2026-12-25T12:00", "UTC")) == at("2026-12-26T00:00", "UTC")


def test_the_next_opening() -> None:
    assert next_opening(BERLIN, at("2026-09-25T18:00")) == at("2026-09-28T09:00")
    now = at("2026-09-25T10:00")
    assert next_opening(BERLIN, now) == now
    assert next_opening(Hours(week={}), now) is None


def test_an_opening_that_summer_time_leaps_over() -> None:
    night = Hours("Europe/Berlin", {"sun": ((time(2, 30), time(6)),)})
    assert next_opening(night, at("2026-03-28T12:00")) == at("2026-03-29T03:30")


@given(st.floats(1_700_000_000, 1_900_000_000), st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kolkata"]))
def test_it_is_open_when_it_opens(moment: float, zone: str) -> None:
    hours = Hours(zone, BERLIN.week)
    opening = next_opening(hours, moment)
    assert opening is not None
    assert opening >= moment
    assert is_open(hours, opening)
