"""A town with people at the console, each in a browser of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.console.browsing import Office
from tests.console.colleague import Colleague
from tests.world.chromium import browser
from tests.world.town import Setup, Town

__all__ = ["browser"]


@pytest.fixture
async def shop(town: Town) -> Town:
    await town.open(Setup(public_url=None))
    return town


@pytest.fixture
async def owner(shop: Town) -> AsyncIterator[Colleague]:
    owner = await Colleague.signed_in(shop)
    yield owner
    await owner.leaves()


@pytest.fixture
async def stranger(shop: Town) -> AsyncIterator[Colleague]:
    """Somebody who is not signed in."""
    stranger = Colleague(shop)
    yield stranger
    await stranger.leaves()


@pytest_asyncio.fixture(loop_scope="session")
async def office(browser: Browser, database: Path) -> AsyncIterator[Office]:
    office = Office(Town(f"sqlite:///{database}"), browser)
    yield office
    await office.close()
