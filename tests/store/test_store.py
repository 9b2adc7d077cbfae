"""What every store promises, whichever engine it stands on."""

import asyncio
import gc
import sqlite3
from collections.abc import Awaitable

import asyncpg
import pytest

from infra.store.opening import open_store
from infra.store.sqlite import SqliteStore
from infra.store.transaction import Store, StoreUnavailable, Transaction, Work

NUMBERED = "INSERT INTO counters (key, used, expires_at) VALUES ($1, $2, 0)"
TAKEN = (sqlite3.IntegrityError, asyncpg.UniqueViolationError)


def count(key: str, used: int = 1) -> Work[int]:
    return lambda t: t.run(NUMBERED, key, used)


async def keys(t: Transaction) -> list[str]:
    return [row["key"] for row in await t.rows("SELECT key FROM counters ORDER BY key")]


async def used(t: Transaction, key: str) -> int | None:
    row = await t.row("SELECT used FROM counters WHERE key = $1", key)
    return None if row is None else int(row["used"])


async def test_what_is_written_can_be_read(store: Store) -> None:
    assert await store.write(count("a")) == 1
    assert await store.write(count("b"), synced=False) == 1
    assert await store.read(keys) == ["a", "b"]


async def test_a_statement_tells_how_many_rows_it_changed(store: Store) -> None:
    await asyncio.gather(*(store.write(count(key)) for key in "abc"))
    assert await store.write(lambda t: t.run("UPDATE counters SET used = 7 WHERE key <> $1", "a")) == 2
    assert await store.write(lambda t: t.run("DELETE FROM counters WHERE key = $1", "x")) == 0
    assert await store.write(lambda t: t.run(f"{NUMBERED} ON CONFLICT (key) DO NOTHING", "a", 2)) == 0
    assert await store.write(lambda t: t.run("DELETE FROM counters")) == 3


async def test_a_failing_write_takes_back_only_itself_and_fails_with_its_own_error(store: Store) -> None:
    async def half(t: Transaction) -> None:
        await t.run(NUMBERED, "half", 1)
        raise OSError("changed my mind")

    before, broken, after = store.write(count("before")), store.write(half), store.write(count("after"))
    with pytest.raises(OSError, match="changed my mind"):
        await broken
    assert [await before, await after] == [1, 1]
    assert await store.read(keys) == ["after", "before"]


async def test_fifty_writers_at_one_row_lose_nothing(store: Store) -> None:
    async def one_more(t: Transaction) -> None:
        await t.run("UPDATE counters SET used = $1 WHERE key = 'row'", (await used(t, "row") or 0) + 1)

    await store.write(count("row", 0))
    await asyncio.gather(*(store.write(one_more) for _ in range(50)))
    assert await store.read(lambda t: used(t, "row")) == 50


async def test_of_two_who_look_and_then_take_a_name_one_has_it_and_the_other_sees_that(store: Store) -> None:
    async def take(t: Transaction) -> bool:
        if await used(t, "name") is not None:
            return False
        await t.run(NUMBERED, "name", 1)
        return True

    for _ in range(5):
        taken = await asyncio.gather(*(store.write(take) for _ in range(4)))
        assert sorted(taken) == [False, False, False, True]
        await store.write(lambda t: t.run("DELETE FROM counters"))


async def test_of_two_who_count_what_the_other_writes_none_counts_wrong(store: Store) -> None:
    async def number_itself(t: Transaction) -> None:
        row = await t.row("SELECT COALESCE(MAX(used), 0) + 1 AS next FROM counters")
        assert row is not None
        await t.run(NUMBERED, f"n{row['next']}", row["next"])

    await asyncio.gather(*(store.write(number_itself) for _ in range(8)))
    assert await store.read(keys) == [f"n{number}" for number in range(1, 9)]


async def test_those_who_take_two_rows_in_opposite_order_both_come_to_their_end(store: Store) -> None:
    async def both(t: Transaction, *order: str) -> None:
        for key in order:
            await t.run("UPDATE counters SET used = used + 1 WHERE key = $1", key)

    await asyncio.gather(*(store.write(count(key, 0)) for key in "ab"))
    await asyncio.gather(*(store.write(lambda t, order=order: both(t, *order)) for order in ("ab", "ba") * 4))
    assert [await store.read(lambda t, key=key: used(t, key)) for key in "ab"] == [8, 8]


async def test_a_value_that_is_taken_for_good_is_told_to_the_one_who_wants_it(store: Store) -> None:
    told = await asyncio.gather(*(store.write(count("same")) for _ in range(3)), return_exceptions=True)
    assert sorted(isinstance(each, TAKEN) for each in told) == [False, True, True]


async def test_closing_writes_what_is_waiting_and_then_nothing_more(database_url: str) -> None:
    store = await open_store(database_url)
    waiting = [store.write(count(f"{number}")) for number in range(100)]
    await store.close()
    await asyncio.gather(*waiting)
    for refused in (store.write(count("late")), *_reading(store)):
        with pytest.raises(StoreUnavailable, match="closed"):
            await refused
    await store.close()
    again = await open_store(database_url)
    assert len(await again.read(keys)) == 100
    await again.close()


def _reading(store: Store) -> list[Awaitable[object]]:
    """SQLite's own words for it are another test's."""
    return [] if isinstance(store, SqliteStore) else [store.read(keys)]


async def test_a_write_is_done_though_nobody_waits_for_it_or_its_asker_went_away(store: Store) -> None:
    store.write(count("a"))
    asyncio.ensure_future(store.write(count("b"))).cancel()
    async with asyncio.timeout(10):
        while await store.read(keys) != ["a", "b"]:
            await asyncio.sleep(0)


async def test_a_write_that_fails_with_nobody_waiting_is_not_silent(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_: Transaction) -> None:
        raise ValueError("nobody is there")

    store.write(fail)
    async with asyncio.timeout(10):
        while "nobody is there" not in caplog.text:
            await asyncio.sleep(0)  # SQLite answers without letting anybody else come
            await store.read(keys)  # PostgreSQL takes a while, and collecting takes longer
            gc.collect()


async def test_a_database_that_is_not_migrated_is_unavailable(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="not_migrated"):
        await store.read(lambda t: t.rows("SELECT * FROM not_migrated"))
    with pytest.raises(StoreUnavailable, match="not_migrated"):
        await store.write(lambda t: t.run("DELETE FROM not_migrated"))


async def test_values_come_back_as_they_went_in(store: Store) -> None:
    sql = (
        "INSERT INTO integrations (id, tenant_id, kind, settings, sealed_credentials, last_success_at, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)"
    )
    tenant = "INSERT INTO tenants (name, plan, created_at) VALUES ($1, $2, $3) RETURNING id"
    row = await store.write(lambda t: t.row(tenant, "Läden & mehr ☎ 🛒", "pro", 1))
    assert row is not None
    values = ("int_1", row["id"], "it's \\ \" %s $1 ?", "", b"\x00\xff'\\", None, 1_790_000_000.123456)
    await store.write(lambda t: t.run(sql, *values))
    kept = await store.read(lambda t: t.row("SELECT * FROM integrations WHERE id = $1", "int_1"))
    assert kept is not None
    names = ("id", "tenant_id", "kind", "settings", "sealed_credentials", "last_success_at", "created_at")
    assert tuple(kept[name] for name in names) == values
    for nothing in ("int\0_1", "\0"):
        assert await store.read(lambda t, id_=nothing: t.row("SELECT * FROM integrations WHERE id = $1", id_)) is None
