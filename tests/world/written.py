"""What a thief would find."""

from pathlib import Path
from typing import Any

from infra.store.sqlite import SqliteStore
from infra.store.transaction import Store, Transaction

TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"


async def written(store: Store) -> bytes:
    """All that stands in the database: SQLite's very files, PostgreSQL's columns one after the other."""
    return await store.read(_files if isinstance(store, SqliteStore) else _columns)


async def _files(tx: Transaction) -> bytes:
    row = await tx.row("PRAGMA database_list")
    assert row is not None
    path = Path(row["file"])
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


async def _columns(tx: Transaction) -> bytes:
    rows: list[Any] = []
    for table in await tx.rows(TABLES):
        rows += await tx.rows(f"SELECT * FROM {table['table_name']}")
    values = [value for row in rows for value in row.values()]
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)
