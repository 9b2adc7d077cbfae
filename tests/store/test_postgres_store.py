"""PostgreSQL as a store: what it does when the server dies, is busy, or is not what it should be."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import asyncpg
import pytest

from infra.store.opening import open_store
from infra.store.postgres import PostgresStore
from infra.store.transaction import StoreUnavailable, Transaction, Work
from tests.world.clock import ShiftedLoop
from tests.world.postgres import Postgres

NUMBERED = "INSERT INTO counters (key, used, expires_at) VALUES ($1, $2, 0)"


@pytest.fixture
async def store(lent: str) -> AsyncIterator[PostgresStore]:
    opened = await PostgresStore.open(lent, most=3)
    yield opened
    await opened.close()


def count(key: str, used: int = 1) -> Work[int]:
    return lambda t: t.run(NUMBERED, key, used)


async def keys(t: Transaction) -> list[str]:
    return [row["key"] for row in await t.rows("SELECT key FROM counters ORDER BY key")]


async def setting(t: Transaction, name: str) -> str:
    row = await t.row(f"SELECT current_setting('{name}') AS it")
    assert row is not None
    return str(row["it"])


async def test_a_server_that_dies_and_comes_back_is_found_again_with_all_it_acknowledged(
    mortal: Postgres,
) -> None:
    store = await PostgresStore.open(await asyncio.to_thread(mortal.lend), most=4)
    writing = [store.write(count(f"{number:03}")) for number in range(200)]
    await asyncio.gather(*writing[:50])
    mortal.kill()
    told = await asyncio.gather(*writing, return_exceptions=True)
    assert {type(each) for each in told} == {int, StoreUnavailable}
    for refused in (store.read(keys), store.write(count("late"))):
        with pytest.raises(StoreUnavailable):
            await refused
    mortal.start()
    kept = await store.read(keys)
    assert set(kept) >= {f"{number:03}" for number, each in enumerate(told) if each == 1}
    assert await store.write(count("again")) == 1
    await store.close()


async def test_a_connection_that_is_cut_costs_one_asker_a_refusal(store: PostgresStore) -> None:
    async def cut(t: Transaction) -> None:
        await t.run(NUMBERED, "cut", 1)
        await t.row("SELECT pg_terminate_backend(pg_backend_pid())")

    for ask in (store.write, store.read):
        with pytest.raises(StoreUnavailable):
            await ask(cut)
        assert await store.write(count(f"after {ask.__name__}")) == 1
    assert "after write" in await store.read(keys)
    assert await store.read(lambda t: t.row("SELECT 1 FROM counters WHERE key = 'cut' AND used = 2")) is None


async def test_writes_are_repeatable_read_and_only_unsynced_ones_do_not_wait_for_the_disk(store: PostgresStore) -> None:
    async def mode(t: Transaction) -> tuple[str, str]:
        return await setting(t, "transaction_isolation"), await setting(t, "synchronous_commit")

    assert await store.write(mode, synced=False) == ("repeatable read", "off")
    assert await store.write(mode) == ("repeatable read", "on")


async def test_where_all_connections_stay_busy_the_next_asker_is_refused_after_a_while(store: PostgresStore) -> None:
    free, begun = asyncio.Event(), asyncio.Semaphore(0)

    async def dawdle(t: Transaction) -> int:
        begun.release()
        await free.wait()
        return await t.run(NUMBERED, "dawdled", 1)

    busy = [store.write(dawdle), store.write(dawdle), asyncio.ensure_future(store.read(dawdle))]
    for _ in busy:
        await begun.acquire()
    refused = asyncio.ensure_future(store.read(keys))
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ShiftedLoop)
    while not store._connections._places._waiters:
        await asyncio.sleep(0)
    loop.shift += 6
    with pytest.raises(StoreUnavailable, match="all 3 connections are busy"):
        await refused
    free.set()
    told = await asyncio.gather(*busy, return_exceptions=True)
    assert sorted(type(each).__name__ for each in told) == ["UniqueViolationError", "UniqueViolationError", "int"]
    assert await store.read(keys) == ["dawdled"]


async def test_a_lock_that_is_held_too_long_is_an_unavailable_store_and_undoes_the_rest(store: PostgresStore) -> None:
    async def wait_behind(t: Transaction) -> None:
        await t.run(NUMBERED, "undone", 1)
        await t.run("LOCK TABLE vault")

    loop = asyncio.get_running_loop()
    assert isinstance(loop, ShiftedLoop)
    async with store._connections.one() as other, other.transaction():
        await other.execute("LOCK TABLE vault")
        waiting = store.write(wait_behind)
        while not await other.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            pass
        loop.shift += 6
        with pytest.raises(StoreUnavailable):
            await waiting
    assert await store.read(keys) == []


async def test_an_asker_who_goes_away_in_a_reading_takes_no_connection_along(
    store: PostgresStore,
) -> None:
    for _ in range(5):
        reading = asyncio.ensure_future(store.read(lambda t: t.row("SELECT pg_sleep(60)")))
        while not store._connections._lent:
            await asyncio.sleep(0)
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
    assert await asyncio.gather(*(store.read(keys) for _ in range(6))) == [[]] * 6


async def test_a_work_that_goes_on_after_its_statement_failed_has_done_nothing(store: PostgresStore) -> None:
    async def careless(t: Transaction) -> None:
        await t.run(NUMBERED, "a", 1)
        with suppress(asyncpg.UniqueViolationError):
            await t.run(NUMBERED, "a", 1)

    with pytest.raises(RuntimeError, match="after one of its statements had failed"):
        await store.write(careless)
    assert await store.read(keys) == []


async def test_a_mistake_in_a_statement_is_the_askers_and_is_made_once(store: PostgresStore) -> None:
    runs = 0

    async def mistaken(t: Transaction) -> None:
        nonlocal runs
        runs += 1
        await t.run("UPDATE counters SET colour = 'red'")

    with pytest.raises(asyncpg.UndefinedColumnError):
        await store.write(mistaken)
    with pytest.raises(asyncpg.InterfaceError, match="expects 1 argument"):
        await store.read(lambda t: t.rows("SELECT $1::text"))
    assert runs == 1


async def test_a_schema_that_moves_on_under_a_remembered_statement_is_noticed_by_nobody(store: PostgresStore) -> None:
    async def all_of(t: Transaction) -> int:
        return len(await t.rows("SELECT * FROM ticket_events"))

    assert (await store.read(all_of), await store.write(all_of)) == (0, 0)
    await store.write(lambda t: t.run("ALTER TABLE ticket_events ADD COLUMN colour text"))
    assert (await store.read(all_of), await store.write(all_of)) == (0, 0)
    await store.write(lambda t: t.run("ALTER TABLE ticket_events DROP COLUMN colour"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda url: url.replace("/test", "/nowhere"), "does not exist"),
        (lambda url: url.replace("waybill@", "stranger@"), "does not exist"),
        (lambda url: url.replace("host=", "host=/nowhere"), "No such file"),
        (lambda _: "postgresql://user:secret@127.0.0.1:1/waybill", "Connect call failed|refused"),
        (lambda _: "postgres://user:secret@x/y?sslmode=whatever", "sslmode"),
    ],
    ids=["database", "user", "socket", "port", "option"],
)
async def test_a_server_that_cannot_be_reached_is_said_so_without_the_password(
    lent: str, change: Callable[[str], str], says: str
) -> None:
    with pytest.raises(StoreUnavailable, match=says) as told:
        await open_store(change(lent))
    assert "secret" not in str(told.value)


async def test_a_server_that_takes_no_more_connections_is_unavailable_until_it_does(mortal: Postgres) -> None:
    url = await asyncio.to_thread(mortal.lend)
    others = []
    with suppress(asyncpg.TooManyConnectionsError):
        while True:
            others.append(await asyncpg.connect(url))
    with pytest.raises(StoreUnavailable, match="too many clients"):
        await open_store(url)
    for other in others:
        await other.close()
    store = await open_store(url)
    assert await store.read(keys) == []
    await store.close()
