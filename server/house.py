"""The rooms, wired: what lives as long as the process."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from secrets import token_hex

from infra.mail import SmtpMailer
from infra.measures import Measures
from infra.net.client import GuardedClient
from infra.outbox.delivering import Delivering
from infra.signals.counters import StoredCounters
from infra.signals.opening import Signals, open_signals
from infra.signals.presence import stay
from infra.store.opening import open_store
from infra.store.schema import HEAD, revision
from infra.store.transaction import Store, StoreUnavailable
from infra.store.vault import Vault, VaultError, check
from infra.tasks import Tasks
from journal.journal import Journal
from journal.tallies import Tallies
from server.roads import roads_of
from server.settings import Settings, SettingsError
from tenants.directory import Directory
from tenants.outcomes import Outcomes
from tenants.reference_shapes import ReferenceShapes
from tenants.sources import Roads
from tenants.telling import Telling
from turns.announcing import Announcing
from turns.beginning import Beginning
from turns.bell import Bell
from turns.call_turns import CallTurns
from turns.calls import Calls
from turns.cases import Cases
from turns.clearing import Clearing
from turns.dossier import Dossiers
from turns.floor import Floor
from turns.letters import Letters
from turns.lookups import Lookups
from turns.loop import Loop
from turns.minding import Minding
from turns.naming import Naming
from turns.news import News
from turns.passes import Passes
from turns.people import People
from turns.posting import Posting
from turns.replies import Replies
from turns.sweep import Sweep
from turns.transfers import Transfers
from turns.turns import Turns
from verification.attempts import Attempts


@dataclass(slots=True)
class House:
    """Opened with `open`, closed with `close`. `clock` gives Unix seconds."""

    settings: Settings
    vault: Vault
    store: Store
    clock: Callable[[], float] = time.time
    measures: Measures = field(default_factory=Measures)
    tasks: Tasks = field(default_factory=Tasks)
    signals: Signals = field(init=False)
    client: GuardedClient = field(init=False)
    roads: Roads = field(init=False)
    directory: Directory = field(init=False)
    journal: Journal = field(init=False)
    beginning: Beginning = field(init=False)
    naming: Naming = field(init=False)
    calls: Calls = field(init=False)
    transfers: Transfers = field(init=False)
    passes: Passes = field(init=False)
    floor: Floor = field(init=False)
    news: News = field(init=False)
    bell: Bell = field(init=False)
    announcing: Announcing = field(init=False)
    replies: Replies = field(init=False)
    turns: Turns = field(init=False)
    call_turns: CallTurns = field(init=False)
    people: People = field(init=False)
    dossiers: Dossiers = field(init=False)
    minding: Minding = field(init=False)
    posting: Posting = field(init=False)
    sweep: Sweep = field(init=False)
    clearing: Clearing = field(init=False)
    delivering: Delivering = field(init=False)
    tallies: Tallies = field(init=False)
    _stop_by: float | None = field(init=False, default=None)

    @classmethod
    async def open(cls, settings: Settings, clock: Callable[[], float] = time.time) -> "House":
        """Open the settings' database, which their key has to open, and build the rooms on it.

        Raises: SettingsError where something must be set right first; StoreUnavailable.
        """
        try:
            vault = Vault(settings.secret_key)
        except VaultError as error:
            raise SettingsError(str(error)) from None
        if (found := await asyncio.to_thread(revision, settings.database_url)) != HEAD:
            stands = "does not exist" if found is None else f"stands at {found}"
            raise SettingsError(f"The database {stands}, but this version needs {HEAD}: run `waybill migrate` first.")
        store = await open_store(settings.database_url)
        try:
            await store.write(lambda tx: check(tx, vault))
        except BaseException as error:
            await store.close()
            if isinstance(error, VaultError):
                raise SettingsError(str(error)) from None
            raise
        return cls(settings, vault, store, clock)

    def __post_init__(self) -> None:
        settings, store, vault, clock = self.settings, self.store, self.vault, self.clock
        self.signals = open_signals(settings.redis_url, store, per_minute=settings.requests_per_minute, clock=clock)
        self.client = GuardedClient(loopback_ports=settings.dev_loopback_ports)
        self.roads = roads_of(settings, self.client, clock)
        self.directory = Directory(store, vault, self.roads.to, clock)
        self.journal = Journal(store, vault)
        self.tallies = Tallies(store, clock)
        self.beginning = Beginning(store, vault, self.journal, clock)
        self.naming = Naming(store, vault, self.journal, clock)
        self.calls = Calls(store, vault, self.journal, clock)
        self.passes = Passes(store, vault, self.signals.held, clock)
        self.floor = Floor(self.signals.fan_out if settings.shares else None)
        self.news = News(self.signals.fan_out)
        self.replies = Replies(self.signals.held, vault)
        self.bell = Bell(self.signals.fan_out)
        self.transfers = Transfers(store, vault, self.bell, clock)
        self.announcing = Announcing(self.journal, self.directory, clock)
        cases = Cases(store, vault, self.journal, self.measures, clock, bell=self.bell)
        parts = (self.journal, self._loop(cases), self.floor, self.replies)
        self.turns = Turns(*parts, cases=cases, news=self.news)
        self.call_turns = CallTurns(*parts, cases=cases, news=self.news)
        self.people = People(
            *(store, vault, self.journal, self.announcing),
            floor=self.floor,
            news=self.news,
            bell=self.bell,
            clock=clock,
        )
        self.minding = Minding(
            *(store, vault, self.journal, self.people),
            announcing=self.announcing,
            news=self.news,
            bell=self.bell,
            clock=clock,
        )
        self.posting = self._posting()
        self.dossiers = Dossiers(store, vault, self.journal)
        self.sweep = Sweep(self.journal, self.directory, self.turns, StoredCounters(store), clock)
        self.clearing = Clearing(store, clock)
        self.delivering = Delivering(store, self.client, Telling(vault), tasks=self.tasks, clock=clock)

    def _loop(self, cases: Cases) -> Loop:
        clock, measures, tallies = self.clock, self.measures, self.tallies
        attempts = Attempts(self.signals.counters, self.vault.index, clock)
        outcomes, shapes = Outcomes(self.store, clock), ReferenceShapes(self.store)
        lookups = Lookups(attempts, outcomes, measures, clock, tallies=tallies, shapes=shapes)
        return Loop(lookups, cases, measures, self.tasks, clock, tallies=tallies)

    def _posting(self) -> Posting:
        settings = self.settings
        letters = Letters(
            *(self.store, self.vault, self.journal, self.announcing, self.news),
            clock=self.clock,
            public_url=settings.public_url,
        )
        mailer = None
        if settings.smtp_url is not None and settings.mail_from is not None:
            mailer = SmtpMailer(settings.smtp_url, settings.mail_from)
        return Posting(self.store, letters, mailer, self.clock)

    async def work(self) -> None:
        """What one process does for all, until cancelled: finish, deliver, clear away. Several may, at once."""
        async with asyncio.TaskGroup() as group:
            for chore in (self.sweep, self.clearing, self.delivering, self.minding, self.posting):
                group.create_task(chore.run())

    async def be_present(self, kind: str) -> None:
        """What each process does for itself, until cancelled: count, and be counted as `kind`."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.tallies.run())
            group.create_task(stay(self.signals.presence, f"{kind}/{token_hex(4)}/{version('waybill')}"))

    def drain(self) -> None:
        """From now on turns have the settings' time to finish: at the doors and, in what is left of it, behind them."""
        self._stop_by = asyncio.get_running_loop().time() + self.settings.drain_seconds

    async def close(self) -> None:
        """Let turns finish, then close what is open."""
        now = asyncio.get_running_loop().time()
        await self.tasks.finish(max(0.0, (self._stop_by or now) - now))
        await self.floor.close()
        await self.signals.close()
        await self.client.close()
        with suppress(StoreUnavailable):  # statistics, and nothing more can be done for them
            await self.tallies.flush()
        await self.store.close()
