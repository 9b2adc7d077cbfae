"""Making commits last: one thread that syncs the write-ahead log for all that were made since its last sync.

SQLite itself does not sync at a commit here (`synchronous=NORMAL`): a commit survives the end of our process at once,
and the end of the machine once this thread has synced the log behind it. Checkpoints, which sync properly by
themselves, happen here too, so that nobody waits for them.
"""

import asyncio
import os
import queue
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who waits for a sync; `tell` is called in their loop with the error, if there was one."""

    loop: asyncio.AbstractEventLoop
    tell: Callable[[OSError | None], None]


_CHECKPOINT = "checkpoint"
_STOP = None


class Disk:
    """The log of one database. Closed with `close`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log: int | None = None
        self._orders: queue.SimpleQueue[_Waiting | str | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="waybill-disk", daemon=True)
        self._thread.start()

    def sync(self, tell: Callable[[OSError | None], None]) -> None:
        """Call `tell` in the running loop once all that is committed now is on disk."""
        self._orders.put(_Waiting(asyncio.get_running_loop(), tell))

    def checkpoint(self) -> None:
        """Move what the log holds into the database, some time soon."""
        self._orders.put(_CHECKPOINT)

    def close(self) -> None:
        """Sync for everybody who waits, then stop."""
        self._orders.put(_STOP)
        self._thread.join()

    def _work(self) -> None:
        while (order := self._orders.get()) is not _STOP:
            orders = [order, *self._more()]
            waiting = [each for each in orders if isinstance(each, _Waiting)]
            if waiting:
                self._sync_for(waiting)
            if _CHECKPOINT in orders:
                self._checkpoint()
        if self._log is not None:
            os.close(self._log)

    def _more(self) -> list[_Waiting | str]:
        orders: list[_Waiting | str] = []
        while True:
            try:
                order = self._orders.get_nowait()
            except queue.Empty:
                return orders
            if order is _STOP:
                self._orders.put(_STOP)
                return orders
            orders.append(order)

    def _sync_for(self, waiting: list[_Waiting]) -> None:
        error: OSError | None = None
        try:
            if self._log is None:
                self._log = os.open(f"{self._path}-wal", os.O_RDONLY)
            os.fdatasync(self._log)
        except OSError as failed:
            error = failed
        for loop in {each.loop for each in waiting}:
            tells = [each.tell for each in waiting if each.loop is loop]
            with suppress(RuntimeError):  # their loop is closed: nobody is left to be told
                loop.call_soon_threadsafe(_tell_all, tells, error)

    def _checkpoint(self) -> None:
        connection = sqlite3.connect(self._path)
        with suppress(sqlite3.OperationalError):  # somebody else is at it
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        connection.close()


def _tell_all(tells: list[Callable[[OSError | None], None]], error: OSError | None) -> None:
    for tell in tells:
        tell(error)
