"""How fast one may speak: so much at once, and so much in the long run. Of this process alone."""

from collections import OrderedDict

MOST_KEYS = 50_000


class Pace:
    """At most `burst` at once and one each `seconds`; times are the caller's, in seconds."""

    def __init__(self, burst: int, seconds: float) -> None:
        self._burst = burst
        self._seconds = seconds
        self._free_at: OrderedDict[str, float] = OrderedDict()

    def ask(self, key: str, now: float) -> float:
        """Count one and return 0; or count nothing and return how long to wait."""
        free_at = max(self._free_at.get(key, 0.0), now)
        wait = free_at - now - (self._burst - 1) * self._seconds
        if wait > 0:
            return wait
        self._free_at[key] = free_at + self._seconds
        self._free_at.move_to_end(key)
        if len(self._free_at) > MOST_KEYS:
            self._free_at.popitem(last=False)
        return 0.0
