"""A town with people at the console, each in a browser of their own."""

from collections.abc import AsyncIterator

import pytest

from tests.console.colleague import Colleague
from tests.world.town import Setup, Town


@pytest.fixture
async def shop(town: Town) -> Town:
    await town.open(Setup())
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
