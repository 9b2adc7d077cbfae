"""A stranger in an ordinary town."""

from collections.abc import AsyncIterator

import pytest

from tests.attacks.stranger import Stranger
from tests.world.town import Setup, Town


@pytest.fixture
async def stranger(town: Town) -> AsyncIterator[Stranger]:
    await town.open(Setup())
    stranger = Stranger(town)
    yield stranger
    await stranger.leave()
