"""Making sure that one process has a database to itself, where nothing but the database would tell it of another."""

import asyncio
import fcntl
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from infra.store.transaction import StoreUnavailable
from infra.store.url import sqlite_file
from infra.tasks import Tasks

if TYPE_CHECKING:
    from infra.store.connections import Connection

log = logging.getLogger("waybill")
LOCK = 0x57415942  # "WAYB": what our lock is called in any PostgreSQL database
AGAIN_SECONDS = 1.0


class NotAlone(Exception):  # noqa: N818 - an answer to whoever starts the second one
    """Another process has it, or nothing could be locked; the message is one sentence."""


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[None]:
    """Have the database at `url` to ourselves: a lock beside the SQLite file, or in PostgreSQL while we are connected.

    Raises: NotAlone; StoreUnavailable.
    """
    file = sqlite_file(url)
    async with _beside(file) if file else _within(url):
        yield


@asynccontextmanager
async def _beside(file: Path) -> AsyncIterator[None]:
    try:
        lock = await asyncio.to_thread(file.with_suffix(".lock").open, "w")
    except OSError as error:
        raise NotAlone(f"There is no place for a lock beside {file}: {error.strerror}.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotAlone(f"Another process serves {file} already; SQLite takes one.") from None
        yield


@asynccontextmanager
async def _within(url: str) -> AsyncIterator[None]:
    tasks = Tasks()
    tasks.start(_keep(url, await _locked(url)))
    try:
        yield
    finally:
        await tasks.close()


async def _locked(url: str) -> "Connection":
    """A connection that has the lock. Raises: NotAlone; StoreUnavailable."""
    from infra.store.connections import connect  # noqa: PLC0415 - SQLite's process need not load asyncpg

    connection = await connect(url)
    try:
        if await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
            return connection
    except BaseException:
        connection.terminate()
        raise
    connection.terminate()
    raise NotAlone(
        "Another process serves this database already; set REDIS_URL for all of them, so that they share it."
    )


async def _keep(url: str, connection: "Connection") -> None:
    """Take the lock again whenever its connection was lost: a server that was restarted knows nothing of it."""
    try:
        while True:
            await _end_of(connection)
            connection = await _locked_again(url)
    finally:
        connection.terminate()


async def _end_of(connection: "Connection") -> None:
    ended = asyncio.Event()
    connection.add_termination_listener(lambda _: ended.set())
    if not connection.is_closed():
        await ended.wait()


async def _locked_again(url: str) -> "Connection":
    told = False
    while True:
        try:
            return await _locked(url)
        except StoreUnavailable:
            pass  # still away
        except NotAlone as error:
            if not told:
                told = True
                log.error("the lock was lost with the connection: %s", error)  # noqa: TRY400 - it says it all
        await asyncio.sleep(AGAIN_SECONDS)
