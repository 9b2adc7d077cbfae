"""`waybill demo`: a tenant, a shop and everything they need, on this machine, in one command."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import click

from commands.demo_environment import ENVIRONMENT, HOME, demo_environment, demo_settings
from commands.opening import in_one_sentence, roads
from infra.store.opening import open_store
from infra.store.schema import migrate
from infra.store.transaction import Transaction
from infra.store.vault import Vault, make_key
from lookup.signing import make_secret
from server.serve import serve
from server.settings import Settings
from tenants import agents, integrations, keys, lines, publishing, tenancy
from tenants.connecting import KnownOrder, attempt
from tenants.connector import EndpointSettings, TwilioCredentials, endpoint_connection, telephone_connection
from tenants.draft import Skill
from tenants.lines import Mode
from tenants.plans import Plan
from tenants.principal import Scope

DATABASE = HOME / "demo.db"
SHOP = Path(__file__).parent.parent / "examples" / "receiver" / "app.py"
SHOP_PORT = 9402
NUMBER = "+18005550100"  # of those that are kept for stories
SHOP_STARTS_WITHIN_SECONDS = 20.0
KNOWN_ORDER = KnownOrder("ORD-9842", {"email": "jane.doe@example.com", "zip": "94107"})


@click.command("demo")
@click.option("--port", default=8080, show_default=True, help="Where Waybill listens.")
@click.option("--shop-port", default=SHOP_PORT, show_default=True, help="Where the demo shop listens.")
def demo_command(port: int, shop_port: int) -> None:
    """Start Waybill beside a demo shop, with a demo tenant."""
    with in_one_sentence():
        given = _environment(port, shop_port)
        settings = demo_settings(given)
        with _shop(given["DEMO_SHOP_SECRET"], shop_port):
            if "DEMO_API_KEY" in given:
                migrate(settings.database_url)
            else:
                given |= asyncio.run(_set_up(settings, given["DEMO_SHOP_SECRET"], shop_port))
            if "DEMO_LINE" not in given:
                given |= asyncio.run(_set_up_line(settings, given))
            serve(settings, lambda: _begin(given))


def _environment(port: int, shop_port: int) -> dict[str, str]:
    """What stands in demo.env after the first start; before, or without its database, what a first start needs."""
    kept = demo_environment()
    if "DEMO_API_KEY" not in kept or not DATABASE.exists():
        kept = {"WAYBILL_SECRET_KEY": make_key(), "DEMO_SHOP_SECRET": make_secret()}
    url = f"http://127.0.0.1:{port}"
    ports = {"PORT": str(port), "WAYBILL_DEV_LOOPBACK_PORTS": str(shop_port), "DEMO_URL": url}
    ports |= {"WAYBILL_PUBLIC_URL": url}  # what `waybill call` signs for
    return {**kept, **ports, "DATABASE_URL": f"sqlite:///{DATABASE}"}


def _begin(given: Mapping[str, str]) -> None:
    """The demo answers: keep what the other commands and the next start need, and say what to try."""
    _keep(given)
    _say_what_to_try(given)


def _keep(given: Mapping[str, str]) -> None:
    """Write demo.env, whole or not at all, readable by its owner alone from its first byte."""
    new = ENVIRONMENT.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in given.items())
    new.replace(ENVIRONMENT)


@contextmanager
def _shop(secret: str, port: int) -> Iterator[None]:
    """The demo shop, a separate process that checks our signatures, for as long as this block runs."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise click.ClickException(f"Port {port} is taken; name another one with --shop-port.")
    environment = {"PATH": os.defpath, "RECEIVER_SECRET": secret}
    shop = subprocess.Popen([sys.executable, str(SHOP), "--port", str(port)], env=environment)  # noqa: S603 - our own file
    try:
        _wait_for(port, shop)
        yield
    finally:
        shop.terminate()
        shop.wait()


