"""Conversations as operators see them: the list, the transcript, and the receipt, which tells no word."""

from dataclasses import dataclass
from math import inf, nextafter

import orjson

from infra.store.page import Place
from infra.store.transaction import Row, Store, Value
from infra.store.vault import Vault
from journal import sealing
from journal.conversation import Door, Party, Steps, Utterance

NEWEST = Place(inf, "")
"""Before the newest of a list that has the newest first."""
_TICKETS = "SELECT t.number FROM tickets t WHERE t.conversation_id = c.id AND t.tenant_id = c.tenant_id"
_ONE = (
    "SELECT c.id, c.agent_id, c.agent_version, c.door, c.created_at, c.updated_at, c.ended_at,"  # noqa: S608 - constants only
    f" ({_TICKETS} ORDER BY t.number DESC LIMIT 1) AS ticket FROM conversations c WHERE c.tenant_id = $1"
)
_PAGE = " AND c.created_at >= $4 AND c.created_at < $5 AND (c.created_at < $2 OR c.id < $3)"
"""From behind the place $2, $3. With two upper ends of one column SQLite passes over the index that names the door: $5
ends both the window and the page."""
_UTTERANCES = "SELECT * FROM utterances WHERE conversation_id = $1 AND tenant_id = $2 AND seq > $3"
_ORDER = " ORDER BY c.created_at DESC, c.id DESC LIMIT $6"


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation without what was said in it. `ticket`: the number of its newest; times in Unix seconds."""

    conversation_id: str
    agent_id: str
    agent_version: int
    door: Door
    created_at: float
    updated_at: float
    ended_at: float | None
    ticket: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which conversations: None asks for all. Begun at `since` or later, and before `until`."""

    door: Door | None = None
    agent_id: str | None = None
    since: float = 0.0
    until: float = inf
    with_ticket: bool | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """How one reply came about. `seq` is its own number, `steps` is None where none were kept."""

    seq: int
    at: float
    outcome: str | None
    ticket: int | None
    disclosed: bool
    steps: Steps | None


class Reader:
    """Reads for operators; every statement names its tenant."""

    def __init__(self, store: Store, vault: Vault) -> None:
        self._store = store
        self._vault = vault

    async def every(self, tenant: int, wanted: Wanted, *, after: Place = NEWEST, limit: int) -> list[Listed]:
        """Conversations, the newest first, from behind `after`."""
        ends = min(wanted.until, nextafter(after.at, inf))
        values: list[Value] = [tenant, *after, wanted.since, ends, limit]
        sql = _ONE + _PAGE
        for column, value in (("c.door", wanted.door), ("c.agent_id", wanted.agent_id)):
            if value is not None:
                values.append(str(value))
                sql += f" AND {column} = ${len(values)}"
        if wanted.with_ticket is not None:
            sql += f" AND {'' if wanted.with_ticket else 'NOT '}EXISTS ({_TICKETS})"
        rows = await self._store.read(lambda tx: tx.rows(sql + _ORDER, *values))
        return [_listed(row) for row in rows]

    async def find(self, tenant: int, conversation_id: str) -> Listed | None:
        """One conversation, or None where this tenant has none such."""
        row = await self._store.read(lambda tx: tx.row(f"{_ONE} AND c.id = $2", tenant, conversation_id))
        return None if row is None else _listed(row)

    async def transcript(self, tenant: int, conversation_id: str, *, after: int = 0, limit: int) -> list[Utterance]:
        """What was said after the utterance `after`, oldest first. Order facts read ⟨order status⟩."""
        rows = await self._rows(tenant, conversation_id, after, limit)
        return [sealing.utterance(self._vault, row) for row in rows]

    async def read_up_to(self, tenant: int, conversation_id: str) -> int:
        """The last utterance that the customer is known to have seen; 0 where none is, or there is no conversation."""
        sql = "SELECT read_seq FROM conversations WHERE id = $1 AND tenant_id = $2"
        row = await self._store.read(lambda tx: tx.row(sql, conversation_id, tenant))
        return 0 if row is None else int(row["read_seq"])

    async def receipt(self, tenant: int, conversation_id: str, *, after: int = 0, limit: int) -> list[Receipt]:
        """How each reply after the utterance `after` came about, oldest first. Nothing is unsealed for it."""
        rows = await self._rows(tenant, conversation_id, after, limit, f" AND party = '{Party.ASSISTANT}'")
        return [_receipt(row) for row in rows]

    async def _rows(self, tenant: int, conversation_id: str, after: int, limit: int, also: str = "") -> list[Row]:
        sql = f"{_UTTERANCES}{also} ORDER BY seq LIMIT $4"
        return list(await self._store.read(lambda tx: tx.rows(sql, conversation_id, tenant, after, limit)))


def _listed(row: Row) -> Listed:
    return Listed(
        row["id"],
        row["agent_id"],
        row["agent_version"],
        Door(row["door"]),
        row["created_at"],
        row["updated_at"],
        row["ended_at"],
        row["ticket"],
    )


def _receipt(row: Row) -> Receipt:
    meta = orjson.loads(row["meta"])
    steps = Steps(tuple(meta["steps"]), meta["ms"]) if "steps" in meta else None
    return Receipt(row["seq"], row["at"], meta.get("outcome"), meta.get("ticket"), bool(row["disclosed"]), steps)
