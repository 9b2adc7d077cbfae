"""Telling what an answer holds beside its summary, as far as the merchant lets it be told; all of it is disclosed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from conversation import phrases
from conversation.effects import Disclosed
from conversation.terms import Guardrails
from conversation.words import MOST_LISTED, in_words
from lookup.order import Answer

DAY = 86_400.0
PROMISE_BROKEN_DAYS = 2
SILENT_DAYS = 7
SILENT_DAYS_ABROAD = 20
DELIVERED = frozenset({"delivered", "picked_up", "completed", "cancelled", "canceled", "returned"})


def has_tracking(answer: Answer, guardrails: Guardrails) -> bool:
    """Whether a tracking number may be offered."""
    return "tracking" in guardrails.disclose and in_words(answer.details.get("tracking")) is not None


def tell(answer: Answer, about: str, guardrails: Guardrails) -> Disclosed | None:
    """One detail in a sentence, or None where the shop says nothing of it or the merchant keeps it."""
    wanted = [key for key in _keys(about) if key in guardrails.disclose]
    told = [sentence for key in wanted if (sentence := _sentence(key, answer.details, guardrails)) is not None]
    return Disclosed(" ".join(told)) if told else None


def _keys(about: str) -> tuple[str, ...]:
    return ("tracking", "tracking_url") if about == "tracking" else (about,)


def _sentence(key: str, details: Mapping[str, object], guardrails: Guardrails) -> str | None:
    if key == "packages":
        return _parcels(details.get("packages"), guardrails)
    value = in_words(details.get(key))
    if value is None and key != "items":
        value = _text_of_parcels(key, details.get("packages"))
    if value is None:
        return None
    if key in phrases.DETAIL:
        return phrases.DETAIL[key].format(value=value)
    return phrases.ANY_DETAIL.format(name=key.replace("_", " ").capitalize(), value=value)


def _parcels(packages: object, guardrails: Guardrails) -> str | None:
    if not isinstance(packages, Sequence) or isinstance(packages, str) or not packages:
        return None
    told = [phrases.PARCELS.format(value=len(packages)) if len(packages) > 1 else phrases.ONE_PARCEL]
    for number, parcel in enumerate(packages[:MOST_LISTED], start=1):
        if isinstance(parcel, Mapping):
            values = [in_words(parcel.get(key)) for key in ("carrier", "tracking", "eta", "delivered_at", "items")]
            allowed = [
                value
                for key, value in zip(("carrier", "tracking", "eta", "delivered_at", "items"), values, strict=True)
                if value is not None and key in guardrails.disclose
            ]
            if allowed:
                told.append(phrases.PARCEL.format(number=number, value=", ".join(allowed)))
    return " ".join(told)


def _text_of_parcels(key: str, packages: object) -> str | None:
    if not isinstance(packages, Sequence) or isinstance(packages, str):
        return None
    values = [in_words(parcel.get(key)) for parcel in packages[:MOST_LISTED] if isinstance(parcel, Mapping)]
    return ", ".join(dict.fromkeys(value for value in values if value is not None)) or None


def is_stale(answer: Answer, now: float) -> bool:
    """Whether an order that is not delivered has been silent for too long.

    The promised date is two days past; or there is none, and the last event is a week old (20 days from abroad).
    """
    details = answer.details
    if answer.status.lower() in DELIVERED or details.get("delivered_at"):
        return False
    if (promised := _time(details.get("eta"))) is not None:
        return now - promised > PROMISE_BROKEN_DAYS * DAY
    last = _time(details.get("last_event_at"))
    silent = SILENT_DAYS_ABROAD if details.get("international") is True else SILENT_DAYS
    return last is not None and now - last > silent * DAY


def _time(value: object) -> float | None:
    """An ISO 8601 date or time in Unix seconds; a date counts to its end, a time without zone is UTC."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp() + (DAY if len(value.strip()) == len("2026-01-31") else 0)
