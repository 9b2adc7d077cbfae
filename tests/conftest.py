"""Fixtures of all tests: an event loop whose time can be moved, and a story at each door."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from infra.store.sqlite import SqliteStore
from tests.world.clock import ShiftedLoop
from tests.world.story import Story
from tests.world.town import DOORS, Town, template


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"shifted": ShiftedLoop}


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated, tmp_path / "waybill.db"))


@pytest.fixture
async def store(database: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(database)
    yield opened
    opened.close()


@pytest.fixture
async def town(tmp_path: Path, migrated: Path) -> AsyncIterator[Town]:
    town = Town(tmp_path, migrated)
    yield town
    await town.close()


@pytest.fixture(params=DOORS)
async def story(request: pytest.FixtureRequest, town: Town) -> Story:
    return Story(town, request.param)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that is skipped tells nobody anything: it fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
