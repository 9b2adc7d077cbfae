"""Held replies on Redis, which forgets them by itself; what a process put it finds without Redis too."""

from contextlib import suppress

from infra.signals.errors import SignalsUnavailable
from infra.signals.held import HELD_SECONDS, LocalHeld
from infra.signals.redis.link import PREFIX, Link


class RedisHeld:
    """Held for every process."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._here = LocalHeld()

    async def put(self, key: str, value: bytes) -> None:
        """See `Held.put`."""
        await self._here.put(key, value)
        with suppress(SignalsUnavailable):
            await self._link.ask("SET", f"{PREFIX}held:{key}", value, "PX", int(HELD_SECONDS * 1000))

    async def get(self, key: str) -> bytes | None:
        """See `Held.get`."""
        if (value := await self._here.get(key)) is not None:
            return value
        try:
            found = await self._link.ask("GET", f"{PREFIX}held:{key}")
        except SignalsUnavailable:
            return None
        return found if isinstance(found, bytes) else None
