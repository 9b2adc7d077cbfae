"""Tallies: what is counted in memory stands in the table after a flush, once, whoever else counts."""

from collections.abc import Awaitable
from typing import TypeVar

import pytest

from infra.store.transaction import Store, StoreUnavailable, Work
from journal.tallies import DAY_SECONDS, Tallies
from tests.journal.conftest import Books
from tests.world.clock import Clock

T = TypeVar("T")


class Flaky:
    """A store that is away until it is told otherwise."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.away = True

    def write(self, work: Work[T], *, synced: bool = True) -> Awaitable[T]:
        if self.away:
            raise StoreUnavailable("away")
        return self._store.write(work, synced=synced)

    async def read(self, work: Work[T]) -> T:
        return await self._store.read(work)

    async def close(self) -> None:
        await self._store.close()


async def counted(books: Books) -> dict[tuple[str, str], int]:
    return {(row["what"], row["label"]): row["number"] for row in await books.rows("tallies")}


async def test_nothing_is_written_before_a_flush_and_all_of_it_once_after(books: Books) -> None:
    tallies = Tallies(books.store, Clock())
    tallies.turn(books.tenant, "sessions", "told")
    tallies.turn(books.tenant, "sessions", "told")
    tallies.lookup(books.tenant, "sessions", "answered", 0.12)
    tallies.lookup(books.tenant, "sessions", "locked")
    assert await counted(books) == {}
    for _ in range(2):
        await tallies.flush()
        assert await counted(books) == {
            ("turns", "told"): 2,
            ("lookups", "answered"): 1,
            ("lookups", "locked"): 1,
            ("lookup_ms", "200"): 1,
        }


async def test_two_processes_add_up(books: Books) -> None:
    for _ in range(2):
        tallies = Tallies(books.store, Clock())
        tallies.turn(books.tenant, "sessions", "told")
        await tallies.flush()
    assert await counted(books) == {("turns", "told"): 2}


async def test_each_day_door_and_tenant_has_its_own(books: Books, rival: Books) -> None:
    clock = Clock()
    clock.now = DAY_SECONDS * 2 - 1.0
    tallies = Tallies(books.store, clock)
    tallies.turn(books.tenant, "sessions", "told")
    clock.now += 1
    tallies.turn(books.tenant, "sessions", "told")
    tallies.turn(books.tenant, "completions", "told")
    tallies.turn(rival.tenant, "sessions", "told")
    await tallies.flush()
    days = [(row["day"], row["door"], row["number"]) for row in await books.rows("tallies")]
    assert sorted(days) == [(1, "sessions", 1), (2, "completions", 1), (2, "sessions", 1)]
    assert len(await rival.rows("tallies")) == 1


async def test_while_the_database_is_away_nothing_is_lost(books: Books) -> None:
    store = Flaky(books.store)
    tallies = Tallies(store, Clock())
    tallies.turn(books.tenant, "sessions", "told")
    with pytest.raises(StoreUnavailable):
        await tallies.flush()
    tallies.turn(books.tenant, "sessions", "told")
    store.away = False
    await tallies.flush()
    assert await counted(books) == {("turns", "told"): 2}


@pytest.mark.parametrize(
    ("seconds", "bound"), [(0.0, "50"), (0.05, "50"), (0.0501, "100"), (30.0, "30000"), (31, "longer")]
)
async def test_a_lookups_time_falls_into_the_first_bucket_it_fits(books: Books, seconds: float, bound: str) -> None:
    tallies = Tallies(books.store, Clock())
    tallies.lookup(books.tenant, "sessions", "answered", seconds)
    await tallies.flush()
    assert ("lookup_ms", bound) in await counted(books)
