"""An agent's forms: verification, guardrails and opening hours as people write them, and the documents they become."""

import re
from datetime import time
from typing import Literal

from pydantic import ValidationError

from console.forms import Form
from conversation.terms import DISCLOSED_BY_DEFAULT
from tenants.draft import CallerVerification, GuardrailRules, Replacement
from tenants.errors import Code, Model, SetupError, invalid
from tenants.handoff import Handoff, Span, Step, Weekday
from verification.policy import Factor, Require

ARROW = "=>"
TOPICS: tuple[Literal["upset", "legal", "safety"], ...] = ("upset", "legal", "safety")
OFFERED = tuple(DISCLOSED_BY_DEFAULT)
_SPAN = re.compile(r"([0-2]?[0-9]:[0-5][0-9])\s*[-–—]\s*([0-2]?[0-9]:[0-5][0-9])")  # noqa: RUF001 - people write them


def verification(form: Form) -> CallerVerification:
    """What a customer has to prove. Raises: SetupError (invalid)."""
    try:
        require = Require(form.text("require"))
    except ValueError:
        raise SetupError(Code.INVALID, "Choose what a customer has to name.") from None
    return _read(
        CallerVerification,
        require=require,
        factors=tuple(factor for factor in Factor if factor.value in form.every("factors")),
        max_attempts=_whole(form, "max_attempts", "tries in one conversation"),
        ttl_minutes=_whole(form, "ttl_minutes", "minutes"),
        endpointVerifies=form.ticked("endpoint_verifies"),
    )


def guardrails(form: Form) -> GuardrailRules:
    """What may be told, how it is worded, and when a person comes in. Raises: SetupError (invalid)."""
    return _read(
        GuardrailRules,
        disclose=tuple(dict.fromkeys((*form.every("disclose"), *form.lines("also")))),
        replaceWords=tuple(_pair(line) for line in form.lines("replace")),
        handoffOn=tuple(topic for topic in TOPICS if topic in form.every("handoff_on")),
    )


def handoff(form: Form, before: Handoff) -> Handoff:
    """When colleagues are there, and how they are reached by phone. Raises: SetupError (invalid)."""
    steps = tuple(_step(line) for line in form.lines("steps"))
    hours = {day: spans for day in Weekday if (spans := _spans(day, form.text(f"hours_{day.value}")))}
    return _read(
        Handoff,
        timezone=form.text("timezone") or before.timezone,
        hours=None if form.ticked("always") else hours,
        holidays=tuple(form.lines("holidays")),
        destinations=tuple(_destination(line) for line in form.lines("destinations")),
        ringSeconds=_whole(form, "ring_seconds", "seconds"),
        afterHours=form.text("after_hours"),
        steps=steps,
        quietOutsideHours=form.ticked("quiet"),
        chatUrl=form.text("chat_url") or None,
    )


def written(hours: tuple[Span, ...]) -> str:
    """Spans of a day as the form shows them."""
    return ", ".join(f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in hours)


def replacements(rules: GuardrailRules) -> str:
    """Pairs of words, a line each."""
    return "\n".join(f"{pair.when} {ARROW} {pair.say}" for pair in rules.replace_words)


def _pair(line: str) -> Replacement:
    when, arrow, say = line.partition(ARROW)
    if not arrow or not when.strip():
        raise SetupError(Code.INVALID, f"Each line of word replacements reads: never say this {ARROW} say that.")
    return _read(Replacement, when=when.strip(), say=say.strip())


def _spans(day: Weekday, text: str) -> tuple[Span, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(_span(day, part) for part in parts)


def _span(day: Weekday, text: str) -> Span:
    found = _SPAN.fullmatch(text)
    words = f"Opening hours of {day.value} read like 09:00-17:30, or 09:00-12:00, 13:00-17:30."
    if found is None:
        raise SetupError(Code.INVALID, words)
    try:
        opens, closes = (time.fromisoformat(part.zfill(5)) for part in found.groups())
    except ValueError:
        raise SetupError(Code.INVALID, words) from None
    return _read(Span, opens=opens, closes=closes)


def _destination(line: str) -> dict[str, str]:
    name, _, phone = line.rpartition(" ")
    return {"name": name.strip().rstrip(",:"), "phone": phone}


def _step(line: str) -> Step:
    """`10 colleagues`: after so many minutes, whom."""
    minutes, _, tell = line.partition(" ")
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) <= 5):  # noqa: PLR2004 - a week has five digits
        raise SetupError(Code.INVALID, "Each step reads like: 10 colleagues, with minutes first.")
    return _read(Step, afterMinutes=int(minutes), tell=tell.strip())


def _whole(form: Form, name: str, of: str) -> int:
    number = form.whole(name)
    if number is None:
        raise SetupError(Code.INVALID, f"Write the {of} as a whole number.")
    return number


def _read(model: type[Model], **given: object) -> Model:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise invalid(error) from None
