"""Towns for crashes, and customers in them."""

from collections.abc import AsyncIterator

import pytest

from tests.faults.near import customer, town
from tests.faults.talker import Talker, talking
from tests.faults.towns import FarTown, NearTown
from tests.world.town import Setup

__all__ = ["customer", "town"]


@pytest.fixture
async def far_town(database_url: str) -> AsyncIterator[FarTown]:
    town = FarTown(database_url)
    await town.open(Setup())
    yield town
    await town.close()


@pytest.fixture
async def other(town: NearTown) -> AsyncIterator[Talker]:
    async with talking(town) as talker:
        yield talker
