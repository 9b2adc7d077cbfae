"""A desk at which guesses are counted, in a database of the test's own."""

from collections.abc import AsyncIterator

import pytest

from infra.store.vault import Vault, make_key
from tests.verification.desk import Desk


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    desk = Desk(database_url, Vault(make_key()))
    await desk.open()
    yield desk
    await desk.store.close()
