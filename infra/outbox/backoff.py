"""When a delivery that failed is tried again: later and later, by chance, for a day."""

import re
from email.utils import parsedate_to_datetime
from math import ldexp

SHORTEST_SECONDS = 5.0
LONGEST_SECONDS = 3600.0
GIVE_UP_AFTER_SECONDS = 24 * 3600.0
_SECONDS = re.compile(r"[0-9]{1,9}")


def next_try(
    attempts: int, *, begun_at: float, now: float, chance: float, retry_after: float | None = None
) -> float | None:
    """When to try again, or None where it is time to give up. Times in Unix seconds.

    The wait is drawn from nothing up to 5 s, doubled with every try up to an hour (full jitter), so that a thousand
    deliveries that failed together do not come back together. No wait is longer than an hour, so whoever is back within
    23 hours is reached; the last try is made when the day is over.

    Args:
        attempts: how many were made, 1 or more.
        begun_at: when the delivery was put in line.
        now: when the try ended.
        chance: drawn evenly from 0 to 1.
        retry_after: seconds the receiver asked us to wait; honoured up to an hour.
    """
    end = begun_at + GIVE_UP_AFTER_SECONDS
    if now >= end:
        return None
    doublings = min(attempts - 1, 10)
    wait = chance * min(LONGEST_SECONDS, ldexp(SHORTEST_SECONDS, doublings))
    if retry_after is not None:
        wait = max(wait, min(retry_after, LONGEST_SECONDS))
    return min(now + wait, end)


def read_retry_after(text: str | None, now: float) -> float | None:
    """Seconds to wait from a `Retry-After`, a number or a date; None where there is none that can be read.

    Source: RFC 9110, 10.2.3.
    """
    if text is None:
        return None
    text = text.strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError):
        return None
