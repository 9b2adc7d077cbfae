"""PostgreSQL as a store: each write a transaction that is run again when it raced another, each read a few statements.

Writes are REPEATABLE READ: whatever a work has read stands until it commits, or the work is run again and sees what the
other wrote. So a work that reads, decides and writes the same is right without locks, as it is on SQLite. Where it
writes something else than it has read (one more row, of at most twenty), a unique value or a version has to guard it.
"""

import asyncio
import random
from collections.abc import Awaitable, Sequence
from contextlib import nullcontext
from types import TracebackType
from typing import TypeVar, cast

import asyncpg  # type: ignore[import-untyped]  # it has annotations, but no marker that says so

from infra.store.connections import LOST, Connection, Connections
from infra.store.transaction import Row, StoreUnavailable, Value, Work
from infra.tasks import Tasks

T = TypeVar("T")
MOST_CONNECTIONS = 10
CLOSING_SECONDS = 5.0
MOST_RUNS = 30
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.001, 0.1
BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ"
UNSYNCED = "; SET LOCAL synchronous_commit = off"
RACED = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.InvalidCachedStatementError,  # the schema moved on meanwhile
)


class _Trouble:
    """Turns what is the database's trouble into StoreUnavailable; the asker's own mistakes stay what they are."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None: ...

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        if isinstance(error, asyncpg.ReadOnlySQLTransactionError):
            self._connection.terminate()  # whoever connects anew may be led to the server that has taken over
        lost = isinstance(error, LOST) or (isinstance(error, asyncpg.InterfaceError) and self._connection.is_closed())
        if lost:
            raise StoreUnavailable(str(error) or type(error).__name__) from error


class _Statements:
    """A `Transaction` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._trouble = _Trouble(connection)

    async def rows(self, sql: str, *values: Value) -> Sequence[Row]:
        with self._trouble:
            return cast("Sequence[Row]", await self._connection.fetch(sql, *map(_storable, values)))

    async def row(self, sql: str, *values: Value) -> Row | None:
        with self._trouble:
            return cast("Row | None", await self._connection.fetchrow(sql, *map(_storable, values)))

    async def run(self, sql: str, *values: Value) -> int:
        with self._trouble:
            told: str = await self._connection.execute(sql, *map(_storable, values))
        count = told.rpartition(" ")[2]  # "UPDATE 3", "INSERT 0 1", "CREATE TABLE"
        return int(count) if count.isdecimal() else 0


def _storable(value: Value) -> Value:
    """PostgreSQL's text holds no NUL: a value with one names nothing there, and is kept with the sign for "unknown"."""
    return value.replace("\0", "\N{REPLACEMENT CHARACTER}") if isinstance(value, str) else value


class PostgresStore:
    """The store for many processes. Made with `open`, closed with `close`."""

    def __init__(self, url: str, *, most: int = MOST_CONNECTIONS) -> None:
        self._connections = Connections(url, most)
        self._writing = Tasks()
        self._again = asyncio.Lock()
        """Held while a work is run again: those that raced once come one by one, or a crowd would race for ever."""

    @classmethod
    async def open(cls, url: str, *, most: int = MOST_CONNECTIONS) -> "PostgresStore":
        """Connect to a migrated database, with at most `most` connections. Raises: StoreUnavailable."""
        store = cls(url, most=most)
        async with store._connections.one():
            return store

    def write(self, work: Work[T], *, synced: bool = True) -> Awaitable[T]:
        """See `Store.write`. Writes that are handed over together run beside each other, in no order.

        Where the connection is lost in the very commit, nobody knows whether it stands: StoreUnavailable all the same.
        """
        # An asker who goes away cancels only what is handed to them here.
        return asyncio.shield(self._writing.start(self._written(work, BEGIN if synced else BEGIN + UNSYNCED)))

    async def read(self, work: Work[T]) -> T:
        """See `Store.read`. Each statement sees what is committed when it begins: one round trip, no transaction."""
        async with self._connections.one() as connection:
            return await work(_Statements(connection))

    async def close(self) -> None:
        """Let writes come to their end, then close the connections."""
        await self._writing.finish(CLOSING_SECONDS)
        await self._connections.close()

    async def _written(self, work: Work[T], begin: str) -> T:
        """Run the work until it raced nobody.

        A unique value may have been written by another while the work ran; run again, the work sees it. If it wants the
        very same value then, it is no race but the asker's to know.
        """
        stood: tuple[str | None, str | None] | None = None
        for run in range(1, MOST_RUNS + 1):
            try:
                async with self._again if run > 1 else nullcontext():
                    return await self._run(work, begin)
            except asyncpg.UniqueViolationError as error:
                before, stood = stood, (error.constraint_name, error.detail)
                if stood == before:
                    raise
            except RACED:
                pass
            await _pause(run)
        raise StoreUnavailable(f"raced others {MOST_RUNS} times")

    async def _run(self, work: Work[T], begin: str) -> T:
        async with self._connections.one() as connection:
            trouble = _Trouble(connection)
            with trouble:
                await connection.execute(begin)
            try:
                result = await work(_Statements(connection))
                with trouble:
                    ended = await connection.execute("COMMIT")
            except BaseException:
                await _roll_back(connection)
                raise
            if ended != "COMMIT":
                raise RuntimeError("a transaction went on after one of its statements had failed")
            return result


async def _roll_back(connection: Connection) -> None:
    try:
        await connection.execute("ROLLBACK")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        connection.terminate()  # and with it goes what it had not committed


async def _pause(run: int) -> None:
    """However many raced, their pauses soon lie further apart than a transaction takes."""
    longest = min(FIRST_PAUSE_SECONDS * 2**run, LONGEST_PAUSE_SECONDS)
    await asyncio.sleep(random.uniform(0, longest))  # noqa: S311 - nothing is kept secret by it
