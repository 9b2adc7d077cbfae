"""How a command comes to the store: opened for one piece of work, and every expected failure said in one sentence."""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

import click
from pydantic import ValidationError

from commands.demo_environment import read_settings
from escalation.errors import TicketError
from infra.net.client import GuardedClient
from infra.store import schema
from infra.store.opening import open_store
from infra.store.transaction import Store, StoreUnavailable, Work
from infra.store.url import shown
from infra.store.vault import Vault, VaultError, check
from server.house import House
from server.roads import roads_of
from server.settings import Settings, SettingsError
from tenants.errors import SetupError, invalid
from tenants.sources import Roads

T = TypeVar("T")
FINISHING_SECONDS = 2.0


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[Store, Vault, Settings]]:
    """The store, the vault and the settings of this installation.

    Raises: click.ClickException where the database is not there or not at the schema this version needs; VaultError.
    """
    settings = read_settings()
    vault = Vault(settings.secret_key)
    url = settings.database_url
    if await asyncio.to_thread(schema.revision, url) != schema.HEAD:
        raise click.ClickException(f"{shown(url)} is not ready for this version; run `waybill migrate` first.")
    store = await open_store(url)
    try:
        await store.write(lambda tx: check(tx, vault))
        yield store, vault, settings
    finally:
        await store.close()


@asynccontextmanager
async def housed() -> AsyncIterator[House]:
    """All rooms, as `waybill serve` has them, without its doors. Raises: SettingsError; StoreUnavailable."""
    house = await House.open(read_settings())
    try:
        yield house
    finally:
        await house.tasks.finish(FINISHING_SECONDS)  # what was done is told to whoever listens
        await house.close()


@asynccontextmanager
async def roads(settings: Settings) -> AsyncIterator[Roads]:
    """The ways to shops that a command takes, as `waybill serve` would."""
    async with GuardedClient(loopback_ports=settings.dev_loopback_ports) as client:
        yield roads_of(settings, client, time.time)


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Turn every failure that is expected into a click.ClickException: one sentence, exit code 1."""
    try:
        yield
    except (SettingsError, SetupError, TicketError, VaultError) as error:
        raise click.ClickException(str(error)) from None
    except ValidationError as error:
        raise click.ClickException(str(invalid(error))) from None
    except StoreUnavailable as error:
        raise click.ClickException(f"The database does not answer: {error}.") from None


def run(work: Coroutine[object, object, T]) -> T:
    """Run a command's work to its end. Raises: click.ClickException with one sentence."""
    with in_one_sentence():
        return asyncio.run(work)


def write(work: Work[T]) -> T:
    """Perform one transaction of a command that needs nothing else."""

    async def body() -> T:
        async with opened() as (store, _, _):
            return await store.write(work)

    return run(body())


def read(work: Work[T]) -> T:
    """Perform one reading of a command that needs nothing else."""

    async def body() -> T:
        async with opened() as (store, _, _):
            return await store.read(work)

    return run(body())
