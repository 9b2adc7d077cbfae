"""How often one may try to sign in, by name and by address: whether the name is known makes no difference."""

from ipaddress import IPv6Address, ip_address, ip_network

from console.accounts import sign_in_index
from infra.signals.counters import Counters, Full, Quota
from infra.store.vault import Vault

WINDOW_SECONDS = 900.0
PER_NAME_AND_ADDRESS, PER_ADDRESS, PER_NAME = 5, 30, 50
"""In a quarter of an hour. The last is high: whoever knows an e-mail shall not lock its owner out from elsewhere."""


class Throttle:
    """Reserves a try before it is made, and gives it back where it was the right password."""

    def __init__(self, counters: Counters, vault: Vault) -> None:
        self._counters = counters
        self._vault = vault

    async def reserve(self, email: str, address: str | None, now: float) -> tuple[Quota, ...] | None:
        """The right to try once, or None where there were too many. Raises: SignalsUnavailable, StoreUnavailable."""
        name, where = sign_in_index(self._vault, email), network(address)
        quotas = (
            self._quota(PER_NAME_AND_ADDRESS, "both", name, where),
            self._quota(PER_ADDRESS, "address", where),
            self._quota(PER_NAME, "name", name),
        )
        counted = await self._counters.reserve(quotas, now)
        return None if isinstance(counted, Full) else counted

    async def give_back(self, tries: tuple[Quota, ...], now: float) -> None:
        """It was the right one."""
        await self._counters.give_back(tries, now)

    def _quota(self, limit: int, *parts: str) -> Quota:
        return Quota("console/" + self._vault.index("sign-in try", *parts), limit, WINDOW_SECONDS)


def network(address: str | None) -> str:
    """What counts as one address: an IPv6 network of 64 bits, for a household has as many addresses as it likes."""
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
