"""The signals of one process: on Redis where there is one, else within the process and in the database."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from infra.signals.counters import Counters, StoredCounters
from infra.signals.fan_out import FanOut, LocalFanOut
from infra.signals.held import Held, LocalHeld
from infra.signals.limits import Limits, LocalLimits
from infra.signals.presence import LocalPresence, Presence
from infra.store.transaction import Store


@dataclass(frozen=True, slots=True)
class Signals:
    """All ports. `healthy` tells whether everything that processes share works; `close` closes what is open."""

    counters: Counters
    limits: Limits
    held: Held
    fan_out: FanOut
    presence: Presence
    healthy: Callable[[], Awaitable[bool]]
    close: Callable[[], Awaitable[None]]


def open_signals(redis_url: str | None, store: Store, *, per_minute: int, clock: Callable[[], float]) -> Signals:
    """Open the signals in a running event loop. Redis is connected to when it is first needed, and may be away then.

    Args:
        redis_url: redis://, rediss:// or unix://; None where this is the only process.
        store: where attempts are counted if there is no Redis.
        per_minute: requests that a key may make.
        clock: gives Unix seconds.

    Raises: ValueError where the URL is none of these.
    """
    return _alone(store, per_minute, clock) if redis_url is None else _on_redis(redis_url, per_minute, clock)


def _alone(store: Store, per_minute: int, clock: Callable[[], float]) -> Signals:
    async def healthy() -> bool:
        return True

    async def close() -> None:
        pass

    counters, limits = StoredCounters(store), LocalLimits(per_minute)
    return Signals(counters, limits, LocalHeld(), LocalFanOut(), LocalPresence(clock), healthy, close)


def _on_redis(url: str, per_minute: int, clock: Callable[[], float]) -> Signals:
    # Imported only here: the one process that needs no Redis starts without a tenth of a second and ten megabytes.
    from infra.signals.redis.counters import RedisCounters  # noqa: PLC0415
    from infra.signals.redis.fan_out import RedisFanOut  # noqa: PLC0415
    from infra.signals.redis.held import RedisHeld  # noqa: PLC0415
    from infra.signals.redis.limits import RedisLimits  # noqa: PLC0415
    from infra.signals.redis.link import Link  # noqa: PLC0415
    from infra.signals.redis.presence import RedisPresence  # noqa: PLC0415

    link = Link(url)
    fan_out = RedisFanOut(link)

    async def close() -> None:
        await fan_out.close()
        await link.close()

    counters, limits = RedisCounters(link), RedisLimits(link, per_minute)
    return Signals(counters, limits, RedisHeld(link), fan_out, RedisPresence(link, clock), link.answers, close)
