"""One Chromium for all tests here; for each a shop, its site and Waybill of its own, all on one event loop."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.faults.towns import NearTown
from tests.page.browsing import CHROMIUM, FLAGS, Street


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def street(browser: Browser, database: Path) -> AsyncIterator[Street]:
    street = Street(NearTown(f"sqlite:///{database}"), browser)
    yield street
    await street.close()
