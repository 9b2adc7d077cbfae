"""Connections to one PostgreSQL: opened as they are needed, lent to one asker at a time, replaced when they are lost.

asyncpg has a pool of its own; lending from it costs two thirds of a short statement again, since each return is a task.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeAlias

import asyncpg  # type: ignore[import-untyped]  # it has annotations, but no marker that says so

from infra.store.transaction import StoreUnavailable

Connection: TypeAlias = Any  # asyncpg.Connection
PATIENCE_SECONDS = 5.0
"""How long an asker waits for a connection, and a connection for the server's answer to one statement."""

LOST = (
    OSError,  # nobody listens, the network is down, a time-out
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shutting down, starting up, ended by an administrator
    asyncpg.InsufficientResourcesError,  # disk full, no memory, too many connections
    asyncpg.PostgresSystemError,
    asyncpg.ReadOnlySQLTransactionError,  # a standby
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,  # no such database
    asyncpg.UndefinedTableError,  # not migrated
    asyncpg.InternalClientError,
)
"""What is the database's trouble and not the asker's."""


class Connections:
    """At most `most` at a time. Closed with `close`."""

    def __init__(self, url: str, most: int) -> None:
        self._url = url
        self._most = most
        self._idle: list[Connection] = []
        self._lent: set[Connection] = set()
        self._places = asyncio.Semaphore(most)
        self._closed = False

    @asynccontextmanager
    async def one(self) -> AsyncIterator[Connection]:
        """A connection that works as far as we know. Raises: StoreUnavailable."""
        await self._take_place()
        try:
            connection = self._waiting() or await connect(self._url)
            self._lent.add(connection)
            try:
                yield connection
            except asyncio.CancelledError:  # nobody knows what it was doing
                connection.terminate()
                raise
            finally:
                self._lent.discard(connection)
                self._idle.append(connection)
        finally:
            self._places.release()

    async def close(self) -> None:
        """Lend no more, let those that are lent come back for a while, then close them all."""
        if self._closed:
            return
        self._closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                for _ in range(self._most):
                    await self._places.acquire()
        for connection in self._lent:
            connection.terminate()
        while connection := self._waiting():
            with suppress(*LOST, asyncpg.InterfaceError):
                await connection.close(timeout=PATIENCE_SECONDS)

    async def _take_place(self) -> None:
        if self._closed:
            raise StoreUnavailable("the store is closed")
        if not self._places.locked():  # no clock is wound up for what takes no time
            await self._places.acquire()
            return
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._places.acquire()
        except TimeoutError:
            raise StoreUnavailable(f"all {self._most} connections are busy") from None

    def _waiting(self) -> Connection | None:
        """The one that was used last, for it is the least likely to have been closed by somebody in between."""
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
        return None


async def connect(url: str, *, patience: float | None = PATIENCE_SECONDS) -> Connection:
    """A new connection; a statement on it may take `patience` seconds. Raises: StoreUnavailable."""
    try:
        return await asyncpg.connect(url, timeout=PATIENCE_SECONDS, command_timeout=patience)
    except (*LOST, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StoreUnavailable(str(error) or type(error).__name__) from error
    except ValueError:  # its words might repeat the password
        raise StoreUnavailable("the URL cannot be read") from None
