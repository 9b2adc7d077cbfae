"""A desk at which guesses are counted, in a database of the test's own."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from infra.store.vault import Vault, make_key
from tests.verification.desk import Desk


@pytest.fixture
async def desk(migrated: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(Path(shutil.copy(migrated, tmp_path / "counters.db")), Vault(make_key()))
    desk.open()
    yield desk
    desk.store.close()
