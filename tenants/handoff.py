"""How customers reach colleagues, as a merchant sets it: when, on which numbers, and what happens after hours."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic.alias_generators import to_camel

from escalation.hours import Hours

STRICT = ConfigDict(
    extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True
)


class Weekday(StrEnum):
    """The days of a week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('not a time zone; one looks like "Europe/Berlin"') from None
    return name


def _e164(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        raise ValueError('not a phone number; write it with its country, as in "+14155550123"') from None
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if written != number or not phonenumbers.is_possible_number(parsed):
        raise ValueError('not a phone number; write it with its country, as in "+14155550123"')
    return number


E164 = Annotated[str, StringConstraints(max_length=16), AfterValidator(_e164)]


class Span(BaseModel):
    """Open from … to, on one day, in the tenant's own time; over midnight are two spans."""

    model_config = STRICT
    opens: time = Field(description='such as "09:00"')
    closes: time = Field(description='such as "17:30", later than `opens`')

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.opens < self.closes:
            raise ValueError("closes must be later than opens")
        if self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("times stand in the zone of the document and have none of their own")
        return self


class Destination(BaseModel):
    """A colleague's telephone, tried in the order of the list."""

    model_config = STRICT
    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    phone: E164


class Step(BaseModel):
    """What is done once a ticket has waited so long without being claimed: an e-mail to those it names.

    `colleagues` are all members, `managers` those and the owners.
    """

    model_config = STRICT
    after_minutes: StrictInt = Field(ge=1, le=7 * 24 * 60)
    tell: Literal["colleagues", "managers", "owners"] = "colleagues"


UNCLAIMED = (Step(after_minutes=10, tell="colleagues"), Step(after_minutes=60, tell="managers"))


def _in_order(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    minutes = [step.after_minutes for step in steps]
    if minutes != sorted(set(minutes)):
        raise ValueError("each step must come later than the one before")
    return steps


class Handoff(BaseModel):
    """`{timezone, hours, holidays, destinations, ringSeconds, afterHours, steps, quietOutsideHours, chatUrl}`.

    What is left out has its default. Without `hours` it is always open; a day that `hours` does not name is closed.
    """

    model_config = STRICT
    timezone: Annotated[str, StringConstraints(max_length=64), AfterValidator(_zone)] = "UTC"
    hours: dict[Weekday, Annotated[tuple[Span, ...], Field(max_length=4)]] | None = None
    holidays: tuple[date, ...] = Field(default=(), max_length=100)
    destinations: tuple[Destination, ...] = Field(default=(), max_length=5)
    ring_seconds: StrictInt = Field(default=20, ge=5, le=60)
    after_hours: Literal["message", "callback"] = "message"
    steps: Annotated[tuple[Step, ...], Field(max_length=5), AfterValidator(_in_order)] = UNCLAIMED
    quiet_outside_hours: StrictBool = Field(default=True, description="members get no e-mail while it is closed")
    chat_url: str | None = Field(
        default=None,
        max_length=500,
        pattern=r"^https://[^\s<>\"']+$",
        description="the page on which customers find their chat again; linked in e-mails to them",
    )

    def business_hours(self) -> Hours:
        """When colleagues are there."""
        week = {day.value: [(span.opens, span.closes) for span in spans] for day, spans in (self.hours or {}).items()}
        return Hours(self.timezone, None if self.hours is None else week, frozenset(self.holidays))
