"""A town whose number is answered over a socket, and a telephone to call it with."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from commands.telephone.telephone import Telephone
from tenants.lines import Mode
from tests.world.town import Setup, Town


@pytest.fixture
def setup() -> dict[str, Any]:
    """How the town is set up; a test's parameters may add to it."""
    return {}


@pytest.fixture
async def relay(town: Town, setup: dict[str, Any]) -> Town:
    await town.open(Setup(telephone=True, mode=Mode.RELAY, **setup))
    return town


@pytest.fixture
async def phone(relay: Town) -> AsyncIterator[Telephone]:
    async with Telephone(relay.subscriber) as telephone:
        yield telephone
