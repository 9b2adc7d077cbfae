"""Presence on Redis: one sorted set of who is there until when, by the clocks of those who say so."""

from collections.abc import Callable
from contextlib import suppress

from infra.signals.errors import SignalsUnavailable
from infra.signals.presence import PRESENT_SECONDS, LocalPresence
from infra.signals.redis.link import PREFIX, Link, Script

_KEY = f"{PREFIX}present"
_ARRIVE = Script("""
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2])
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
redis.call('EXPIRE', KEYS[1], 60)
""")


class RedisPresence:
    """Those of every process; while Redis is away, those of this one. `clock` gives Unix seconds."""

    def __init__(self, link: Link, clock: Callable[[], float]) -> None:
        self._link = link
        self._clock = clock
        self._here = LocalPresence(clock)

    async def arrive(self, who: str) -> None:
        """See `Presence.arrive`."""
        await self._here.arrive(who)
        now = self._clock()
        with suppress(SignalsUnavailable):
            await self._link.run(_ARRIVE, [_KEY], who, now, now + PRESENT_SECONDS)

    async def leave(self, who: str) -> None:
        """See `Presence.leave`."""
        await self._here.leave(who)
        with suppress(SignalsUnavailable):
            await self._link.ask("ZREM", _KEY, who)

    async def present(self) -> frozenset[str]:
        """See `Presence.present`."""
        try:
            found = await self._link.ask("ZRANGEBYSCORE", _KEY, f"({self._clock()!r}", "+inf")
        except SignalsUnavailable:
            return await self._here.present()
        members = found if isinstance(found, list) else []
        return frozenset(who.decode() for who in members if isinstance(who, bytes))
