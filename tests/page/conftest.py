"""One Chromium for all tests here; for each a shop, its site and Waybill of its own, all on one event loop."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser

from tests.faults.towns import NearTown
from tests.page.browsing import Street
from tests.world.chromium import browser

__all__ = ["browser"]


@pytest_asyncio.fixture(loop_scope="session")
async def street(browser: Browser, database: Path) -> AsyncIterator[Street]:
    street = Street(NearTown(f"sqlite:///{database}"), browser)
    yield street
    await street.close()
