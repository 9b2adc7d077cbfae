"""The schema: made once, whatever is run again, and known by its newest step."""

import sqlite3
import stat
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from infra.store.schema import HEAD, MIGRATIONS, migrate, revision


def test_the_constant_names_the_newest_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_new_database_stands_at_the_newest_step_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "made" / "on the way" / "waybill.db"
    migrate(path)
    assert revision(path) == HEAD
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_migrating_twice_changes_nothing(database: Path) -> None:
    before = _dump(database)
    migrate(database)
    assert _dump(database) == before


def test_what_is_no_waybill_database_has_no_step(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database, but long enough to be taken for one at first sight")
    sqlite3.connect(tmp_path / "empty.db").close()
    assert [revision(tmp_path / name) for name in ("absent.db", "text.db", "empty.db")] == [None, None, None]
    assert not (tmp_path / "absent.db").exists()


def _dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
