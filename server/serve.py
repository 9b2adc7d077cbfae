"""Serving until told to stop, then stopping without losing anything."""

import asyncio
import fcntl
import gc
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop
from aiohttp import web

from infra.store.vault import VaultError, check
from server.app import build_app
from server.house import House
from server.logs import set_up
from server.settings import Settings, SettingsError

log = logging.getLogger("waybill")
SHORTEST_DRAIN_SECONDS = 0.01  # aiohttp takes 0 for "wait for ever"


def serve(settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Serve on the settings' host and port until SIGTERM or SIGINT; `ready` is called once requests are taken.

    Raises: SettingsError where something must be set right first.
    """
    set_up(settings.log_level)
    if settings.dev_loopback_ports:
        ports = ", ".join(map(str, sorted(settings.dev_loopback_ports)))
        log.warning("DEVELOPMENT SETTING: connectors may reach this machine on port %s, without https", ports)
    with _alone(settings.database):
        uvloop.run(_serve(settings, ready))


async def _serve(settings: Settings, ready: Callable[[], None]) -> None:
    try:
        house = House(settings)
        await house.store.write(lambda tx: check(tx, house.vault))
    except VaultError as error:
        raise SettingsError(str(error)) from None
    # aiohttp waits for a turn at a door twice: until it gives up the request's body, and until it cancels the turn.
    each = max(settings.drain_seconds, SHORTEST_DRAIN_SECONDS) / 2
    runner = web.AppRunner(build_app(house), access_log=None, shutdown_timeout=each)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port, backlog=1024).start()
    except OSError as error:
        await runner.cleanup()
        raise SettingsError(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from None
    # What stands now stands for good: the collector need not walk it again and again.
    gc.collect()
    gc.freeze()
    stop = _told_to_stop()
    log.info("serving", extra={"host": settings.host, "port": settings.port})
    ready()
    await stop.wait()
    log.info("stopping")
    await runner.cleanup()


def _told_to_stop() -> asyncio.Event:
    """Set by SIGTERM or SIGINT, from now on."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """Hold the lock beside the SQLite file: one process serves it, a second one is refused."""
    try:
        lock = database.with_suffix(".lock").open("w")
    except OSError as error:
        raise SettingsError(f"There is no place for a lock beside {database}: {error.strerror}.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsError(f"Another process serves {database} already; SQLite takes one.") from None
        yield
