"""Times as clients write and read them: RFC 3339, ours in UTC and to the millisecond."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written(value: object) -> object:
    """A date or time as text: pydantic would take a bare number for seconds."""
    if isinstance(value, date) or (isinstance(value, str) and _DATED.match(value)):
        return value
    raise ValueError('must be written as in RFC 3339, such as "2026-01-31T12:00:00Z"')


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError:  # its own zone was all that kept it within the years that can be written
        raise ValueError("lies too far away") from None


Moment = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_in_utc)]
"""A point in time, with its zone."""
Day = Annotated[date, BeforeValidator(_written)]
"""A whole day."""


def iso(at: float) -> str:
    """A time in Unix seconds, such as 2026-01-31T12:00:00.000Z."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def iso_or_none(at: float | None) -> str | None:
    """The same, where there may be none."""
    return None if at is None else iso(at)
