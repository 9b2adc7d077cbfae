"""Towns for crashes, and customers in them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.talker import Talker, talking
from tests.faults.towns import FarTown, NearTown
from tests.world.town import Setup


@pytest.fixture
async def town(tmp_path: Path, migrated: Path) -> AsyncIterator[NearTown]:
    town = NearTown(tmp_path, migrated)
    await town.open(Setup())
    yield town
    await town.close()


@pytest.fixture
async def far_town(tmp_path: Path, migrated: Path) -> AsyncIterator[FarTown]:
    town = FarTown(tmp_path, migrated)
    await town.open(Setup())
    yield town
    await town.close()


@pytest.fixture
async def customer(town: NearTown) -> AsyncIterator[Talker]:
    async with talking(town) as talker:
        yield talker


@pytest.fixture
async def other(town: NearTown) -> AsyncIterator[Talker]:
    async with talking(town) as talker:
        yield talker
