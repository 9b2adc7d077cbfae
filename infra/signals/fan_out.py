"""What one part of the house tells all others that listen: a word to look, never the only copy of anything."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

MOST_WAITING = 256


@dataclass(frozen=True, slots=True)
class Missed:
    """Something was lost before what comes next: whoever needs all of it looks for itself."""


class Subscription:
    """What was published on a topic, for one listener, in order. One that is slow loses the oldest, and is told."""

    def __init__(self) -> None:
        self._waiting: deque[bytes] = deque(maxlen=MOST_WAITING)
        self._missed = False
        self._wake = asyncio.Event()

    def put(self, payload: bytes) -> None:
        """Have the listener hear this, after what waits already."""
        self._missed = self._missed or len(self._waiting) == MOST_WAITING
        self._waiting.append(payload)
        self._wake.set()

    def miss(self) -> None:
        """Have the listener hear that something was lost."""
        self._missed = True
        self._wake.set()

    def __aiter__(self) -> "Subscription":
        return self

    async def __anext__(self) -> bytes | Missed:
        while not self._missed and not self._waiting:
            self._wake.clear()
            await self._wake.wait()
        if self._missed:
            self._missed = False
            return Missed()
        return self._waiting.popleft()


class FanOut(Protocol):
    """Every listener of a topic hears what is told while it listens, or that it missed something."""

    def tell(self, topic: str, payload: bytes) -> None:
        """Tell all who listen: those in this process at once, others without anybody waiting for it.

        Nothing is kept for those who do not listen; neither names nor numbers belong in a topic.
        """
        ...

    def subscribe(self, topic: str) -> AbstractAsyncContextManager[Subscription]:
        """Listen, from when this is entered until it is left."""
        ...


class LocalFanOut:
    """Among the parts of this process."""

    def __init__(self) -> None:
        self._listening: dict[str, set[Subscription]] = {}

    def tell(self, topic: str, payload: bytes) -> None:
        """See `FanOut.tell`."""
        for subscription in self._listening.get(topic, ()):
            subscription.put(payload)

    def miss(self, topic: str) -> None:
        """Tell the listeners of a topic that something was lost."""
        for subscription in self._listening.get(topic, ()):
            subscription.miss()

    @asynccontextmanager
    async def subscribe(self, topic: str) -> AsyncIterator[Subscription]:
        """See `FanOut.subscribe`."""
        subscription = Subscription()
        listening = self._listening.setdefault(topic, set())
        listening.add(subscription)
        try:
            yield subscription
        finally:
            listening.remove(subscription)
            if not listening:
                del self._listening[topic]
