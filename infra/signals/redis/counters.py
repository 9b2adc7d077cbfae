"""Counters on Redis: each a hash of what was used and when that expires, changed by scripts only.

The caller's time decides what has expired; the key's own expiry, a minute later, only tidies up.
"""

from collections.abc import Sequence

from infra.signals.counters import Full, Quota
from infra.signals.redis.link import PREFIX, Link, Reply, Script

_SHARED = """
local function used(key, now)
  local row = redis.call('HMGET', key, 'used', 'expires_at')
  if row[1] and tonumber(row[2]) > now then return tonumber(row[1]) end
end
local function put(key, number, now, expires_at)
  redis.call('HSET', key, 'used', number, 'expires_at', expires_at)
  redis.call('PEXPIRE', key, math.ceil((tonumber(expires_at) - now) * 1000) + 60000)
end
local function count(key, now, expires_at)
  if used(key, now) then return redis.call('HINCRBY', key, 'used', 1) end
  put(key, 1, now, expires_at)
  return 1
end
local now = tonumber(ARGV[1])
"""
# KEYS: for each quota its key and the mark that exempts.
# ARGV: now; for each quota limit, expires_at, looks_only, whether a mark exempts.
# Returns the place of the first full one, or -1 and the places of those that were counted in.
_RESERVE = Script(
    _SHARED
    + """
local counted = {-1}
for place = 0, #KEYS / 2 - 1 do
  local key, unless = KEYS[2 * place + 1], KEYS[2 * place + 2]
  local limit, looks_only, exempts = tonumber(ARGV[4 * place + 2]), ARGV[4 * place + 4], ARGV[4 * place + 5]
  if exempts == '0' or not used(unless, now) then
    if (used(key, now) or 0) >= limit then return {place} end
    if looks_only == '0' then counted[#counted + 1] = place end
  end
end
for n = 2, #counted do
  count(KEYS[2 * counted[n] + 1], now, ARGV[4 * counted[n] + 3])
end
return counted
"""
)
_COUNT = Script(_SHARED + "return count(KEYS[1], now, ARGV[2])")
_USED = Script(_SHARED + "return used(KEYS[1], now) or 0")
# KEYS: those to take one back from, then the mark, if there is one: then ARGV holds its limit and expires_at after now.
_GIVE_BACK = Script(
    _SHARED
    + """
local last = #KEYS
if ARGV[2] then
  put(KEYS[last], ARGV[2], now, ARGV[3])
  last = last - 1
end
for n = 1, last do
  if (used(KEYS[n], now) or 0) > 0 then redis.call('HINCRBY', KEYS[n], 'used', -1) end
end
"""
)


class RedisCounters:
    """Counters that all processes share. Every method raises SignalsUnavailable: without a count there is no guess."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def reserve(self, quotas: Sequence[Quota], now: float) -> tuple[Quota, ...] | Full:
        """See `Counters.reserve`."""
        ordered = sorted(quotas, key=lambda each: (not each.looks_only, each.key))
        keys: list[str] = []
        values: list[float] = [now]
        for quota in ordered:
            keys += (_key(quota.key), _key(quota.unless or quota.key))
            values += (quota.limit, now + quota.seconds, int(quota.looks_only), int(quota.unless is not None))
        full, *counted = _numbers(await self._link.run(_RESERVE, keys, *values))
        return tuple(ordered[place] for place in counted) if full < 0 else Full(ordered[full])

    async def give_back(self, quotas: Sequence[Quota], now: float, *, mark: Quota | None = None) -> None:
        """See `Counters.give_back`."""
        keys = [_key(quota.key) for quota in quotas]
        if mark is None:
            await self._link.run(_GIVE_BACK, keys, now)
        else:
            await self._link.run(_GIVE_BACK, [*keys, _key(mark.key)], now, mark.limit, now + mark.seconds)

    async def count(self, quota: Quota, now: float) -> int:
        """See `Counters.count`."""
        return _number(await self._link.run(_COUNT, [_key(quota.key)], now, now + quota.seconds))

    async def fill(self, quota: Quota, now: float) -> None:
        """See `Counters.fill`."""
        await self.give_back((), now, mark=quota)

    async def is_full(self, quota: Quota, now: float) -> bool:
        """See `Counters.is_full`."""
        return _number(await self._link.run(_USED, [_key(quota.key)], now)) >= quota.limit


def _key(name: str) -> str:
    return f"{PREFIX}count:{name}"


def _numbers(reply: Reply) -> list[int]:
    return [_number(each) for each in reply] if isinstance(reply, list) else [_number(reply)]


def _number(reply: Reply) -> int:
    if not isinstance(reply, int):
        raise TypeError(f"Redis replied with {type(reply).__name__} where a script returns a number")
    return reply
