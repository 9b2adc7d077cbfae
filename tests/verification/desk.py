"""Counters in a database of the test's own, and a clock that moves when it is told to."""

from dataclasses import dataclass, field

from infra.signals.counters import StoredCounters
from infra.store.opening import open_store
from infra.store.transaction import Store
from infra.store.vault import Vault
from tests.world.clock import START
from verification.attempts import Attempt, Attempts, Full, Guesser
from verification.policy import Policy

THREE = Policy()


@dataclass
class Desk:
    """Where attempts are counted; `reopen` is a restart."""

    url: str
    vault: Vault
    now: float = START
    store: Store = field(init=False)
    attempts: Attempts = field(init=False)

    async def open(self) -> None:
        self.store = await open_store(self.url)
        self.attempts = Attempts(StoredCounters(self.store), self.vault.index, lambda: self.now)

    async def reopen(self) -> None:
        await self.store.close()
        await self.open()

    async def reserve(
        self, who: Guesser, reference: str = "ORD9842", policy: Policy = THREE, *, raised: bool = False
    ) -> Attempt | Full:
        return await self.attempts.reserve(who, reference, policy, raised=raised)

    async def guess(self, who: Guesser, reference: str = "ORD9842", *, raised: bool = False) -> bool | Full:
        """A wrong guess. Returns: True where the shop was asked, else how it was refused."""
        attempt = await self.reserve(who, reference, raised=raised)
        if isinstance(attempt, Full):
            return attempt
        await self.attempts.mismatched(attempt)
        return True

    async def prove(self, who: Guesser, reference: str = "ORD9842", *, raised: bool = False) -> bool | Full:
        """A right guess."""
        attempt = await self.reserve(who, reference, raised=raised)
        if isinstance(attempt, Full):
            return attempt
        await self.attempts.proved(attempt)
        return True
