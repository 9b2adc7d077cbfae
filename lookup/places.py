"""How many lookups one tenant may have at once and how long each, so that a slow shop costs nobody else anything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lookup.order import Failure, OrderSourceError

AT_ONCE = 64
WAITING = 64
DEFAULT_BUDGET = 8.0
SHORTEST_BUDGET, LONGEST_BUDGET = 1.0, 30.0


def check_budget(seconds: float) -> None:
    """What one lookup may take, the wait for a place included. Raises: ValueError outside of 1 to 30 seconds."""
    if not SHORTEST_BUDGET <= seconds <= LONGEST_BUDGET:
        raise ValueError("A lookup's time budget is 1 to 30 seconds.")


class Places:
    """The places of one tenant, shared by all its lookups: 64 in flight, 64 waiting, and no more.

    A lookup that finds no place is "busy" at once, and one that waits is "busy" when its time is over.
    """

    def __init__(self, *, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._room = waiting
        self._waiting = 0

    @asynccontextmanager
    async def take(self, deadline: float) -> AsyncIterator[None]:
        """Hold a place; `deadline` is the running loop's time until which one is waited for.

        Raises: OrderSourceError, "busy".
        """
        if self._free.locked():
            await self._wait(deadline)
        else:
            await self._free.acquire()  # does not wait
        try:
            yield
        finally:
            self._free.release()

    async def _wait(self, deadline: float) -> None:
        if self._waiting >= self._room:
            raise OrderSourceError(Failure("busy"))
        self._waiting += 1
        try:
            async with asyncio.timeout_at(deadline):
                await self._free.acquire()
        except TimeoutError:
            raise OrderSourceError(Failure("busy")) from None
        finally:
            self._waiting -= 1
