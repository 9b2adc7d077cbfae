"""Many processes under gunicorn: its configuration and what each of its workers serves.

    gunicorn -c python:server.many server.many:application

Source: https://docs.gunicorn.org/en/stable/settings.html, https://docs.aiohttp.org/en/stable/deployment.html
"""

import gc
import logging
import sys
from typing import Any

from aiohttp import web

from server.house import House
from server.logs import set_up
from server.serve import runner
from server.settings import Settings, SettingsError

log = logging.getLogger("waybill")
NEEDS_BOTH = (
    "Several processes need DATABASE_URL to name a PostgreSQL database, and REDIS_URL: what they count and tell each"
    " other stands there. For one process there is `waybill serve`."
)


def _read() -> Settings:
    try:
        settings = Settings.read()
    except SettingsError as error:
        sys.exit(f"Error: {error}")
    if not settings.shares:
        sys.exit(f"Error: {NEEDS_BOTH}")
    return settings


SETTINGS = _read()

# What gunicorn reads; how many processes stands in WEB_CONCURRENCY, which it knows itself.
bind = f"{SETTINGS.host}:{SETTINGS.port}"
worker_class = "aiohttp.GunicornUVLoopWebWorker"
graceful_timeout = int(SETTINGS.drain_seconds) + 5  # past our own, which says when turns are over
timeout = 60  # seconds without a heartbeat of a worker's loop
loglevel = "warning"


def post_worker_init(_worker: Any) -> None:
    """What stands now stands for good: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()


async def application() -> web.AppRunner:
    """What one worker serves; gunicorn listens, and tells it to stop."""
    set_up(SETTINGS.log_level)
    house = await House.open(SETTINGS)
    log.info("serving", extra={"host": SETTINGS.host, "port": SETTINGS.port})
    return runner(house, SETTINGS)
