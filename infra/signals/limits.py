"""How many requests a key may make: a leaky bucket for each, in memory."""

from collections import OrderedDict
from dataclasses import dataclass

MOST_KEYS = 50_000
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left after a request. `retry_after` is 0 for one that may pass, else seconds; so is `reset`."""

    limit: int
    remaining: int
    reset: float
    retry_after: float


class Limits:
    """At most `per_minute` requests a minute for each key, all of them at once if need be. Times are in seconds."""

    def __init__(self, per_minute: int) -> None:
        self._limit = per_minute
        self._interval = MINUTE / per_minute
        self._empty_at: OrderedDict[str, float] = OrderedDict()

    def ask(self, key: str, now: float) -> Allowance:
        """Count one request of this key, if it may pass (the generic cell rate algorithm)."""
        # Nobody is ever more than a minute behind, unless the clock was set back: that costs nobody an hour.
        empty_at = min(max(self._empty_at.get(key, 0.0), now), now + MINUTE)
        filled = empty_at + self._interval - now
        if filled > MINUTE + self._interval / 2:
            return Allowance(self._limit, 0, empty_at - now, filled - MINUTE)
        self._empty_at[key] = empty_at + self._interval
        self._empty_at.move_to_end(key)
        if len(self._empty_at) > MOST_KEYS:
            self._empty_at.popitem(last=False)
        return Allowance(self._limit, round((MINUTE - filled) / self._interval), filled, 0.0)
