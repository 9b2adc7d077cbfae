"""SQLite as a store: what is acknowledged is on disk, writes share a commit, one that fails takes back only itself."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from infra.store.schema import migrate
from infra.store.sqlite import CHECKPOINT_AFTER, MOST_IN_ONE_COMMIT, SqliteStore
from infra.store.transaction import StoreUnavailable, Transaction, Work
from tests.world.clock import ShiftedLoop

NUMBERED = "INSERT INTO counters (key, used, expires_at) VALUES ($1, $2, 0)"
ACKNOWLEDGES = """
import asyncio, itertools, sys
from pathlib import Path
from infra.store.sqlite import SqliteStore

async def main():
    store = SqliteStore(Path(sys.argv[1]))
    for number in itertools.count():
        await store.write(lambda t: t.run("INSERT INTO counters VALUES ($1, $2, 0)", f"k{number}", number))
        print(number, flush=True)

asyncio.run(main())
"""


@pytest.fixture
async def store(database: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(database)
    yield opened
    await opened.close()


def count(key: str) -> Work[int]:
    return lambda t: t.run(NUMBERED, key, 1)


async def keys(t: Transaction) -> list[str]:
    return [row["key"] for row in await t.rows("SELECT key FROM counters ORDER BY key")]


async def test_what_is_written_can_be_read(store: SqliteStore) -> None:
    assert await store.write(count("a")) == 1
    assert await store.read(keys) == ["a"]


async def test_a_failing_write_takes_back_only_itself(store: SqliteStore) -> None:
    async def half(t: Transaction) -> None:
        await t.run(NUMBERED, "half", 1)
        raise ValueError("changed my mind")

    before, broken, after = store.write(count("before")), store.write(half), store.write(count("after"))
    with pytest.raises(ValueError, match="changed my mind"):
        await broken
    assert [await before, await after] == [1, 1]
    assert await store.read(keys) == ["after", "before"]


async def test_a_refused_statement_is_told_to_the_one_who_made_it(store: SqliteStore) -> None:
    written = [store.write(count("same")) for _ in range(3)]
    told = await asyncio.gather(*written, return_exceptions=True)
    assert [type(each) for each in told] == [int, sqlite3.IntegrityError, sqlite3.IntegrityError]


async def test_writes_that_wait_together_share_one_commit(store: SqliteStore, database: Path) -> None:
    async def look(t: Transaction) -> tuple[list[str], list[str]]:
        outside = sqlite3.connect(database)
        committed = [key for (key,) in outside.execute("SELECT key FROM counters")]
        outside.close()
        return await keys(t), committed

    written, looked = store.write(count("first")), store.write(look)
    await written
    assert await looked == (["first"], [])


async def test_more_writes_than_one_commit_takes_are_all_done(store: SqliteStore) -> None:
    written = [store.write(count(f"{number:04}")) for number in range(2 * MOST_IN_ONE_COMMIT + 3)]
    await asyncio.gather(*written)
    assert len(await store.read(keys)) == len(written)


async def test_closing_writes_what_is_waiting(database: Path) -> None:
    store = SqliteStore(database)
    waiting = [store.write(count(f"{number}")) for number in range(300)]
    await store.close()
    await asyncio.gather(*waiting)
    again = SqliteStore(database)
    assert len(await again.read(keys)) == 300
    await again.close()


async def test_a_write_whose_asker_went_away_is_done_all_the_same(store: SqliteStore) -> None:
    asyncio.ensure_future(store.write(count("a"))).cancel()
    await store.write(count("b"))
    assert await store.read(keys) == ["a", "b"]


async def test_a_reading_changes_nothing(store: SqliteStore) -> None:
    with pytest.raises(RuntimeError, match="changes nothing"):
        await store.read(count("a"))
    with pytest.raises(RuntimeError, match="changes nothing"):
        await store.read(lambda t: t.row(f"{NUMBERED} RETURNING key", "a", 1))
    with pytest.raises(RuntimeError, match="changes nothing"):
        await store.read(lambda t: t.rows("DELETE FROM counters RETURNING key"))
    assert await store.read(keys) == []


async def test_a_transaction_may_await_nothing_but_its_statements(store: SqliteStore) -> None:
    async def dawdle(_: Transaction) -> None:
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="awaited something other"):
        await store.write(dawdle)
    assert await store.write(count("a")) == 1


async def test_a_database_that_is_not_migrated_is_unavailable(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "empty.db")
    with pytest.raises(StoreUnavailable, match="no such table"):
        await store.read(keys)
    await store.close()


async def test_a_commit_that_fails_is_told_to_everyone_in_it_and_the_store_goes_on(store: SqliteStore) -> None:
    await store.write(
        lambda t: t.run("CREATE TABLE late (id INTEGER REFERENCES tenants DEFERRABLE INITIALLY DEFERRED)")
    )
    together = [store.write(count("a")), store.write(lambda t: t.run("INSERT INTO late VALUES (404)"))]
    told = await asyncio.gather(*together, return_exceptions=True)
    assert [type(each) for each in told] == [StoreUnavailable, StoreUnavailable]
    assert await store.write(count("b")) == 1
    assert await store.read(keys) == ["b"]


async def test_a_write_waits_for_another_process_and_not_for_ever(store: SqliteStore, database: Path) -> None:
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    written = asyncio.ensure_future(store.write(count("late")))
    for _ in range(3):
        await asyncio.sleep(0)
    assert not written.done()
    other.execute("COMMIT")
    assert await written == 1
    other.execute("BEGIN IMMEDIATE")
    refused = asyncio.ensure_future(store.write(count("never")))
    await asyncio.sleep(0)
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ShiftedLoop)
    loop.shift += 6
    with pytest.raises(StoreUnavailable, match="locked"):
        await refused
    other.close()
    assert await store.write(count("after")) == 1


async def test_an_unsynced_write_is_there_for_everybody_at_once(store: SqliteStore, database: Path) -> None:
    assert await store.write(count("a"), synced=False) == 1
    assert sqlite3.connect(database).execute("SELECT key FROM counters").fetchall() == [("a",)]


async def test_the_log_is_emptied_as_it_grows(store: SqliteStore, database: Path) -> None:
    for _ in range(3):
        await asyncio.gather(*(store.write(count(f"{n}-{_}"), synced=False) for n in range(CHECKPOINT_AFTER)))
        await store.write(count(f"synced {_}"))
    await store.close()
    kept = sqlite3.connect(f"{database.as_uri()}?immutable=1", uri=True).execute("SELECT COUNT(*) FROM counters")
    assert kept.fetchone() == (3 * CHECKPOINT_AFTER + 3,)


async def test_a_full_disk_is_an_unavailable_store(store: SqliteStore) -> None:
    await store.write(lambda t: t.run("PRAGMA max_page_count = 1"))  # SQLite makes it the size the file has now
    with pytest.raises(StoreUnavailable):
        await store.write(count("x" * 1_000_000))


def test_killing_the_process_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "waybill.db"
    migrate(f"sqlite:///{path}")
    command = [sys.executable, "-c", ACKNOWLEDGES, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], text=True) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(50)]
        writer.send_signal(signal.SIGKILL)
        told += [int(line) for line in writer.stdout if line.endswith("\n")]
    kept = {number for (number,) in sqlite3.connect(path).execute("SELECT used FROM counters")}
    assert kept >= set(told)
