"""Business hours: whether colleagues are there at a moment, and when they are next. Pure; the merchant's own days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_DAYS = 400
"""As far ahead as an opening is looked for: past any list of holidays."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When colleagues are there.

    Attributes:
        timezone: an IANA name, such as "Europe/Berlin".
        week: of each weekday ("mon" …) the spans (opens, closes) of a day; a day without is closed. None: always open.
        holidays: days on which nobody is there.
    """

    timezone: str = "UTC"
    week: Mapping[str, Sequence[tuple[time, time]]] | None = None
    holidays: frozenset[date] = field(default_factory=frozenset)


def is_open(hours: Hours, at: float) -> bool:
    """Whether somebody is there at this moment, in Unix seconds. The last second of a span belongs to it no more."""
    now = datetime.fromtimestamp(at, ZoneInfo(hours.timezone))
    return any(opens <= now.time() < closes for opens, closes in _spans(hours, now.date()))


def next_opening(hours: Hours, at: float) -> float | None:
    """When somebody is there next, in Unix seconds: now, if somebody is; None if nobody is within 400 days."""
    if is_open(hours, at):
        return at
    zone = ZoneInfo(hours.timezone)
    return next((opening for opening in _openings(hours, zone, at) if opening > at), None)


def _openings(hours: Hours, zone: ZoneInfo, at: float) -> Iterator[float]:
    today = datetime.fromtimestamp(at, zone).date()
    for ahead in range(MOST_DAYS):
        day = today + timedelta(days=ahead)
        for opens, _ in sorted(_spans(hours, day)):
            # Through UTC and back: a time that summer time leaps over opens when the leap is over.
            yield datetime.combine(day, opens, zone).astimezone(UTC).timestamp()


def _spans(hours: Hours, day: date) -> Sequence[tuple[time, time]]:
    if day in hours.holidays:
        return ()
    return ((time.min, time.max),) if hours.week is None else hours.week.get(WEEKDAYS[day.weekday()], ())
