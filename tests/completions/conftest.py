"""A door of its own for each test."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from infra.store.sqlite import SqliteStore
from tenants import tenancy
from tenants.plans import Plan
from tests.completions.door import House

Client = TestClient[Any, Any]


@pytest.fixture
async def house(migrated: Path, tmp_path: Path) -> AsyncIterator[House]:
    store = SqliteStore(Path(shutil.copy(migrated, tmp_path / "waybill.db")))
    await store.write(lambda t: tenancy.create(t, name="Lamps", plan=Plan.PRO, at=1.0))
    house = House(store)
    yield house
    await house.tasks.close()
    await store.close()


@pytest.fixture
async def client(house: House) -> AsyncIterator[Client]:
    server = TestServer(house.app())
    async with TestClient(server, headers={"Authorization": "Bearer good"}) as opened:
        yield opened
