"""The schema: made once, whatever is run again, the same on both engines, and known by its newest step."""

import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from infra.store.opening import open_store
from infra.store.schema import HEAD, MIGRATIONS, MigrationError, migrate, revision
from infra.store.transaction import Store, StoreUnavailable
from tests.world.postgres import Postgres

COLUMNS = (
    "SELECT table_name, column_name, is_nullable = 'YES' AS empty FROM information_schema.columns"
    " WHERE table_schema = 'public'"
)
INDICES = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[str]:
    """A PostgreSQL database with nothing in it."""
    with postgres.empty() as url:
        yield url


def test_the_constant_names_the_newest_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_new_file_stands_at_the_newest_step_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "made" / "on the way" / "waybill.db"
    migrate(f"sqlite:///{path}")
    assert revision(f"sqlite:///{path}") == HEAD
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_server_is_migrated_from_nothing(empty: str) -> None:
    assert revision(empty) is None
    migrate(empty)
    assert revision(empty) == HEAD


async def test_migrating_twice_changes_nothing(database_url: str, store: Store) -> None:
    await store.write(lambda t: t.run("UPDATE generation SET number = 5"))
    with ThreadPoolExecutor() as threads:
        threads.submit(migrate, database_url).result()
    row = await store.read(lambda t: t.row("SELECT number FROM generation"))
    assert row is not None
    assert row["number"] == 5


def test_of_two_who_migrate_a_server_at_once_one_waits_for_the_other(empty: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        for done in [threads.submit(migrate, empty) for _ in range(3)]:
            done.result()
    assert revision(empty) == HEAD


async def test_both_engines_have_the_same_tables_columns_and_indices(lent: str, migrated: Path) -> None:
    inspected = sa.inspect(sa.create_engine(f"sqlite:///{migrated}", poolclass=sa.pool.NullPool))
    tables = inspected.get_table_names()
    columns = {
        (table, column["name"], bool(column["nullable"])) for table in tables for column in inspected.get_columns(table)
    }
    indices = {str(index["name"]) for table in tables for index in inspected.get_indexes(table)}
    store = await open_store(lent)
    rows = await store.read(lambda t: t.rows(COLUMNS))
    found = {(each["table_name"], each["column_name"], each["empty"]) for each in rows}
    names = {each["indexname"] for each in await store.read(lambda t: t.rows(INDICES))}
    await store.close()
    assert found == columns
    assert names >= indices


def test_what_is_no_waybill_database_has_no_step(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database, but long enough to be taken for one at first sight")
    sqlite3.connect(tmp_path / "empty.db").close()
    urls = [f"sqlite:///{tmp_path / name}" for name in ("absent.db", "text.db", "empty.db")]
    assert [revision(url) for url in urls] == [None, None, None]
    assert not (tmp_path / "absent.db").exists()


def test_a_newer_database_is_left_alone(database: Path, postgres: Postgres) -> None:
    newer = "UPDATE alembic_version SET version_num = '9999'"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(newer)
        connection.commit()
    with postgres.empty() as url:
        migrate(url)
        postgres.order(url, newer)
        for each in (url, f"sqlite:///{database}"):
            with pytest.raises(MigrationError, match="newer version"):
                migrate(each)
            assert revision(each) == "9999"


def test_a_server_that_refuses_a_step_keeps_what_it_had(empty: str, postgres: Postgres) -> None:
    postgres.order(empty, "CREATE TABLE tallies (mine int)")
    with pytest.raises(MigrationError, match='"tallies" already exists'):
        migrate(empty)
    assert revision(empty) is None


def test_a_server_that_is_away_is_unavailable() -> None:
    for ask in (migrate, revision):
        with pytest.raises(StoreUnavailable):
            ask("postgresql://127.0.0.1:1/waybill")


class _PulledError(BaseException):
    """The plug is pulled."""


@pytest.mark.parametrize("statements", [5, 15, 40, 75, 90])
def test_whoever_is_stopped_while_migrating_a_file_has_changed_nothing(tmp_path: Path, statements: int) -> None:
    url = f"sqlite:///{tmp_path / 'waybill.db'}"
    done = 0

    def stop(*_: object) -> None:
        nonlocal done
        done += 1
        if done == statements:
            raise _PulledError

    sa.event.listen(sa.Engine, "after_cursor_execute", stop)
    try:
        with pytest.raises(_PulledError):
            migrate(url)
    finally:
        sa.event.remove(sa.Engine, "after_cursor_execute", stop)
    with closing(sqlite3.connect(tmp_path / "waybill.db")) as left:
        assert left.execute("SELECT COUNT(*) FROM sqlite_master").fetchone() == (0,)
    migrate(url)
    assert revision(url) == HEAD
