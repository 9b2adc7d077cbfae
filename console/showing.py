"""How templates write times, spans and names."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

MINUTE, HOUR, DAY = 60, 3600, 86_400
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:")
_ADDRESS = re.compile(r"https://[a-z0-9.-]{1,253}(:[0-9]{1,5})?([/?#][!-~]*)?", re.IGNORECASE)
_NAMES = {
    "generic_https": "Generic HTTPS endpoint",
    "shopify": "Shopify",
    "twilio": "Twilio",
    "lookup_failed": "Lookup failing",
    "wrong_item": "Wrong item",
    "lookup_order": "Order lookups",
    "lookup_project": "Project lookups",
    "handed_back": "Handed back",
    "created": "Ticket opened",
    "human": "Asks for a person",
    "eta": "Arrival",
    "tracking_url": "Tracking link",
    "http_status": "HTTP error",
    "sessions": "Chat API",
    "completions": "Completions",
    "phone": "Phone",
    "widget": "Widget",
}


def moment(at: float | None) -> str:
    """A time in UTC for people: 28 Nov 2026, 14:05 UTC."""
    return "never" if at is None else f"{datetime.fromtimestamp(at, UTC):%-d %b %Y, %H:%M} UTC"


def machine(at: float) -> str:
    """The same for machines."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def span(seconds: float) -> str:
    """A length of time in its two largest units at most: 3 d 4 h, 12 min."""
    seconds = abs(seconds)
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    if seconds < HOUR:
        return f"{seconds // MINUTE:.0f} min"
    if seconds < DAY:
        return f"{seconds // HOUR:.0f} h {seconds % HOUR // MINUTE:.0f} min"
    return f"{seconds // DAY:.0f} d {seconds % DAY // HOUR:.0f} h"


def ago(at: float | None, now: float) -> str:
    """How long something is past or ahead."""
    if at is None:
        return "never"
    return f"{span(now - at)} ago" if at <= now else f"in {span(at - now)}"


def instant(value: object) -> float | None:
    """The time that a value of a shop's names, in Unix seconds; None where it names none, or no zone."""
    if not isinstance(value, str) or not _TIME.match(value):
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return None if at.tzinfo is None else at.timestamp()


def leads(text: str) -> bool:
    """Whether a shop's text is one https address and nothing else, so that it may be a link."""
    return _ADDRESS.fullmatch(text) is not None


def told(value: object) -> str:
    """A value of a shop's for people: times as we write them, whatever else there is as it came."""
    at = instant(value)
    if at is not None:
        return moment(at)
    return "" if value is None else str(value)


def named(word: object) -> str:
    """A word of the API for people."""
    text = str(word)
    return _NAMES.get(text, text.replace("_", " ").replace(".", ": ", 1).capitalize())


def percent(share: float | None) -> str:
    """A share of one, as a percentage."""
    return "—" if share is None else f"{share:.1%}"


FILTERS: dict[str, Callable[..., object]] = {
    "moment": moment,
    "machine": machine,
    "span": span,
    "ago": ago,
    "named": named,
    "percent": percent,
    "leads": leads,
}
