"""A developer in an open town."""

from collections.abc import AsyncIterator

import pytest

from tests.doors.developer import Developer
from tests.world.town import Setup, Town


@pytest.fixture
async def developer(town: Town) -> AsyncIterator[Developer]:
    await town.open(Setup())
    developer = Developer(town)
    yield developer
    await developer.leaves()
