"""Fixtures of all tests: an event loop whose time can be moved, and a story at each door."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from infra.store.opening import open_store
from infra.store.transaction import Store
from tests.world.clock import ShiftedLoop
from tests.world.postgres import Postgres
from tests.world.redis import RedisServer
from tests.world.story import Story
from tests.world.town import DOORS, Town, template

# The same cases in every run, so that a red one is of its own change; the long run looks for new ones. None is timed.
LONG = "WAYBILL_TEST_SOAK" in os.environ  # noqa: TID251 - the tests' own switch, no setting of Waybill
settings.register_profile("waybill", deadline=None, derandomize=not LONG)
settings.load_profile("waybill")


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"shifted": ShiftedLoop}


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated, tmp_path / "waybill.db"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server for all tests; one that is to be killed is a test's own."""
    server = Postgres()
    server.start()
    yield server
    server.close()


@pytest.fixture
def mortal() -> Iterator[Postgres]:
    """A server of the test's own, that writes to disk before it says so; with room for few."""
    server = Postgres("fsync=on", "max_connections=14")
    server.start()
    yield server
    server.close()


@pytest.fixture
def lent(postgres: Postgres) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    with postgres.lent() as url:
        yield url


@pytest.fixture(scope="session")
def redis() -> Iterator[RedisServer]:
    """A Redis for all tests that neither kill nor freeze it."""
    server = RedisServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of the test's own, on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('database')}"
    return str(request.getfixturevalue("lent"))


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    opened = await open_store(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def town(database: Path) -> AsyncIterator[Town]:
    town = Town(f"sqlite:///{database}")
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
