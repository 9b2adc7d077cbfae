"""Bringing the database to the schema this version needs, and telling whether it has it.

Alembic and SQLAlchemy are imported only to migrate: together they cost a quarter second that a start can do without.
What is here runs to its end, in an event loop of its own where it needs one: inside a loop, call it in a thread.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from infra.store.url import sqlite_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from alembic.config import Config

    from infra.store.connections import Connection

HEAD = "0008"
MIGRATIONS = Path(__file__).with_name("migrations")
ONE_AT_A_TIME = 7_242_113  # names an advisory lock: any number would do, as long as it stays the same
PATIENCE_SECONDS = 60.0
"""Whoever finds another migrating the same file waits for so long."""
_STANDING = "SELECT version_num FROM alembic_version"


class MigrationError(Exception):
    """The database cannot be migrated; says why, in the rest of a sentence about it."""


def migrate(url: str) -> None:
    """Apply every step the database lacks, all of them or none; a SQLite file is made if need be.

    Two processes may do so at once: one waits for the other.

    Raises: ValueError for a URL that is neither engine's; MigrationError; StoreUnavailable.
    """
    file = sqlite_file(url)
    with _explained():
        if file is not None:
            _migrate_file(file)
        else:
            asyncio.run(_migrate_server(url))


def revision(url: str) -> str | None:
    """The step the database stands at, or None where there is no Waybill database yet.

    Raises: ValueError for a URL that is neither engine's; StoreUnavailable.
    """
    if (file := sqlite_file(url)) is not None:
        return _revision_of_file(file)
    return asyncio.run(_revision_of_server(url))


@contextmanager
def _explained() -> Iterator[None]:
    from alembic.util import CommandError  # noqa: PLC0415 - see the module's docstring
    from sqlalchemy.exc import DatabaseError  # noqa: PLC0415

    try:
        yield
    except OSError as error:
        raise MigrationError(f"cannot be written: {error.strerror}") from error
    except DatabaseError as error:
        raise MigrationError(f"cannot be migrated: {error.orig}") from error
    except CommandError as error:
        raise MigrationError("was made by a newer version of Waybill") from error


def _config(script: StringIO | None = None) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see the module's docstring

    config = Config(output_buffer=script)
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _migrate_file(path: Path) -> None:
    from alembic import command  # noqa: PLC0415 - see the module's docstring
    from sqlalchemy import create_engine, event  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    path.parent.mkdir(parents=True, exist_ok=True)
    config = _config()
    # Python's own way is to begin with the first INSERT: what was made before that would stand, half of a schema that
    # can neither be used nor be made again.
    by_ourselves = {"isolation_level": None, "timeout": PATIENCE_SECONDS}
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args=by_ourselves)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    path.chmod(0o600)


def _revision_of_file(path: Path) -> str | None:
    if not path.exists():
        return None
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        row = connection.execute(_STANDING).fetchone()
    except sqlite3.Error:
        return None
    finally:
        connection.close()
    return str(row[0]) if row else None


async def _migrate_server(url: str) -> None:
    """Alembic writes the steps down as one script, which asyncpg performs: no second driver, and no greenlets."""
    from asyncpg import PostgresError  # type: ignore[import-untyped]  # noqa: PLC0415

    async with _connected(url) as connection:
        try:
            async with connection.transaction():
                await connection.execute(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
                if (found := await _standing(connection)) != HEAD:
                    await connection.execute(_script(found))
        except PostgresError as error:
            raise MigrationError(f"cannot be migrated: {error}") from error


def _script(stands_at: str | None) -> str:
    """The SQL of all steps after this one."""
    from alembic import command  # noqa: PLC0415 - see the module's docstring

    script = StringIO()
    command.upgrade(_config(script), f"{stands_at or 'base'}:head", sql=True)
    return script.getvalue()


async def _revision_of_server(url: str) -> str | None:
    async with _connected(url) as connection:
        return await _standing(connection)


async def _standing(connection: "Connection") -> str | None:
    if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
        return None
    found: str | None = await connection.fetchval(_STANDING)
    return found


@asynccontextmanager
async def _connected(url: str) -> "AsyncIterator[Connection]":
    """A connection that waits as long as a step takes. Raises: StoreUnavailable."""
    from infra.store.connections import connect  # noqa: PLC0415 - whoever is on SQLite can do without asyncpg

    connection = await connect(url, patience=None)
    try:
        yield connection
    finally:
        await connection.close()
