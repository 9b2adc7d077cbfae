"""Bringing the database to the schema this version needs, and telling whether it has it.

Alembic and SQLAlchemy are imported only to migrate: together they cost a quarter second that a start can do without.
"""

import sqlite3
from pathlib import Path

HEAD = "0001"
MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(path: Path) -> None:
    """Create the SQLite file if need be and apply every step it lacks."""
    from alembic import command  # noqa: PLC0415 - see the module's docstring
    from alembic.config import Config  # noqa: PLC0415
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    path.parent.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    path.chmod(0o600)


def revision(path: Path) -> str | None:
    """The step the database stands at, or None where there is no Waybill database yet."""
    if not path.exists():
        return None
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return None
    finally:
        connection.close()
    return str(row[0]) if row else None
