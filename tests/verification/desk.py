"""Counters in a database of the test's own, and a clock that moves when it is told to."""

from dataclasses import dataclass, field
from pathlib import Path

from infra.signals.counters import StoredCounters
from infra.store.sqlite import SqliteStore
from infra.store.vault import Vault
from tests.world.clock import START
from verification.attempts import Attempt, Attempts, Full, Guesser
from verification.policy import Policy

THREE = Policy()


@dataclass
class Desk:
    """Where attempts are counted; `reopen` is a restart."""

    path: Path
    vault: Vault
    now: float = START
    store: SqliteStore = field(init=False)
    attempts: Attempts = field(init=False)

    def open(self) -> None:
        self.store = SqliteStore(self.path)
        self.attempts = Attempts(StoredCounters(self.store), self.vault.index, lambda: self.now)

    def reopen(self) -> None:
        self.store.close()
        self.open()

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
