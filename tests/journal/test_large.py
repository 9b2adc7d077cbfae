"""What is read costs what is asked for, not what is there: on SQLite each step of a reading holds up all calls."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.queue_pages import counts
from escalation import ownership, queue
from escalation.listing import TOP
from escalation.listing import Wanted as Wish
from infra.store.page import Place
from infra.store.sqlite import SqliteStore, connect
from infra.store.vault import Vault, make_key
from journal import endings
from journal.analytics import Analytics
from journal.conversation import Door
from journal.reader import Reader, Wanted

AT = 1_790_000_000.0
FEW, MANY = 300, 3000
HOURS = 7200.0
SHOWN = [f"tkt_{number}" for number in range(12)]
FURTHER = Place(AT + 0.5, "1/1/tkt_1")
_TALK = (
    "INSERT INTO conversations (id, tenant_id, agent_id, agent_version, key_id, door, sealed_said, version, created_at,"
    " updated_at) VALUES (?1, 1, 'agt', 1, 'key', 'sessions', x'', 1, ?2, ?2)"
)
_SAID = (
    "INSERT INTO utterances (conversation_id, seq, tenant_id, party, sealed_words, disclosed, meta, at)"
    " VALUES (?1, 1, 1, 'assistant', x'', 0, '{}', ?2)"
)
_TICKET = (
    "INSERT INTO tickets (id, tenant_id, number, kind, state, version, priority, due_at, door, conversation_id,"
    " agent_id, identity_index, sealed_case, proof, handed_to_client, created_at, updated_at)"
    " VALUES (?3, 1, ?4, 'human', 'resolved', 1, 1, ?2, 'sessions', ?1, 'agt', ?3, x'', 'none', 0, ?2, ?2)"
)
_CREATED = "INSERT INTO created (key_id, client_key, client_digest, resource_id, at) VALUES ('key', ?1, '', ?2, ?3)"
Asked = Callable[[SqliteStore], Awaitable[object]]


def filled(path: Path, migrated: Path, much: int) -> None:
    """A database with conversations of a day, each with a reply and a ticket."""
    shutil.copy(migrated, path)
    with connect(path) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN")
        rows = [(f"cnv_{n}", AT + n / much, f"tkt_{n}", much - n) for n in range(much)]
        connection.executemany(_TALK, [row[:2] for row in rows])
        connection.executemany(_SAID, [row[:2] for row in rows])
        connection.executemany(_TICKET, rows)
        connection.executemany(_CREATED, [(f"own {row[0]}", *row[:2]) for row in rows])
        connection.execute("COMMIT")
    connection.close()


@pytest.fixture
async def steps(migrated: Path, tmp_path: Path) -> AsyncIterator[Callable[[Asked, int], Awaitable[int]]]:
    """How many steps of SQLite's machine, in hundreds, a question takes where there is so much."""

    async def counted(asked: Asked, much: int) -> int:
        filled(path := tmp_path / f"{much}.db", migrated, much)
        store, taken = SqliteStore(path), 0

        def step() -> int:
            nonlocal taken
            taken += 1
            return 0

        connection: sqlite3.Connection = store._connection
        connection.set_progress_handler(step, 100)
        await asked(store)
        await store.close()
        return taken

    yield counted


def _listed(store: SqliteStore, **wanted: object) -> Awaitable[object]:
    return Reader(store, Vault(make_key())).every(1, Wanted(**wanted), limit=20)  # type: ignore[arg-type]  # as named


def _queued(store: SqliteStore, wanted: Wish, after: Place = TOP) -> Awaitable[object]:
    return store.read(lambda tx: queue.listed(tx, 1, wanted, after=after, limit=20))


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(_listed, id="conversations"),
        pytest.param(lambda store: _listed(store, door=Door.PHONE), id="none of this door"),
        pytest.param(lambda store: _listed(store, with_ticket=True), id="with a ticket"),
        pytest.param(lambda store: store.read(ownership.orphaned), id="claims of nobody"),
        pytest.param(lambda store: _queued(store, Wish()), id="queue"),
        pytest.param(lambda store: _queued(store, Wish(state="resolved")), id="queue of one state"),
        pytest.param(lambda store: _queued(store, Wish(), FURTHER), id="queue, further on"),
        pytest.param(lambda store: store.read(lambda tx: counts(tx, 1, "mem")), id="how many wait"),
        pytest.param(lambda store: store.read(lambda tx: queue.returned(tx, 1, SHOWN)), id="who came before"),
        pytest.param(lambda store: store.write(lambda tx: endings.erase(tx, 1, "cnv_7")), id="erasing"),
    ],
)
async def test_a_page_costs_the_same_among_many(steps: Callable[[Asked, int], Awaitable[int]], asked: Asked) -> None:
    assert await steps(asked, MANY) <= 2 * await steps(asked, FEW) + 5


async def test_what_is_counted_costs_the_same_for_each(steps: Callable[[Asked, int], Awaitable[int]]) -> None:
    day = datetime.fromtimestamp(AT, UTC).date()

    async def asked(store: SqliteStore) -> object:
        return await Analytics(store, lambda: AT + HOURS).report(1, day, day)

    few, many = await steps(asked, FEW), await steps(asked, MANY)
    assert many * FEW <= 2 * few * MANY