def _wait_for(port: int, shop: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SHOP_STARTS_WITHIN_SECONDS
    while time.monotonic() < until and shop.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise click.ClickException("The demo shop did not start.")


async def _set_up(settings: Settings, secret: str, shop_port: int) -> Mapping[str, str]:
    """What a merchant does: connect and test the endpoint, tick the skills, publish, take a key."""
    HOME.mkdir(mode=0o700, exist_ok=True)
    for leftover in HOME.glob("demo.db*"):  # of a first start that was interrupted; nobody has its keys
        leftover.unlink()
    migrate(settings.database_url)
    vault, store = Vault(settings.secret_key), await open_store(settings.database_url)
    endpoint = EndpointSettings(url=f"http://127.0.0.1:{shop_port}/status", reference_prefixes=("ORD-", "PROJ-"))
    at = time.time()
    try:
        tenant = await store.write(lambda tx: tenancy.create(tx, name="Demo shop", plan=Plan.PRO, at=at))
        new = endpoint_connection(tenant.id, endpoint, secret, loopback_ports=settings.dev_loopback_ports)
        async with roads(settings) as way:
            tried = await attempt(way, new, KNOWN_ORDER)

        async def work(tx: Transaction) -> Mapping[str, str]:
            await tried.keep(tx, vault, replace=False, at=at)
            agent = await agents.create(tx, tenant.id, name="Order status", at=at)
            await agents.revise(tx, tenant.id, agent.id, at=at, skills=frozenset(Skill))
            await publishing.publish(tx, tenant.id, agent.id, note="demo", at=at)
            _, token = await keys.issue(tx, tenant.id, name="demo", scopes=frozenset(Scope), at=at)
            return {"DEMO_TENANT": str(tenant.id), "DEMO_AGENT": agent.id, "DEMO_API_KEY": token}

        return await store.write(work)
    finally:
        await store.close()


async def _set_up_line(settings: Settings, given: Mapping[str, str]) -> Mapping[str, str]:
    """A telephone account of nobody's, with a token made here, and a line that `waybill call` can reach."""
    account, token = "AC" + token_hex(16), token_hex(16)
    vault, store = Vault(settings.secret_key), await open_store(settings.database_url)
    tenant, at = int(given["DEMO_TENANT"]), time.time()
    new = telephone_connection(tenant, TwilioCredentials(account_sid=account, auth_token=token))
    agent = given["DEMO_AGENT"]

    async def work(tx: Transaction) -> str:
        await integrations.connect(tx, vault, new, replace=False, at=at)
        line = await lines.create(
            tx, tenant, e164=NUMBER, agent_id=agent, mode=Mode.GATHER, voice=None, language="en-US", at=at
        )
        return line.id

    try:
        line = await store.write(work)
    finally:
        await store.close()
    return {
        "DEMO_LINE": line,
        "DEMO_PHONE_NUMBER": NUMBER,
        "DEMO_TWILIO_ACCOUNT": account,
        "DEMO_TWILIO_TOKEN": token,
    }


def _say_what_to_try(given: Mapping[str, str]) -> None:
    url, key, agent = given["DEMO_URL"], given["DEMO_API_KEY"], given["DEMO_AGENT"]
    click.echo(f"""
Waybill answers on {url} for a demo shop. In another terminal:

  .venv/bin/waybill chat                       and ask: where is ORD-9842?   (it goes to ZIP 94107)

  .venv/bin/waybill call                       the same by telephone: type what you say, #123 presses keys

  curl -s {url}/v1/chat/completions -H "Authorization: Bearer {key}" \\
    -H "Content-Type: application/json" \\
    -d '{{"model":"{agent}","messages":[{{"role":"user","content":"Where is ORD-9842? ZIP 94107"}}]}}'

  OpenAI(base_url="{url}/v1", api_key="{key}")    model="{agent}"

  .venv/bin/waybill ticket list                what waits for a person

  curl -s {url}/api/v1/integrations -H "Authorization: Bearer {key}"
                                               what a merchant sets up; all of it: {url}/docs

All of it stands in {ENVIRONMENT}. Ctrl-C stops everything.
""")
