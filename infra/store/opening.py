"""Opening the database that DATABASE_URL names, whichever engine it is."""

from infra.store.sqlite import SqliteStore
from infra.store.transaction import Store
from infra.store.url import sqlite_file


async def open_store(url: str) -> Store:
    """Open a migrated database, in the running event loop.

    Raises: ValueError for a URL that is neither engine's; StoreUnavailable.
    """
    if (file := sqlite_file(url)) is not None:
        return SqliteStore(file)
    from infra.store.postgres import PostgresStore  # noqa: PLC0415 - whoever is on SQLite can do without asyncpg

    return await PostgresStore.open(url)
