"""The rooms, wired: what lives as long as the process."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from infra.measures import Measures
from infra.net.client import GuardedClient
from infra.signals.counters import StoredCounters
from infra.store.schema import HEAD, revision
from infra.store.sqlite import SqliteStore
from infra.store.vault import Vault
from infra.tasks import Tasks
from journal.journal import Journal
from server.settings import Settings, SettingsError
from tenants.connector import order_source
from tenants.directory import Directory
from tenants.outcomes import Outcomes
from turns.beginning import Beginning
from turns.cases import Cases
from turns.floor import Floor
from turns.lookups import Lookups
from turns.loop import Loop
from turns.naming import Naming
from turns.sweep import Sweep
from turns.turns import Turns
from verification.attempts import Attempts


@dataclass(slots=True)
class House:
    """Made in a running event loop, closed with `close`. `clock` gives Unix seconds."""

    settings: Settings
    clock: Callable[[], float] = time.time
    measures: Measures = field(default_factory=Measures)
    tasks: Tasks = field(default_factory=Tasks)
    vault: Vault = field(init=False)
    store: SqliteStore = field(init=False)
    client: GuardedClient = field(init=False)
    directory: Directory = field(init=False)
    journal: Journal = field(init=False)
    beginning: Beginning = field(init=False)
    naming: Naming = field(init=False)
    turns: Turns = field(init=False)
    sweep: Sweep = field(init=False)
    _stop_by: float | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        settings, clock = self.settings, self.clock
        if (found := revision(settings.database)) != HEAD:
            stands = "does not exist" if found is None else f"stands at {found}"
            raise SettingsError(f"The database {stands}, but this version needs {HEAD}: run `waybill migrate` first.")
        self.vault = Vault(settings.secret_key)
        self.store = SqliteStore(settings.database)
        self.client = GuardedClient(loopback_ports=settings.dev_loopback_ports)
        connect = partial(
            order_source,
            poster=self.client,
            clock=clock,
            prefix=settings.header_prefix,
            agent=settings.user_agent,
        )
        self.directory = Directory(self.store, self.vault, connect, clock)
        self.journal = Journal(self.store, self.vault)
        self.beginning = Beginning(self.store, self.vault, self.journal, clock)
        self.naming = Naming(self.store, self.vault, self.journal, clock)
        counters = StoredCounters(self.store)
        attempts = Attempts(counters, self.vault.index, clock)
        lookups = Lookups(attempts, Outcomes(self.store, clock), self.measures, clock)
        cases = Cases(self.store, self.vault, self.journal, self.measures, clock)
        self.turns = Turns(self.journal, Loop(lookups, cases, self.measures, self.tasks, clock), Floor())
        self.sweep = Sweep(self.journal, self.directory, self.turns, counters, clock)

    def drain(self) -> None:
        """From now on turns have the settings' time to finish: at the doors and, in what is left of it, behind them."""
        self._stop_by = asyncio.get_running_loop().time() + self.settings.drain_seconds

    async def close(self) -> None:
        """Let turns finish, then close what is open."""
        now = asyncio.get_running_loop().time()
        await self.tasks.finish(max(0.0, (self._stop_by or now) - now))
        await self.client.close()
        self.store.close()
