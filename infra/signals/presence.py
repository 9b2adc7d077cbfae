"""Who is there: each says so again and again, and whoever falls silent is gone."""

import asyncio
from collections.abc import Callable
from typing import Protocol

PRESENT_SECONDS = 30.0
BEAT_SECONDS = 10.0


class Presence(Protocol):
    """Those who arrived in the last `PRESENT_SECONDS` and did not leave. Nobody is called by name or address here."""

    async def arrive(self, who: str) -> None:
        """Be present from now on, for `PRESENT_SECONDS`; say it again to stay."""
        ...

    async def leave(self, who: str) -> None:
        """Be gone at once."""
        ...

    async def present(self) -> frozenset[str]:
        """Who is there now."""
        ...


class LocalPresence:
    """Those of this process. `clock` gives Unix seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    async def arrive(self, who: str) -> None:
        """See `Presence.arrive`."""
        now = self._clock()
        self._until = {each: until for each, until in self._until.items() if until > now}
        self._until[who] = now + PRESENT_SECONDS

    async def leave(self, who: str) -> None:
        """See `Presence.leave`."""
        self._until.pop(who, None)

    async def present(self) -> frozenset[str]:
        """See `Presence.present`."""
        now = self._clock()
        return frozenset(who for who, until in self._until.items() if until > now)


async def stay(presence: Presence, who: str) -> None:
    """Be present until cancelled."""
    try:
        while True:
            await presence.arrive(who)
            await asyncio.sleep(BEAT_SECONDS)
    finally:
        await presence.leave(who)
