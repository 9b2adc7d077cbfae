"""Everything of one tenant that people may read, row by row. What is not named here, secrets above all, stays."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import orjson

from infra.store.sealed import CASE, EMAIL, EVENT_WORDS, SAID, WORDS, Sealed
from infra.store.transaction import Row, Store, Value
from infra.store.vault import Vault

BATCH = 200


@dataclass(frozen=True, slots=True)
class Exported:
    """What leaves of a table.

    Attributes:
        key: its primary key, by which it is read in order; `numbers` are those columns of it that are no text.
        plain: columns as they stand.
        json: columns that hold JSON.
        sealed: columns that are opened, with the name each leaves under, and whether JSON was sealed.
        owner: the column that holds the tenant.
    """

    table: str
    key: tuple[str, ...]
    plain: tuple[str, ...]
    json: tuple[str, ...] = ()
    sealed: tuple[tuple[Sealed, str, bool], ...] = ()
    numbers: frozenset[str] = frozenset({"seq", "number", "day"})
    owner: str = "tenant_id"


EXPORTED = (
    Exported("tenants", ("id",), ("id", "name", "plan", "created_at"), ("retention",), (), frozenset({"id"}), "id"),
    Exported("agents", ("id",), ("id", "published", "created_at", "updated_at"), ("draft",)),
    Exported("versions", ("agent_id", "number"), ("agent_id", "number", "note", "created_at"), ("content",)),
    Exported(
        "integrations",
        ("id",),
        ("id", "kind", "last_success_at", "created_at", "replaced_at"),
        ("settings", "last_failure"),
    ),
    Exported("keys", ("id",), ("id", "name", "last4", "created_at", "expires_at", "revoked_at"), ("scopes",)),
    Exported(
        "publishable_keys", ("id",), ("id", "agent_id", "name", "created_at", "updated_at", "revoked_at"), ("origins",)
    ),
    Exported("numbers", ("id",), ("id", "e164", "agent_id", "mode", "voice", "language", "created_at", "updated_at")),
    Exported("members", ("id",), ("id", "name", "role", "created_at", "updated_at"), (), ((EMAIL, "email", False),)),
    Exported("webhooks", ("id",), ("id", "url", "include_words", "enabled", "created_at", "updated_at"), ("events",)),
    Exported(
        "conversations",
        ("id",),
        ("id", "agent_id", "agent_version", "key_id", "door", "created_at", "updated_at", "ended_at"),
        (),
        ((SAID, "said", True),),
    ),
    Exported(
        "utterances",
        ("conversation_id", "seq"),
        ("conversation_id", "seq", "party", "disclosed", "answered_by", "at"),
        ("meta",),
        ((WORDS, "words", False),),
    ),
    Exported(
        "tickets",
        ("id",),
        (
            *(
                "id",
                "number",
                "kind",
                "state",
                "owner",
                "owner_name",
                "priority",
                "due_at",
                "door",
                "conversation_id",
                "agent_id",
            ),
            *(
                "proof",
                "outcome",
                "handed_to_client",
                "replied_at",
                "resolve_by",
                "created_at",
                "updated_at",
                "resolved_at",
            ),
        ),
        (),
        ((CASE, "case", True),),
    ),
    Exported(
        "ticket_events",
        ("ticket_id", "seq"),
        ("ticket_id", "seq", "event", "actor_name", "at"),
        (),
        ((EVENT_WORDS, "words", False),),
    ),
    Exported("tallies", ("day", "door", "what", "label"), ("day", "door", "what", "label", "number")),
)


async def export(store: Store, vault: Vault, tenant: int) -> AsyncIterator[bytes]:
    """One JSON object in pieces: an array for each table. Times in Unix seconds. Raises: VaultError, StoreUnavailable.

    Read in batches while everybody goes on working: what begins meanwhile may be there or not.
    """
    for number, exported in enumerate(EXPORTED):
        yield (b"{" if number == 0 else b"],\n") + orjson.dumps(exported.table) + b":["
        first = True
        async for row in _rows(store, exported, tenant):
            yield (b"\n" if first else b",\n") + orjson.dumps(_readable(vault, exported, tenant, row))
            first = False
    yield b"]}\n"


async def _rows(store: Store, exported: Exported, tenant: int) -> AsyncIterator[Row]:
    key = ", ".join(exported.key)
    places = ", ".join(f"${number}" for number in range(2, len(exported.key) + 2))
    columns = dict.fromkeys(
        (*exported.key, *exported.plain, *exported.json, *(sealed.column for sealed, _, _ in exported.sealed))
    )
    sql = (
        f"SELECT {', '.join(columns)} FROM {exported.table} WHERE {exported.owner} = $1"  # noqa: S608 - names only
        f" AND ({key}) > ({places}) ORDER BY {key} LIMIT ${len(exported.key) + 2}"
    )
    after: tuple[Value, ...] = tuple(-1 if name in exported.numbers else "" for name in exported.key)
    while rows := await _batch(store, sql, (tenant, *after, BATCH)):
        for row in rows:
            yield row
        after = tuple(rows[-1][name] for name in exported.key)


async def _batch(store: Store, sql: str, values: Sequence[Value]) -> Sequence[Row]:
    return await store.read(lambda tx: tx.rows(sql, *values))


def _readable(vault: Vault, exported: Exported, tenant: int, row: Row) -> dict[str, object]:
    readable: dict[str, object] = {name: row[name] for name in exported.plain}
    for name in exported.json:
        readable[name] = None if row[name] is None else orjson.loads(row[name])
    for sealed, name, holds_json in exported.sealed:
        if row[sealed.column] is None:
            readable[name] = None
            continue
        plain = vault.open(row[sealed.column], tenant=tenant, where=sealed.where(row))
        readable[name] = orjson.loads(plain) if holds_json else plain.decode()
    return readable
