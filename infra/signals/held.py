"""Finished replies, held for a minute in case their delivery is retried; then gone. They come and go sealed."""

import asyncio
from collections import OrderedDict
from typing import Protocol

HELD_SECONDS = 60.0
MOST_HELD = 20_000


class Held(Protocol):
    """Sealed values by key, each for `HELD_SECONDS` from when it was put."""

    async def put(self, key: str, value: bytes) -> None:
        """Hold a value under a key that is new and tells nothing."""
        ...

    async def get(self, key: str) -> bytes | None:
        """What is held under this key, or None."""
        ...


class LocalHeld:
    """Held in this process's memory, which a value leaves after its time, asked for or not."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, bytes] = OrderedDict()

    async def put(self, key: str, value: bytes) -> None:
        """See `Held.put`. Where there are too many, the oldest goes first."""
        self._held[key] = value
        asyncio.get_running_loop().call_later(HELD_SECONDS, self._held.pop, key, None)
        if len(self._held) > MOST_HELD:
            self._held.popitem(last=False)

    async def get(self, key: str) -> bytes | None:
        """See `Held.get`."""
        return self._held.get(key)
