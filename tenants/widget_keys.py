"""Publishable keys: they stand in a shop's pages for all to read, good for one agent on exactly named origins."""

import json
import re
import secrets
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from yarl import URL

from infra.store.ids import new_id
from infra.store.page import ALL, BEGINNING, Place
from infra.store.transaction import Row, Transaction
from tenants import agents, generation, tenancy
from tenants.errors import Code, SetupError, changed_meanwhile, not_found

PREFIX = "wb_pk_live_"
RANDOM_BYTES = 18  # 24 characters in url-safe base64
MOST_KEYS = 100
_SHAPE = re.compile(r"https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")
_LOCAL = frozenset({"localhost", "127.0.0.1"})


def _origin(text: str) -> str:
    try:
        url = URL(text)
    except ValueError:
        raise ValueError('not an origin; one looks like "https://shop.example.com"') from None
    if not _SHAPE.fullmatch(text) or text != str(url.origin() if url.absolute and url.host else ""):
        raise ValueError('not an origin; one looks like "https://shop.example.com", with nothing behind it')
    if url.scheme != "https" and not (url.scheme == "http" and url.host in _LOCAL):
        raise ValueError("an origin must begin with https://")
    return text


Origin = Annotated[str, StringConstraints(max_length=255), AfterValidator(_origin)]


@dataclass(frozen=True, slots=True)
class WidgetKey:
    """A publishable key; `token` is no secret. Times in Unix seconds."""

    id: str
    tenant_id: int
    agent_id: str
    token: str
    name: str
    origins: tuple[str, ...]
    revision: int
    created_at: float
    updated_at: float
    revoked_at: float | None


async def create(
    t: Transaction, tenant_id: int, agent_id: str, *, name: str, origins: tuple[str, ...], at: float
) -> WidgetKey:
    """A new key for an agent. Raises: SetupError: not_found; invalid; limit_reached."""
    await agents.find(t, tenant_id, agent_id)
    if len(await every(t, tenant_id, agent_id)) >= MOST_KEYS:
        raise SetupError(Code.TOO_MANY, f"An agent has at most {MOST_KEYS} publishable keys.")
    token = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    key = WidgetKey(new_id("pub"), tenant_id, agent_id, token, tenancy.checked_name(name), origins, 1, at, at, None)
    await t.run(
        "INSERT INTO publishable_keys (id, tenant_id, agent_id, token, name, origins, revision, created_at, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7)",
        *(key.id, tenant_id, agent_id, token, key.name, json.dumps(origins), at),
    )
    await generation.bump(t)
    return key


async def every(
    t: Transaction, tenant_id: int, agent_id: str, after: Place = BEGINNING, limit: int = ALL
) -> list[WidgetKey]:
    """The keys of an agent, also revoked ones, oldest first. Raises: SetupError (not_found)."""
    await agents.find(t, tenant_id, agent_id)
    rows = await t.rows(
        "SELECT * FROM publishable_keys WHERE tenant_id = $1 AND agent_id = $2 AND (created_at, id) > ($3, $4)"
        " ORDER BY created_at, id LIMIT $5",
        *(tenant_id, agent_id, *after, limit),
    )
    return [_key(row) for row in rows]


async def find(t: Transaction, tenant_id: int, agent_id: str, key_id: str) -> WidgetKey:
    """One key of this agent. Raises: SetupError (not_found)."""
    row = await t.row(
        "SELECT * FROM publishable_keys WHERE id = $1 AND tenant_id = $2 AND agent_id = $3", key_id, tenant_id, agent_id
    )
    if row is None:
        raise not_found(f"Publishable key {key_id}")
    return _key(row)


async def by_token(t: Transaction, token: str) -> WidgetKey | None:
    """The key that stands in a page as this, of whatever tenant, unless it is revoked."""
    row = await t.row("SELECT * FROM publishable_keys WHERE token = $1 AND revoked_at IS NULL", token)
    return None if row is None else _key(row)


async def is_named(t: Transaction, origin: str) -> bool:
    """Whether any key that is not revoked may be used on this origin."""
    # What LIKE finds is looked at again: `_` stands for any character in it, and a host may hold one.
    rows = await t.rows(
        "SELECT origins FROM publishable_keys WHERE revoked_at IS NULL AND origins LIKE $1", f'%"{origin}"%'
    )
    return any(origin in json.loads(row["origins"]) for row in rows)


async def revise(
    t: Transaction, tenant_id: int, agent_id: str, key_id: str, *, origins: tuple[str, ...], seen: int | None, at: float
) -> WidgetKey:
    """Let the key be used on these origins and no others. Raises: SetupError: not_found; changed_meanwhile."""
    key = await find(t, tenant_id, agent_id, key_id)
    if seen not in {None, key.revision}:
        raise changed_meanwhile()
    await t.run(
        "UPDATE publishable_keys SET origins = $1, updated_at = $2, revision = revision + 1"
        " WHERE id = $3 AND tenant_id = $4",
        *(json.dumps(origins), at, key_id, tenant_id),
    )
    await generation.bump(t)
    return await find(t, tenant_id, agent_id, key_id)


async def revoke(t: Transaction, tenant_id: int, agent_id: str, key_id: str, *, at: float) -> WidgetKey:
    """End a key for good; a second time changes nothing. Raises: SetupError (not_found)."""
    await t.run(
        "UPDATE publishable_keys SET revoked_at = $1, revision = revision + 1"
        " WHERE id = $2 AND tenant_id = $3 AND agent_id = $4 AND revoked_at IS NULL",
        *(at, key_id, tenant_id, agent_id),
    )
    await generation.bump(t)
    return await find(t, tenant_id, agent_id, key_id)


def _key(row: Row) -> WidgetKey:
    times = row["created_at"], row["updated_at"], row["revoked_at"]
    origins = tuple(json.loads(row["origins"]))
    whose = row["id"], row["tenant_id"], row["agent_id"], row["token"]
    return WidgetKey(*whose, row["name"], origins, row["revision"], *times)
