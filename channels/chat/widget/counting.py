"""How often a page may ask: each request of a key from an address, and each new conversation."""

from dataclasses import dataclass

from aiohttp import web

from infra.net.network import network
from infra.signals.counters import Counters, Full, Quota
from infra.signals.errors import SignalsUnavailable
from infra.signals.limits import Limits
from routes.admission import ALLOWANCE, TooMany
from tenants.passes import Passes

BEGUN_PER_ADDRESS = (120, 3600.0)  # a whole office, or a mobile carrier's part of a town, may share one


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts by keyed hashes: no key and no address stands in what processes share. Times are Unix seconds."""

    limits: Limits
    counters: Counters
    passes: Passes

    async def request(self, request: web.Request, key_id: str, address: str | None, now: float) -> None:
        """Count a request. Raises: TooMany."""
        allowance = await self.limits.ask(self._name("asked", key_id, address), now)
        request[ALLOWANCE] = allowance
        if allowance.retry_after:
            raise TooMany(allowance.retry_after)

    async def conversation(self, key_id: str, address: str | None, now: float) -> None:
        """Count a conversation that is to begin. Raises: TooMany."""
        quota = Quota(self._name("begun", key_id, address), *BEGUN_PER_ADDRESS)
        try:
            counted = await self.counters.reserve((quota,), now)
        except SignalsUnavailable:  # talks go on without what processes count together
            return
        if isinstance(counted, Full):
            raise TooMany(quota.seconds)

    def _name(self, what: str, key_id: str, address: str | None) -> str:
        return self.passes.index(what, key_id, network(address) if address else "")
