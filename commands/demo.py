"""`waybill demo`: a tenant, a shop and everything they need, on this machine, in one command."""

import asyncio
import os
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import click

from commands.beside import beside
from commands.demo_environment import ENVIRONMENT, HOME, demo_environment, demo_settings
from commands.demo_phone import telephone_line
from commands.demo_store import PORT as STORE_PORT
from commands.demo_store import store_running, store_url, widget_key
from commands.member import first_link
from commands.opening import in_one_sentence, roads
from infra.store.opening import open_store
from infra.store.schema import migrate
from infra.store.transaction import Transaction
from infra.store.vault import Vault, check, make_key
from lookup.signing import make_secret
from server.serve import serve
from server.settings import Settings
from tenants import agents, keys, publishing, tenancy
from tenants.connecting import KnownOrder, attempt
from tenants.connector import EndpointSettings, endpoint_connection
from tenants.draft import Skill
from tenants.plans import Plan
from tenants.principal import Scope

DATABASE = HOME / "demo.db"
SHOP = Path(__file__).parent.parent / "examples" / "receiver" / "app.py"
SHOP_PORT = 9402
OWNER_NAME, OWNER_EMAIL = "Demo owner", "owner@example.com"
KNOWN_ORDER = KnownOrder("ORD-9842", {"email": "jane.doe@example.com", "zip": "94107"})


@click.command("demo")
@click.option("--port", default=8080, show_default=True, help="Where Waybill listens.")
@click.option("--shop-port", default=SHOP_PORT, show_default=True, help="Where the demo shop listens.")
@click.option("--store-port", default=STORE_PORT, show_default=True, help="Where the demo shop's website is.")
def demo_command(port: int, shop_port: int, store_port: int) -> None:
    """Start Waybill beside a demo shop, with a demo tenant."""
    with in_one_sentence():
        given = _environment(port, shop_port)
        settings = demo_settings(given)
        with _shop(given["DEMO_SHOP_SECRET"], shop_port):
            if "DEMO_API_KEY" in given:
                migrate(settings.database_url)
            else:
                given |= asyncio.run(_set_up(settings, given["DEMO_SHOP_SECRET"], shop_port))
            more, link = asyncio.run(_open_doors(settings, given, store_port))
            given |= more
            with store_running(given, store_port):
                serve(settings, lambda: _begin(given, link))


def _environment(port: int, shop_port: int) -> dict[str, str]:
    """What stands in demo.env after the first start; before, or without its database, what a first start needs."""
    kept = demo_environment()
    if "DEMO_API_KEY" not in kept or not DATABASE.exists():
        kept = {"WAYBILL_SECRET_KEY": make_key(), "DEMO_SHOP_SECRET": make_secret()}
    url = f"http://127.0.0.1:{port}"
    ports = {"PORT": str(port), "WAYBILL_DEV_LOOPBACK_PORTS": str(shop_port), "DEMO_URL": url}
    ports |= {"WAYBILL_PUBLIC_URL": url}  # what `waybill call` signs for, and where links lead
    return {**kept, **ports, "DATABASE_URL": f"sqlite:///{DATABASE}"}


def _begin(given: Mapping[str, str], link: str) -> None:
    """The demo answers: keep what the other commands and the next start need, and say what to try."""
    _keep(given)
    _say_what_to_try(given, link)


def _keep(given: Mapping[str, str]) -> None:
    """Write demo.env, whole or not at all, readable by its owner alone from its first byte."""
    new = ENVIRONMENT.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in given.items())
    new.replace(ENVIRONMENT)


def _shop(secret: str, port: int) -> AbstractContextManager[None]:
    """The demo shop, a separate process that checks our signatures, for as long as this block runs."""
    return beside(SHOP, port, "--shop-port", {"RECEIVER_SECRET": secret})


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


async def _open_doors(settings: Settings, given: Mapping[str, str], store_port: int) -> tuple[Mapping[str, str], str]:
    """What the doors beside the API need, and a one-time link to the console: who follows it chooses the password."""
    vault, store, at = Vault(settings.secret_key), await open_store(settings.database_url), time.time()
    tenant = int(given["DEMO_TENANT"])
    try:
        await store.write(lambda tx: check(tx, vault))
        line = {} if "DEMO_LINE" in given else await telephone_line(store, vault, given, at)
        key = await widget_key(store, given, store_port, at)
        link = await store.write(lambda tx: first_link(tx, vault, tenant, name=OWNER_NAME, email=OWNER_EMAIL, at=at))
        return {**line, "DEMO_STORE": store_url(store_port), "DEMO_WIDGET_KEY": key}, link
    finally:
        await store.close()


def _say_what_to_try(given: Mapping[str, str], link: str) -> None:
    url, key, agent = given["DEMO_URL"], given["DEMO_API_KEY"], given["DEMO_AGENT"]
    click.echo(f"""
Waybill answers on {url} for a demo shop. In a browser:

  {given["DEMO_STORE"]}                        the shop's website, with the widget on it

In another terminal:

  .venv/bin/waybill chat                       and ask: where is ORD-9842?   (it goes to ZIP 94107)

  .venv/bin/waybill call                       the same by telephone: type what you say, #123 presses keys

  curl -s {url}/v1/chat/completions -H "Authorization: Bearer {key}" \\
    -H "Content-Type: application/json" \\
    -d '{{"model":"{agent}","messages":[{{"role":"user","content":"Where is ORD-9842? ZIP 94107"}}]}}'

  OpenAI(base_url="{url}/v1", api_key="{key}")    model="{agent}"

  {url}{link}
                                               the console, where merchants set up and colleagues answer; choose a
                                               password by this link, it works once

  .venv/bin/waybill ticket list                what waits for a person

  curl -s {url}/api/v1/integrations -H "Authorization: Bearer {key}"
                                               what a merchant sets up; all of it: {url}/docs

All of it stands in {ENVIRONMENT}. Ctrl-C stops everything.
""")
