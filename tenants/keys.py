"""Keys: who may speak for a tenant. Only a digest is kept; the key itself is shown once, when it is issued."""

import json
import secrets
from dataclasses import dataclass
from hashlib import sha256

from infra.store.ids import new_id
from infra.store.page import ALL, BEGINNING, Place
from infra.store.transaction import Row, Transaction
from tenants import generation, tenancy
from tenants.errors import Code, SetupError, not_found
from tenants.principal import Scope

PREFIX = "wb_sk_live_"
RANDOM_BYTES = 32  # 43 characters in url-safe base64


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret; times in Unix seconds."""

    id: str
    tenant_id: int
    name: str
    last4: str
    scopes: frozenset[Scope]
    created_at: float
    expires_at: float | None
    revoked_at: float | None


def digest(token: str) -> str:
    """What is kept of a token: 64 hex digits of SHA-256. A token is 256 random bits, so nothing slower is needed."""
    # A header may hold bytes that are no UTF-8; they come as lone surrogates and make a wrong token like any other.
    return sha256(token.encode(errors="surrogatepass")).hexdigest()


async def issue(
    t: Transaction, tenant_id: int, *, name: str, scopes: frozenset[Scope], at: float, expires_at: float | None = None
) -> tuple[Key, str]:
    """Make a key. Returns: the key, and its token, which cannot be had again.

    Raises: SetupError (not_found) for an unknown tenant, (invalid) for a bad name, no scope or an expiry in the past.
    """
    await tenancy.find(t, tenant_id)
    if not scopes:
        raise SetupError(Code.INVALID, "A key needs at least one scope.")
    if expires_at is not None and expires_at <= at:
        raise SetupError(Code.INVALID, "A key cannot expire before it is issued.")
    token = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    key = Key(new_id("key"), tenant_id, tenancy.checked_name(name), token[-4:], scopes, at, expires_at, None)
    await t.run(
        "INSERT INTO keys (id, tenant_id, name, digest, last4, scopes, created_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        *(key.id, tenant_id, key.name, digest(token), key.last4, json.dumps(sorted(scopes)), at, expires_at),
    )
    await generation.bump(t)
    return key, token


async def every(t: Transaction, tenant_id: int, after: Place = BEGINNING, limit: int = ALL) -> list[Key]:
    """The keys of a tenant, also expired and revoked ones, oldest first."""
    rows = await t.rows(
        "SELECT * FROM keys WHERE tenant_id = $1 AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4",
        *(tenant_id, *after, limit),
    )
    return [_key(row) for row in rows]


async def find(t: Transaction, tenant_id: int, key_id: str) -> Key:
    """One key of this tenant. Raises: SetupError (not_found)."""
    row = await t.row("SELECT * FROM keys WHERE id = $1 AND tenant_id = $2", key_id, tenant_id)
    if row is None:
        raise not_found(f"Key {key_id}")
    return _key(row)


async def by_digest(t: Transaction, digest: str) -> Key | None:
    """The key with this digest, of whatever tenant, unless it is revoked; it may have expired."""
    row = await t.row("SELECT * FROM keys WHERE digest = $1 AND revoked_at IS NULL", digest)
    return _key(row) if row else None


async def revoke(t: Transaction, tenant_id: int, key_id: str, *, at: float) -> Key:
    """End a key at once and for good; a second time changes nothing. Raises: SetupError (not_found)."""
    await t.run(
        "UPDATE keys SET revoked_at = $1 WHERE id = $2 AND tenant_id = $3 AND revoked_at IS NULL", at, key_id, tenant_id
    )
    await generation.bump(t)
    return await find(t, tenant_id, key_id)


def _key(row: Row) -> Key:
    scopes = frozenset(Scope(scope) for scope in json.loads(row["scopes"]))
    times = row["created_at"], row["expires_at"], row["revoked_at"]
    return Key(row["id"], row["tenant_id"], row["name"], row["last4"], scopes, *times)
