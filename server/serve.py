"""Serving until told to stop, then stopping without losing anything."""

import asyncio
import gc
import logging
import resource
import signal
from collections.abc import Callable
from contextlib import nullcontext, suppress

import uvloop
from aiohttp import web

from infra.store.alone import NotAlone, alone
from server.app import build_app
from server.house import House
from server.logs import set_up
from server.settings import Settings, SettingsError

log = logging.getLogger("waybill")
SHORTEST_DRAIN_SECONDS = 0.01  # aiohttp takes 0 for "wait for ever"
IDLE_SECONDS = 75.0
"""How long a connection may say nothing, or not come to the end of a request's head: aiohttp waits for an hour. Longer
than most load balancers keep theirs (60 s), so that none of them sends a request into a connection we are closing."""


def serve(settings: Settings, ready: Callable[[], None] = lambda: None) -> None:
    """Serve on the settings' host and port until SIGTERM or SIGINT; `ready` is called once requests are taken.

    Raises: SettingsError where something must be set right first; StoreUnavailable.
    """
    set_up(settings.log_level)
    if settings.dev_loopback_ports:
        ports = ", ".join(map(str, sorted(settings.dev_loopback_ports)))
        log.warning("DEVELOPMENT SETTING: connectors may reach this machine on port %s, without https", ports)
    uvloop.run(_serve(settings, ready))


async def _serve(settings: Settings, ready: Callable[[], None]) -> None:
    try:
        async with nullcontext() if settings.shares else alone(settings.database_url):
            await _until_told(await House.open(settings), settings, ready)
    except NotAlone as error:
        raise SettingsError(str(error)) from None


def runner(house: House, settings: Settings) -> web.AppRunner:
    """What serves a house, in one process or in each of many."""
    # aiohttp waits for a turn at a door twice: until it gives up the request's body, and until it cancels the turn.
    each = max(settings.drain_seconds, SHORTEST_DRAIN_SECONDS) / 2
    _open_all_files()
    return web.AppRunner(build_app(house), access_log=None, shutdown_timeout=each, keepalive_timeout=IDLE_SECONDS)


def _open_all_files() -> None:
    """Take as many connections as the system allows: what it begins with is often no more than a thousand."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError):  # macOS says "no limit" and means a smaller one
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _until_told(house: House, settings: Settings, ready: Callable[[], None]) -> None:
    serving = runner(house, settings)
    await serving.setup()
    try:
        await web.TCPSite(serving, settings.host, settings.port, backlog=1024).start()
    except OSError as error:
        await serving.cleanup()
        raise SettingsError(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from None
    # What stands now stands for good: the collector need not walk it again and again.
    gc.collect()
    gc.freeze()
    stop = told_to_stop()
    log.info("serving", extra={"host": settings.host, "port": settings.port})
    ready()
    await stop.wait()
    log.info("stopping")
    await serving.cleanup()


def told_to_stop() -> asyncio.Event:
    """Set by SIGTERM or SIGINT, from now on."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
