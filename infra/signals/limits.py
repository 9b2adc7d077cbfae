"""How many requests a key may make: a leaky bucket for each."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

MOST_KEYS = 50_000
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left after a request. `retry_after` is 0 for one that may pass, else seconds; so is `reset`."""

    limit: int
    remaining: int
    reset: float
    retry_after: float


class Limits(Protocol):
    """At most so many requests a minute for each key, all of them at once if need be."""

    async def ask(self, key: str, now: float) -> Allowance:
        """Count one request of this key, if it may pass. `now` in Unix seconds."""
        ...


@dataclass(frozen=True, slots=True)
class Rate:
    """The generic cell rate algorithm: all that is kept of a key is when its bucket will be empty, in Unix seconds."""

    per_minute: int

    @property
    def interval(self) -> float:
        """Seconds for which one request fills the bucket."""
        return MINUTE / self.per_minute

    def allowance(self, empty_at: float, now: float) -> Allowance:
        """What becomes of a request that comes now."""
        filled = empty_at + self.interval - now
        if filled > MINUTE + self.interval / 2:
            return Allowance(self.per_minute, 0, empty_at - now, filled - MINUTE)
        return Allowance(self.per_minute, round((MINUTE - filled) / self.interval), filled, 0.0)


class LocalLimits:
    """Limits of this process alone."""

    def __init__(self, per_minute: int) -> None:
        self._rate = Rate(per_minute)
        self._empty_at: OrderedDict[str, float] = OrderedDict()

    async def ask(self, key: str, now: float) -> Allowance:
        """See `Limits.ask`."""
        # Nobody is ever more than a minute behind, unless the clock was set back: that costs nobody an hour.
        empty_at = min(max(self._empty_at.get(key, 0.0), now), now + MINUTE)
        allowance = self._rate.allowance(empty_at, now)
        if not allowance.retry_after:
            self._empty_at[key] = empty_at + self._rate.interval
            self._empty_at.move_to_end(key)
            if len(self._empty_at) > MOST_KEYS:
                self._empty_at.popitem(last=False)
        return allowance
