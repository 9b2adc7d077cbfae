"""How a command comes to the store: opened for one piece of work, and every expected failure said in one sentence."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

import click
from pydantic import ValidationError

from commands.demo_environment import read_settings
from infra.store import schema
from infra.store.sqlite import SqliteStore
from infra.store.transaction import Store, StoreUnavailable, Work
from infra.store.vault import Vault, VaultError, check
from server.settings import Settings, SettingsError
from tenants.errors import SetupError, invalid

T = TypeVar("T")


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[Store, Vault, Settings]]:
    """The store, the vault and the settings of this installation.

    Raises: click.ClickException where the database is not there or not at the schema this version needs; VaultError.
    """
    settings = read_settings()
    vault = Vault(settings.secret_key)
    if schema.revision(settings.database) != schema.HEAD:
        raise click.ClickException(f"{settings.database} is not ready for this version; run `waybill migrate` first.")
    store = SqliteStore(settings.database)
    try:
        await store.write(lambda tx: check(tx, vault))
        yield store, vault, settings
    finally:
        store.close()


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Turn every failure that is expected into a click.ClickException: one sentence, exit code 1."""
    try:
        yield
    except (SettingsError, SetupError, VaultError) as error:
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
