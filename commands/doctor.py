"""`waybill doctor`: looks at everything an installation needs, and says in sentences what is wrong and what to do."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click
import httpx

from commands.demo_environment import read_settings
from infra.net.client import GuardedClient
from infra.signals.opening import open_signals
from infra.store.opening import open_store
from infra.store.schema import HEAD, revision
from infra.store.transaction import Store, StoreUnavailable
from infra.store.url import shown
from infra.store.vault import Vault, VaultError, check
from lookup.explain import explain
from lookup.order import Kind, OrderSourceError, Question
from server.roads import roads_of
from server.settings import Settings, SettingsError
from tenants import agents, integrations, tenancy
from tenants.plans import Plan

NOT_AN_ORDER = "WAYBILL-DOCTOR"
PATIENCE_SECONDS = 5.0
ONLY_HERE = (
    "WAYBILL_PUBLIC_URL leads to this machine alone: Twilio, and browsers elsewhere, cannot reach it;"
    " fine for `waybill call`."
)


class Findings:
    """What was looked at, one line each."""

    def __init__(self) -> None:
        self.wrong = 0

    def good(self, sentence: str) -> None:
        """Nothing to do."""
        click.echo(f"{click.style('ok', fg='green')}     {sentence}")

    def bad(self, sentence: str) -> None:
        """Something to do; the sentence says what."""
        self.wrong += 1
        click.echo(f"{click.style('wrong', fg='red')}  {sentence}")

    def odd(self, sentence: str) -> None:
        """Nothing is broken, but somebody should know."""
        click.echo(f"{click.style('note', fg='yellow')}   {sentence}")


@click.command("doctor")
def doctor_command() -> None:
    """Check settings, secret, database, public URL and connectors; exit code 1 if anything is wrong."""
    findings = Findings()
    try:
        settings = read_settings()
    except SettingsError as error:
        findings.bad(str(error))
        raise SystemExit(1) from None
    findings.good("The settings can be read.")
    asyncio.run(_look(settings, findings))
    raise SystemExit(1 if findings.wrong else 0)


async def _look(settings: Settings, findings: Findings) -> None:
    if settings.dev_loopback_ports:
        findings.odd("WAYBILL_DEV_LOOPBACK_PORTS is set: connectors may reach this machine. Unset it in production.")
    await _public_url(settings, findings)
    try:
        async with _database(settings, findings) as opened:
            if opened is not None:
                await _signals(opened[0], settings, findings)
                await _tenants(*opened, settings, findings)
    except StoreUnavailable as error:
        findings.bad(f"The database does not answer: {error}. Is the disk full, or another process writing?")


@asynccontextmanager
async def _database(settings: Settings, findings: Findings) -> AsyncIterator[tuple[Store, Vault] | None]:
    """The store and the vault, if both are as they should be."""
    try:
        vault = Vault(settings.secret_key)
    except VaultError as error:
        findings.bad(str(error))
        yield None
        return
    url, database = settings.database_url, shown(settings.database_url)
    if (found := await asyncio.to_thread(revision, url)) != HEAD:
        stands = "is not there" if found is None else f"stands at step {found}"
        findings.bad(f"The database {database} {stands}, but {HEAD} is needed: run `waybill migrate`.")
        yield None
        return
    store = await open_store(url)
    try:
        await store.write(lambda tx: check(tx, vault))
        findings.good(f"The database {database} can be read and written, at step {HEAD}, and the secret key opens it.")
        yield store, vault
    except VaultError as error:
        findings.bad(f"{error} Put back the key it was sealed with.")
    finally:
        await store.close()


async def _signals(store: Store, settings: Settings, findings: Findings) -> None:
    """Redis, and which processes it knows of."""
    if settings.redis_url is None:
        return
    signals = open_signals(settings.redis_url, store, per_minute=settings.requests_per_minute, clock=time.time)
    try:
        if not await signals.healthy():
            findings.bad("Redis does not answer: orders are not looked up meanwhile. Is REDIS_URL right, and Redis up?")
            return
        present = await signals.presence.present()
        web = sum(who.startswith("web/") for who in present)
        workers = sum(who.startswith("worker/") for who in present)
        findings.good(f"Redis answers; it knows of {web} web process(es) and {workers} worker(s).")
    finally:
        await signals.close()


async def _public_url(settings: Settings, findings: Findings) -> None:
    if settings.public_url is None:
        findings.odd("WAYBILL_PUBLIC_URL is not set; it is only needed where the outside world calls us.")
        return
    if settings.is_only_here:
        findings.odd(ONLY_HERE)
    try:
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS) as client:
            reply = await client.get(settings.public_url + "/healthz")
    except httpx.HTTPError as error:
        findings.bad(f"{settings.public_url} does not answer ({type(error).__name__}): check DNS, proxy and server.")
        return
    if reply.status_code == httpx.codes.OK:
        findings.good(f"{settings.public_url} answers.")
    else:
        findings.bad(f"{settings.public_url}/healthz answers {reply.status_code}; does the proxy lead to Waybill?")


async def _tenants(store: Store, vault: Vault, settings: Settings, findings: Findings) -> None:
    found = await store.read(tenancy.every)
    if not found:
        findings.odd("There is no tenant yet: `waybill tenant create` makes one.")
    async with GuardedClient(loopback_ports=settings.dev_loopback_ports) as client:
        for tenant in found:
            await _agents(store, tenant.id, findings)
            if not Plan(tenant.plan).allows_lookup:
                findings.odd(f"Tenant {tenant.id} is on the plan {tenant.plan}, which has no lookups.")
            await _connector(store, vault, client, tenant.id, settings=settings, findings=findings)


async def _agents(store: Store, tenant_id: int, findings: Findings) -> None:
    found = await store.read(lambda tx: agents.every(tx, tenant_id))
    published = [agent for agent in found if agent.published is not None]
    if published:
        findings.good(f"Tenant {tenant_id} has {len(published)} published agent(s).")
    else:
        findings.odd(f"Tenant {tenant_id} has no published agent: `waybill agent publish` makes one public.")


async def _connector(
    store: Store, vault: Vault, client: GuardedClient, tenant_id: int, *, settings: Settings, findings: Findings
) -> None:
    """Ask the shop for an order that cannot exist: a "no" is the sign of health."""
    integration = await store.read(lambda tx: integrations.active(tx, tenant_id))
    if integration is None:
        findings.odd(f"Tenant {tenant_id} has no connector: `waybill connector connect` adds one.")
        return
    try:
        source = roads_of(settings, client, time.time).to(integrations.connection_of(integration, vault))
        await source.look_up(Question(Kind(integration.kinds[0]), NOT_AN_ORDER, {}))
    except VaultError as error:
        findings.bad(f"Tenant {tenant_id}: {error}.")
    except OrderSourceError as error:
        findings.bad(f"Tenant {tenant_id}'s endpoint gave no usable answer: {explain(error.failure)}")
    else:
        findings.good(f"Tenant {tenant_id}'s endpoint answers.")
