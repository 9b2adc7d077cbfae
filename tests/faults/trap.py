"""A database that stops a chosen write in its middle: forever, so that a process is killed there, or by an error."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

# A trigger may not hold an endless query itself, but it may look at a view that is one.
_FOREVER = "CREATE VIEW forever AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) SELECT * FROM n"
_STUCK = "SELECT * FROM forever"
_REFUSED = "SELECT RAISE(ABORT, 'no more room')"
_REFUSALS = 1_000  # in a row: far longer than any commit takes


@contextmanager
def stuck(database: Path, where: str) -> Iterator[None]:
    """Whoever makes this write never comes back from it.

    `where` is a table and, after a blank, a condition on its new row: "utterances NEW.party = 'assistant'".
    """
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(_FOREVER)
        connection.execute(_trigger(where, _STUCK))
        yield
        connection.execute("DROP TRIGGER trap")
        connection.execute("DROP VIEW forever")


@contextmanager
def refused(database: Path, where: str) -> Iterator[None]:
    """This write fails; see `stuck` for `where`."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(_trigger(where, _REFUSED))
        yield
        connection.execute("DROP TRIGGER trap")


async def somebody_is_stuck(database: Path) -> None:
    """Wait until the lock for writing is held, and not given back."""
    refusals = 0
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
        while refusals < _REFUSALS:
            await asyncio.sleep(0)
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
                refusals = 0
            except sqlite3.OperationalError:
                refusals += 1


def counted(database: Path) -> dict[str, int]:
    """How many rows stand in the tables that a turn writes."""
    tables = ("utterances", "tickets", "ticket_events", "outbox")
    with closing(sqlite3.connect(database)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def _trigger(where: str, then: str) -> str:
    table, _, when = where.partition(" ")
    return f"CREATE TRIGGER trap AFTER INSERT ON {table} {when and 'WHEN'} {when} BEGIN {then}; END"
