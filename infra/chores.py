"""What one process does for all, again and again, beside the doors."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from infra.store.transaction import StoreUnavailable


async def again_and_again(once: Callable[[], Awaitable[None]], seconds: float, log: logging.Logger) -> None:
    """Do it, wait, do it again, until cancelled.

    A database that is away is said and tried again, and so is a fault of ours: with one chore all others would end, and
    nobody would see it before the first customer missed what was promised.
    """
    while True:
        try:
            await once()
        except StoreUnavailable:
            log.warning("%s: the database is not available", log.name.rpartition(".")[2])
        except Exception:
            log.exception("%s: a round failed", log.name.rpartition(".")[2])
        await asyncio.sleep(seconds)
