"""An operator with a key that may do everything, in an open town."""

from collections.abc import AsyncIterator

import pytest

from tests.api.estate import Estate
from tests.api.operator import Operator
from tests.world.town import Setup, Town


@pytest.fixture
async def operator(town: Town) -> AsyncIterator[Operator]:
    await town.open(Setup())
    operator = await Operator.of(town, town.tenant)
    yield operator
    await operator.leaves()


@pytest.fixture
async def rival(operator: Operator) -> AsyncIterator[Operator]:
    """An operator of another tenant, in the same town."""
    rival = await Operator.of_a_new_tenant(operator.town)
    yield rival
    await rival.leaves()


@pytest.fixture
async def estate(rival: Operator) -> Estate:
    """A tenant that has one of everything; it is not the town's own."""
    return await Estate.of(rival)
