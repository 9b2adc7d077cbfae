"""A shop, a tenant and a running server, made for one test."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import jwt
from aiohttp import web
from aiohttp.web_app import _cached_build_middleware

from commands.telephone.subscriber import Subscriber
from infra.signals.counters import StoredCounters
from infra.store.postgres import PostgresStore
from infra.store.schema import migrate
from infra.store.transaction import Transaction
from infra.store.vault import make_key
from lookup.signing import make_secret
from server.app import build_app
from server.house import House
from server.settings import Settings
from tenants import agents, identity, integrations, keys, lines, publishing, tenancy, widget_keys
from tenants.connector import EndpointSettings, TwilioCredentials, endpoint_connection, telephone_connection
from tenants.draft import CallerVerification, Skill
from tenants.handoff import Handoff
from tenants.lines import Mode
from tenants.plans import Plan
from tenants.principal import Scope
from tests.world.clock import Clock
from tests.world.doors import AtCompletions, AtSessions, AtTheCore, AtTheTerminal, AtTheWidget, Visitor
from tests.world.hopping import Hopping
from tests.world.page import ORIGIN
from tests.world.phone import AtPhone
from tests.world.shop import Shop
from verification.attempts import Attempts, Guesser

DOORS = (
    "core", "sessions", "completions", "completions-stateless", "terminal", "widget", "phone-gather", "phone-relay",
)  # fmt: skip
PUBLIC = "https://voice.lamps.example"
ACCOUNT, TOKEN, CALLED = "AC" + "a1" * 16, "b2" * 16, "+18005550100"
MANY = 1_000_000


@dataclass
class Setup:
    """How the tenant is set up; a story may ask for another."""

    plan: Plan = Plan.PRO
    skills: frozenset[Skill] = frozenset({Skill.LOOKUP_ORDER})
    kinds: tuple[str, ...] = ("order", "project")
    policy: Mapping[str, object] = field(default_factory=lambda: {"endpointVerifies": True})
    connected: bool = True
    public_url: str | None = PUBLIC
    telephone: bool = False
    mode: Mode = Mode.GATHER
    handoff: Mapping[str, object] = field(default_factory=dict)


class Town:
    """Everything a story needs; closed by its fixture."""

    def __init__(self, database_url: str, redis_url: str | None = None, *, houses: int = 1) -> None:
        """Several houses share a PostgreSQL database and Redis, and each request goes to the next of them.

        `database_url` is that of a migrated database with nothing in it.
        """
        self.clock = Clock()
        self.shop = Shop(self.clock)
        self.database_url = database_url
        self._redis_url = redis_url
        self._houses = houses
        self.secret_key = make_key()
        self.key = ""
        self.widget_key = ""
        self.kid = ""
        self.identity_secret = ""
        self.agent = ""
        self.tenant = 0
        self.line = ""
        self._runners: list[web.AppRunner] = []
        self._visitors: list[Visitor] = []

    async def open(self, setup: Setup) -> None:
        shop_port = await self._serve(self.shop.app())
        self.settings = Settings.read(
            {
                "WAYBILL_SECRET_KEY": self.secret_key,
                "DATABASE_URL": self.database_url,
                **({"REDIS_URL": self._redis_url} if self._redis_url else {}),
                "WAYBILL_DEV_LOOPBACK_PORTS": str(shop_port),
                "WAYBILL_REQUESTS_PER_MINUTE": str(MANY),
                "WAYBILL_DRAIN_SECONDS": "0",
                **({"WAYBILL_PUBLIC_URL": setup.public_url} if setup.public_url else {}),
            }
        )
        self.house = await House.open(self.settings, self.clock)
        await self._set_up(setup, f"http://127.0.0.1:{shop_port}/status")
        others = [await House.open(self.settings, self.clock) for _ in range(1, self._houses)]
        self.shop.still = partial(_no_statement_under_way, (self.house, *others))
        urls = [await self._serve_house(house) for house in (self.house, *others)]
        self.url = urls[0] if len(urls) == 1 else f"http://127.0.0.1:{await self._serve(Hopping(urls).app())}"

    async def stop(self) -> None:
        """What a process does first when it is told to stop."""
        for runner in self._runners:
            await runner.app.shutdown()

    async def close(self) -> None:
        for visitor in self._visitors:
            await visitor.leave()
        for runner in reversed(self._runners):
            await runner.cleanup()
        _cached_build_middleware.cache_clear()  # it holds the last thousand applications, each with its whole house

    @property
    def database(self) -> Path:
        """The file, where the database is one."""
        assert self.settings.database is not None
        return self.settings.database

    async def visitor(self, door: str, user: str) -> Visitor:
        """Somebody new at this door; the same `user` is the same caller again."""
        given = (self.url, self.key, self.agent, user)
        match door:
            case "core":
                visitor: Visitor = await self._at_the_core(user)
            case "sessions":
                visitor = AtSessions(*given)
            case "widget":
                await self.has_a_page()
                visitor = AtTheWidget(self.url, self.widget_key, self.clock, lambda: self.identity(user))
            case "phone-gather" | "phone-relay":
                visitor = AtPhone(self.subscriber, user)
            case "terminal":
                visitor = AtTheTerminal(*given)
            case _:
                visitor = AtCompletions(*given, named=door == "completions")
        self._visitors.append(visitor)
        return visitor

    async def has_a_page(self) -> None:
        """From now on the shop has a page with the widget, and a server that says who has signed in."""
        if self.widget_key:
            return
        at, of = self.clock(), (self.tenant, self.agent)

        async def work(tx: Transaction) -> None:
            made = await widget_keys.create(tx, *of, name="the shop's pages", origins=(ORIGIN,), at=at)
            secret, self.identity_secret = await identity.create(tx, self.house.vault, *of, at=at)
            self.widget_key, self.kid = made.token, secret.id

        await self.house.store.write(work)

    def identity(self, user: str, **claims: object) -> str:
        """What the shop's server says of somebody who has signed in."""
        now = int(self.clock())
        said = {"sub": user, "iat": now, "exp": now + 600, **claims}
        return jwt.encode(said, self.identity_secret, algorithm="HS256", headers={"kid": self.kid})

    @property
    def subscriber(self) -> Subscriber:
        """The line's number, as Twilio knows it."""
        return Subscriber(self.url, PUBLIC, self.line, ACCOUNT, TOKEN, CALLED)

    async def _at_the_core(self, user: str) -> AtTheCore:
        agent = await self.house.directory.agent(self.tenant, self.agent)
        assert agent is not None
        attempts = Attempts(StoredCounters(self.house.store), self.house.vault.index, self.clock)
        shop = agent.shop
        guesser = Guesser(self.tenant, f"core-{len(self._visitors)}", user)
        return AtTheCore(agent.terms, shop, attempts, self.clock, guesser)

    async def _set_up(self, setup: Setup, url: str) -> None:
        at, vault = self.clock(), self.house.vault

        async def work(tx: Transaction) -> None:
            tenant = await tenancy.create(tx, name="Lamps and more", plan=setup.plan, at=at)
            if setup.connected:
                endpoint = EndpointSettings(url=url, kinds=setup.kinds, reference_prefixes=("ORD-", "PROJ-"))
                ports = self.settings.dev_loopback_ports
                new = endpoint_connection(tenant.id, endpoint, make_secret(), loopback_ports=ports)
                await integrations.connect(tx, vault, new, replace=False, at=at)
            agent = await agents.create(tx, tenant.id, name="Order status", at=at)
            policy = CallerVerification.model_validate(setup.policy)
            handoff = Handoff.model_validate(setup.handoff)
            changes = {"skills": setup.skills, "policy": policy, "handoff": handoff}
            await agents.revise(tx, tenant.id, agent.id, at=at, **changes)
            await publishing.publish(tx, tenant.id, agent.id, at=at)
            scopes = frozenset({Scope.CHAT_READ, Scope.CHAT_WRITE})
            _, self.key = await keys.issue(tx, tenant.id, name="stories", scopes=scopes, at=at)
            self.tenant, self.agent = tenant.id, agent.id
            if setup.telephone:
                await self._set_up_line(tx, setup.mode)

        await self.house.store.write(work)

    async def _set_up_line(self, tx: Transaction, mode: Mode) -> None:
        at, tenant, vault = self.clock(), self.tenant, self.house.vault
        account = telephone_connection(tenant, TwilioCredentials(account_sid=ACCOUNT, auth_token=TOKEN))
        await integrations.connect(tx, vault, account, replace=False, at=at)
        line = await lines.create(
            tx, tenant, e164=CALLED, agent_id=self.agent, mode=mode, voice=None, language="en-US", at=at
        )
        self.line = line.id

    async def _serve_house(self, house: House) -> str:
        return f"http://127.0.0.1:{await self._serve(build_app(house))}"

    async def _serve(self, app: web.Application) -> int:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)  # 0 would wait forever
        await runner.setup()
        self._runners.append(runner)
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return int(runner.addresses[0][1])


async def _no_statement_under_way(houses: Sequence[House]) -> None:
    """A statement that waits for PostgreSQL when time leaps would be taken for one that is not answered."""
    stores = [house.store for house in houses if isinstance(house.store, PostgresStore)]
    while any(store._connections._lent for store in stores):
        await asyncio.sleep(0)


def template(folder: Path) -> Path:
    """A migrated database to copy: migrating takes longer than a story."""
    path = folder / "template.db"
    migrate(f"sqlite:///{path}")
    return path
