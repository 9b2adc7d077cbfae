"""SQLite as a store: statements run where they are asked for, all that are asked for at once in one commit.

Why so: the statements of a turn take a few microseconds, a hop to another thread and its quarrel over the interpreter
lock take ten times that. So they run in the event loop, and only the sync happens elsewhere: `infra.store.disk`.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Coroutine, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar, cast

from infra.store.disk import Disk
from infra.store.transaction import Row, StoreUnavailable, Value, Work

T = TypeVar("T")
MOST_IN_ONE_COMMIT = 64
CHECKPOINT_AFTER = 2_000  # jobs
BUSY_SECONDS = 5.0
AGAIN_SECONDS = 0.005
CHANGING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@lru_cache(maxsize=512)
def _dialect(sql: str) -> str:
    return sql.replace("$", "?")


@lru_cache(maxsize=512)
def _question(sql: str) -> str:
    if sql.startswith(CHANGING):  # "INSERT … RETURNING" gives rows, and would stand without a commit
        raise RuntimeError(f"a reading changes nothing: {sql}")
    return _dialect(sql)


def _drive(body: Awaitable[T]) -> T:
    """Run a transaction's body, which never truly waits, to its end."""
    try:
        cast("Coroutine[Any, Any, T]", body).send(None)
    except StopIteration as end:
        return cast("T", end.value)
    raise RuntimeError("a transaction awaited something other than its own statements")


class _Statements:
    """A `Transaction` on one connection; its coroutines are done as soon as they are driven."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, *values: Value) -> Sequence[Row]:
        return self._connection.execute(_dialect(sql), values).fetchall()

    async def row(self, sql: str, *values: Value) -> Row | None:
        return cast("Row | None", self._connection.execute(_dialect(sql), values).fetchone())

    async def run(self, sql: str, *values: Value) -> int:
        return self._connection.execute(_dialect(sql), values).rowcount


class _Questions(_Statements):
    """The same where nothing is to be changed, by a statement that gives rows back either."""

    async def rows(self, sql: str, *values: Value) -> Sequence[Row]:
        return self._connection.execute(_question(sql), values).fetchall()

    async def row(self, sql: str, *values: Value) -> Row | None:
        return cast("Row | None", self._connection.execute(_question(sql), values).fetchone())

    async def run(self, sql: str, *_values: Value) -> int:
        raise RuntimeError(f"a reading changes nothing: {sql}")


def connect(path: Path) -> sqlite3.Connection:
    """Open the database in the mode all of Waybill uses, never waiting for another process."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    connection.row_factory = sqlite3.Row
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "wal_autocheckpoint=0", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


@dataclass(slots=True)
class _Job:
    work: Work[Any]
    done: asyncio.Future[Any]
    synced: bool
    result: Any = None
    error: Exception | None = None

    def tell(self, unsynced: OSError | None = None) -> None:
        error = self.error or (StoreUnavailable(str(unsynced)) if unsynced else None)
        if self.done.done():  # the asker is gone; the commit stands all the same
            return
        if error is None:
            self.done.set_result(self.result)
        else:
            self.done.set_exception(error)


class SqliteStore:
    """The default store. Made in a running event loop, closed with `close`."""

    def __init__(self, path: Path) -> None:
        """Open `path`, which must exist and be migrated."""
        # One for all: between two commits no transaction is open, and another would read each changed page anew.
        self._connection = connect(path)
        self._statements, self._questions = _Statements(self._connection), _Questions(self._connection)
        self._disk = Disk(path)
        self._waiting: list[_Job] = []
        self._since: float | None = None
        self._written = 0
        self._closed = False

    def write(self, work: Work[T], *, synced: bool = True) -> Awaitable[T]:
        """See `Store.write`. The returned future may be left unawaited when only the order of writes matters."""
        loop = asyncio.get_running_loop()
        job = _Job(work, loop.create_future(), synced)
        if self._closed:
            job.done.set_exception(StoreUnavailable("the store is closed"))
            return job.done
        self._waiting.append(job)
        if len(self._waiting) == 1:
            loop.call_soon(self._commit)
        return job.done

    async def read(self, work: Work[T]) -> T:
        """See `Store.read`."""
        try:
            return _drive(work(self._questions))
        except sqlite3.OperationalError as error:
            raise StoreUnavailable(str(error)) from error

    async def close(self) -> None:
        """Write what is waiting, sync it, then close both connections."""
        self._closed = True
        while self._waiting:
            self._commit(last=True)
        self._disk.close()
        self._connection.close()

    def _commit(self, *, last: bool = False) -> None:
        """Perform what is waiting in one transaction; one that fails takes back only itself."""
        if not self._waiting:
            return
        if not self._begun(last=last):
            return
        jobs, self._waiting = self._waiting[:MOST_IN_ONE_COMMIT], self._waiting[MOST_IN_ONE_COMMIT:]
        try:
            for job in jobs:
                self._perform(job)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._take_back(jobs, error)
        self._tell(jobs)
        if self._waiting and not last:
            asyncio.get_running_loop().call_soon(self._commit)

    def _begun(self, *, last: bool) -> bool:
        """Begin a transaction. While another process writes, try again in a moment, and give up after a while."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            loop = asyncio.get_running_loop()
            self._since = self._since or loop.time()
            if not last and error.sqlite_errorcode == sqlite3.SQLITE_BUSY and loop.time() < self._since + BUSY_SECONDS:
                loop.call_later(AGAIN_SECONDS, self._commit)
                return False
            jobs, self._waiting, self._since = self._waiting, [], None
            self._take_back(jobs, error)
            self._tell(jobs)
            return False
        self._since = None
        return True

    def _perform(self, job: _Job) -> None:
        self._connection.execute("SAVEPOINT job")
        try:
            job.result = _drive(job.work(self._statements))
        except sqlite3.OperationalError:  # a full disk: nobody's commit stands
            raise
        except Exception as error:  # noqa: BLE001 - it is the asker's, and is handed to them whole
            job.error = error
            self._connection.execute("ROLLBACK TO job")
        self._connection.execute("RELEASE job")

    def _take_back(self, jobs: list[_Job], error: sqlite3.Error) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        for job in jobs:
            job.error = StoreUnavailable(str(error))

    def _tell(self, jobs: list[_Job]) -> None:
        """At once to those who need no sync, or have failed; to the others when the disk has it."""
        synced = [job for job in jobs if job.synced and job.error is None]
        for job in jobs:
            if not job.synced or job.error is not None:
                job.tell()
        if synced:
            self._disk.sync(partial(_tell_all, synced))
        self._written += len(jobs)
        if self._written >= CHECKPOINT_AFTER:
            self._written = 0
            self._disk.checkpoint()


def _tell_all(jobs: list[_Job], unsynced: OSError | None) -> None:
    for job in jobs:
        job.tell(unsynced)
