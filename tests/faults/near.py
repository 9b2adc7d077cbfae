"""What most tests of crashes and of people stand on: a near town on each engine, and a customer in it."""

from collections.abc import AsyncIterator

import pytest

from tests.faults.talker import Talker, talking
from tests.faults.towns import NearTown
from tests.world.town import Setup


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[NearTown]:
    town = NearTown(database_url)
    await town.open(Setup())
    yield town
    await town.close()


@pytest.fixture
async def customer(town: NearTown) -> AsyncIterator[Talker]:
    async with talking(town) as talker:
        yield talker
