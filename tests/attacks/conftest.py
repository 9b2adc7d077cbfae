"""A stranger in an ordinary town, and operators of two tenants in another."""

from collections.abc import AsyncIterator

import pytest

from tests.api.conftest import estate, operator, rival
from tests.attacks.stranger import Stranger
from tests.widget.conftest import opens, shop
from tests.world.town import Setup, Town

__all__ = ["estate", "opens", "operator", "rival", "shop", "stranger"]


@pytest.fixture
async def stranger(town: Town) -> AsyncIterator[Stranger]:
    await town.open(Setup())
    stranger = Stranger(town)
    yield stranger
    await stranger.leave()
