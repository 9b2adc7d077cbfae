"""Waybill as its operators run it: a migrated database, one tenant whose shop is the backend, `serve` beside it."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.asking import ACCOUNT, CALLED, PUBLIC, RELAYED, TOKEN, Target
from bench.idle import ORIGIN
from bench.process import Server, free_port, server
from infra.store.opening import open_store
from infra.store.schema import migrate
from infra.store.transaction import Transaction
from infra.store.vault import Vault, make_key
from lookup.signing import make_secret
from tenants import agents, integrations, keys, lines, publishing, tenancy, widget_keys
from tenants.connector import EndpointSettings, TwilioCredentials, endpoint_connection, telephone_connection
from tenants.draft import CallerVerification, Skill
from tenants.lines import Mode
from tenants.plans import Plan
from tenants.principal import Scope

MANY = "1000000000"
SCOPES = frozenset({Scope.CHAT_READ, Scope.CHAT_WRITE})


@dataclass(frozen=True, slots=True)
class House:
    """A Waybill that is set up but not started."""

    folder: Path
    shop: Server
    secret_key: str
    key: str
    agent: str
    page_key: str
    line: str
    relay: str

    @contextmanager
    def served(self, level: str) -> Iterator[tuple[Server, Target]]:
        """Run `waybill serve`, logging from `level` on into a file."""
        port = free_port()
        environment = {
            "WAYBILL_SECRET_KEY": self.secret_key,
            "DATABASE_URL": f"sqlite:///{self.folder / 'waybill.db'}",
            "PORT": str(port),
            "WAYBILL_DEV_LOOPBACK_PORTS": str(self.shop.port),
            "WAYBILL_REQUESTS_PER_MINUTE": MANY,
            "WAYBILL_PROXIES": "1",
            "WAYBILL_LOG_LEVEL": level,
            "WAYBILL_PUBLIC_URL": PUBLIC,
        }
        log = self.folder / f"waybill-{level.lower()}.log"
        with server("commands.main", "serve", port=port, environment=environment, log=log) as started:
            yield started, Target(started.url, self.key, self.agent, self.line, self.relay)


def set_up(folder: Path, shop: Server) -> House:
    """Do what a merchant does, in a new database in this folder."""
    folder.mkdir()
    database, secret_key = f"sqlite:///{folder / 'waybill.db'}", make_key()
    migrate(database)
    return House(folder, shop, secret_key, *asyncio.run(_merchant(database, Vault(secret_key), shop)))


async def _merchant(database: str, vault: Vault, shop: Server) -> tuple[str, str, str, str, str]:
    """Its key, its assistant, the key of its pages, its lines: one by TwiML, one over a socket."""
    store, at = await open_store(database), time.time()
    endpoint = EndpointSettings(url=f"{shop.url}/status", reference_prefixes=("ORD-",))

    async def work(tx: Transaction) -> tuple[str, str, str, str, str]:
        tenant = await tenancy.create(tx, name="Bench shop", plan=Plan.PRO, at=at)
        new = endpoint_connection(tenant.id, endpoint, make_secret(), loopback_ports=frozenset({shop.port}))
        await integrations.connect(tx, vault, new, replace=False, at=at)
        agent = await agents.create(tx, tenant.id, name="Order status", at=at)
        policy = CallerVerification(endpointVerifies=True)
        await agents.revise(tx, tenant.id, agent.id, at=at, skills=frozenset({Skill.LOOKUP_ORDER}), policy=policy)
        await publishing.publish(tx, tenant.id, agent.id, at=at)
        _, token = await keys.issue(tx, tenant.id, name="bench", scopes=SCOPES, at=at)
        page = await widget_keys.create(tx, tenant.id, agent.id, name="page", origins=(ORIGIN,), at=at)
        account = telephone_connection(tenant.id, TwilioCredentials(account_sid=ACCOUNT, auth_token=TOKEN))
        await integrations.connect(tx, vault, account, replace=False, at=at)
        line, relay = [
            await lines.create(
                tx, tenant.id, e164=number, agent_id=agent.id, mode=mode, voice=None, language="en-US", at=at
            )
            for number, mode in ((CALLED, Mode.GATHER), (RELAYED, Mode.RELAY))
        ]
        return token, agent.id, page.token, line.id, relay.id

    try:
        return await store.write(work)
    finally:
        await store.close()
