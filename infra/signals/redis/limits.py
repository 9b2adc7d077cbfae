"""Limits on Redis; while it is away each process limits for itself."""

from infra.signals.errors import SignalsUnavailable
from infra.signals.limits import MINUTE, Allowance, LocalLimits, Rate
from infra.signals.redis.link import PREFIX, Link, Script

# The arithmetic of `LocalLimits.ask`. Kept for two minutes: nobody is more than one behind.
# Returns, as text, when the bucket would have been empty without this request: whole numbers are all Redis returns.
_ASK = Script("""
local now, interval, minute = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local empty_at = tonumber(redis.call('GET', KEYS[1]) or '0')
empty_at = math.min(math.max(empty_at, now), now + minute)
if empty_at + interval - now <= minute + interval / 2 then
  redis.call('SET', KEYS[1], string.format('%.17g', empty_at + interval), 'PX', 2 * minute * 1000)
end
return string.format('%.17g', empty_at)
""")


class RedisLimits:
    """Limits that all processes share."""

    def __init__(self, link: Link, per_minute: int) -> None:
        self._link = link
        self._rate = Rate(per_minute)
        self._here = LocalLimits(per_minute)

    async def ask(self, key: str, now: float) -> Allowance:
        """See `Limits.ask`."""
        try:
            empty_at = await self._link.run(_ASK, [f"{PREFIX}limit:{key}"], now, self._rate.interval, MINUTE)
        except SignalsUnavailable:
            return await self._here.ask(key, now)
        if not isinstance(empty_at, bytes):
            raise TypeError(f"Redis replied with {type(empty_at).__name__} where the script returns text")
        return self._rate.allowance(float(empty_at), now)
