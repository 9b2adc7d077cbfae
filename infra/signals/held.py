"""Finished replies, held in memory for a minute in case their delivery is retried; then gone."""

import asyncio
from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")
HELD_SECONDS = 60.0
MOST_HELD = 20_000


class Held(Generic[T]):
    """Values by key, each for `HELD_SECONDS` from when it was put; a value then leaves memory, asked for or not."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, T] = OrderedDict()

    def put(self, key: str, value: T) -> None:
        """Hold a value under a key that is new; where there are too many, the oldest goes first."""
        self._held[key] = value
        asyncio.get_running_loop().call_later(HELD_SECONDS, self._held.pop, key, None)
        if len(self._held) > MOST_HELD:
            self._held.popitem(last=False)

    def get(self, key: str) -> T | None:
        """What is held under this key, or None."""
        return self._held.get(key)
