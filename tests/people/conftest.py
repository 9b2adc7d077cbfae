"""A town with colleagues, on each engine, and a customer who has asked for a person."""

import pytest

from tests.faults.near import customer, town
from tests.faults.towns import NearTown
from tests.people.office import Office

__all__ = ["customer", "town"]


@pytest.fixture
async def office(town: NearTown) -> Office:
    return await Office.of(town)
