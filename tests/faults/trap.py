"""A database that stops a chosen write in its middle: forever, so that a process is killed there, or by an error."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import asyncpg

from infra.store.url import sqlite_file

# A trigger of SQLite may not hold an endless query itself, but it may look at a view that is one.
_FOREVER = "CREATE VIEW forever AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) SELECT * FROM n"
_STUCK = "SELECT * FROM forever", "PERFORM pg_sleep(600)"
_REFUSED = "SELECT RAISE(ABORT, 'no more room')", "RAISE 'no more room'"
_SLEEPERS = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
_REFUSALS = 1_000  # in a row: far longer than any commit takes


@asynccontextmanager
async def stuck(url: str, where: str) -> AsyncIterator[None]:
    """Whoever makes this write never comes back from it.

    `where` is a table and, after a blank, a condition on its new row: "utterances NEW.party = 'assistant'".
    """
    if sqlite_file(url) is not None:
        await perform(url, _FOREVER)
    await _set(url, where, _STUCK)
    yield
    if sqlite_file(url) is None:  # whose process is gone sleeps on
        await perform(url, f"SELECT pg_terminate_backend(pid, 5000) {_SLEEPERS}")
    await _remove(url)
    if sqlite_file(url) is not None:
        await perform(url, "DROP VIEW forever")


@asynccontextmanager
async def refused(url: str, where: str) -> AsyncIterator[None]:
    """This write fails; see `stuck` for `where`."""
    await _set(url, where, _REFUSED)
    yield
    await _remove(url)


async def somebody_is_stuck(url: str) -> None:
    """Wait until a write has begun that does not end."""
    file = sqlite_file(url)
    if file is None:
        while not (await perform(url, f"SELECT count(*) {_SLEEPERS}"))[0][0]:
            await asyncio.sleep(0)
    else:
        await _lock_is_kept(file)


async def counted(url: str) -> dict[str, int]:
    """How many rows stand in the tables that a turn writes."""
    tables = ("utterances", "tickets", "ticket_events", "outbox")
    return {table: int(str((await perform(url, f"SELECT count(*) FROM {table}"))[0][0])) for table in tables}


async def perform(url: str, sql: str) -> list[tuple[object, ...]]:
    """One statement on a connection of its own, as somebody from outside would. Returns: its rows."""
    if (file := sqlite_file(url)) is not None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            return list(connection.execute(sql))
    outside = await asyncpg.connect(url)
    rows = [tuple(row) for row in await outside.fetch(sql)]
    await outside.close()
    return rows


async def _set(url: str, where: str, then: tuple[str, str]) -> None:
    table, _, when = where.partition(" ")
    trigger = f"CREATE TRIGGER trap AFTER INSERT ON {table} FOR EACH ROW WHEN ({when or 'TRUE'})"
    if sqlite_file(url) is not None:
        await perform(url, f"{trigger} BEGIN {then[0]}; END")
        return
    await perform(url, f"CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {then[1]}; END$$")
    await perform(url, f"{trigger} EXECUTE FUNCTION trap()")


async def _remove(url: str) -> None:
    await perform(url, "DROP TRIGGER trap" if sqlite_file(url) is not None else "DROP FUNCTION trap CASCADE")


async def _lock_is_kept(file: Path) -> None:
    """Until the lock for writing is held, and not given back."""
    refusals = 0
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        while refusals < _REFUSALS:
            await asyncio.sleep(0)
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
                refusals = 0
            except sqlite3.OperationalError:
                refusals += 1
