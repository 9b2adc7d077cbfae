"""Who has signed in at the shop: the merchant's server says so in a token made with a secret that we share with it.

A JSON Web Token, HS256 and nothing else, with `kid` naming the secret and `sub`, `iat`, `exp` (at most ten minutes
later), `email` where the shop knows it. Source: RFC 7519, RFC 8725.
"""

import secrets
from dataclasses import dataclass, field

import jwt
from jwt.exceptions import PyJWTError
from jwt.types import Options
from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from infra.store.ids import new_id
from infra.store.page import ALL, BEGINNING, Place
from infra.store.sealed import IDENTITY_SECRET
from infra.store.transaction import Row, Store, Transaction
from infra.store.vault import Vault
from intents import forms
from tenants import agents
from tenants.errors import Code, SetupError, not_found

ALGORITHM = "HS256"
PREFIX = "wb_id_"
RANDOM_BYTES = 32
MOST_LIVE = 2  # the one in use, and the one that takes over
LONGEST = 4096
LONGEST_LIFE_SECONDS = 600
SKEW_SECONDS = 60
UNCHECKED: Options = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False}
"""The times are ours to judge, for the library would ask the machine's clock."""


class WrongIdentity(Exception):  # noqa: N818 - an answer, told in the shape of the door
    """The token is not one that this shop's server made for now. Says why in general words, never what stood in it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A signed-in visitor. `until` and `since` in Unix seconds."""

    subject: str = field(repr=False)
    email: str | None = field(repr=False)
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class IdentitySecret:
    """A secret without itself; `id` is the `kid` of what is signed with it. Times in Unix seconds."""

    id: str
    tenant_id: int
    agent_id: str
    created_at: float
    revoked_at: float | None


class _Claims(BaseModel):
    """What we read of a token; everything else in it is ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    sub: str = Field(min_length=1, max_length=256)
    email: str | None = Field(None, max_length=254)
    iat: StrictInt
    exp: StrictInt


async def create(
    t: Transaction, vault: Vault, tenant_id: int, agent_id: str, *, at: float
) -> tuple[IdentitySecret, str]:
    """A new secret for an agent, and its text, which cannot be had again. Raises: SetupError: not_found; limit_reached.

    For a moment two are good, so that the shop's server can change over; then the older one is revoked.
    """
    live = [each for each in await every(t, tenant_id, agent_id) if each.revoked_at is None]
    if len(live) >= MOST_LIVE:
        raise SetupError(
            Code.TOO_MANY, f"An agent has at most {MOST_LIVE} identity secrets: revoke the older one first."
        )
    made, text = (
        IdentitySecret(new_id("kid"), tenant_id, agent_id, at, None),
        PREFIX + secrets.token_urlsafe(RANDOM_BYTES),
    )
    sealed = vault.seal(text.encode(), tenant=tenant_id, where=IDENTITY_SECRET.place.format(id=made.id))
    await t.run(
        "INSERT INTO identity_secrets (id, tenant_id, agent_id, sealed_secret, created_at) VALUES ($1, $2, $3, $4, $5)",
        *(made.id, tenant_id, agent_id, sealed, at),
    )
    return made, text


async def every(
    t: Transaction, tenant_id: int, agent_id: str, after: Place = BEGINNING, limit: int = ALL
) -> list[IdentitySecret]:
    """The secrets of an agent, also revoked ones, oldest first. Raises: SetupError (not_found)."""
    await agents.find(t, tenant_id, agent_id)
    rows = await t.rows(
        "SELECT * FROM identity_secrets WHERE tenant_id = $1 AND agent_id = $2 AND (created_at, id) > ($3, $4)"
        " ORDER BY created_at, id LIMIT $5",
        *(tenant_id, agent_id, *after, limit),
    )
    return [_secret(row) for row in rows]


async def find(t: Transaction, tenant_id: int, agent_id: str, kid: str) -> IdentitySecret:
    """One secret of this agent. Raises: SetupError (not_found)."""
    row = await _row(t, tenant_id, agent_id, kid)
    if row is None:
        raise not_found(f"Identity secret {kid}")
    return _secret(row)


async def revoke(t: Transaction, tenant_id: int, agent_id: str, kid: str, *, at: float) -> IdentitySecret:
    """End a secret for good; a second time changes nothing. Raises: SetupError (not_found)."""
    await t.run(
        "UPDATE identity_secrets SET revoked_at = $1"
        " WHERE id = $2 AND tenant_id = $3 AND agent_id = $4 AND revoked_at IS NULL",
        *(at, kid, tenant_id, agent_id),
    )
    return await find(t, tenant_id, agent_id, kid)


class Identities:
    """Tells who has signed in."""

    def __init__(self, store: Store, vault: Vault) -> None:
        self._store = store
        self._vault = vault

    async def verify(self, tenant_id: int, agent_id: str, token: str, now: float) -> Identity:
        """Whom this token vouches for. Raises: WrongIdentity; StoreUnavailable. `now` in Unix seconds."""
        secret = await self._secret_of(tenant_id, agent_id, token)
        try:
            claims = _Claims.model_validate(jwt.decode(token, secret, algorithms=[ALGORITHM], options=UNCHECKED))
        except (PyJWTError, ValidationError):
            raise WrongIdentity("the identity token is not signed as it must be, or lacks sub, iat or exp") from None
        email = None if claims.email is None else forms.email(claims.email)
        if claims.email is not None and email is None:
            raise WrongIdentity("the e-mail in the identity token is none")
        if not 0 < claims.exp - claims.iat <= LONGEST_LIFE_SECONDS:
            raise WrongIdentity(f"an identity token lives for at most {LONGEST_LIFE_SECONDS} s")
        if claims.exp <= now or claims.iat > now + SKEW_SECONDS:
            raise WrongIdentity("the identity token has run out, or is not valid yet")
        return Identity(claims.sub, email, float(claims.iat), float(claims.exp))

    async def _secret_of(self, tenant_id: int, agent_id: str, token: str) -> bytes:
        try:
            kid = jwt.get_unverified_header(token).get("kid") if len(token) <= LONGEST else None
        except PyJWTError:
            kid = None
        row = None
        if isinstance(kid, str):
            row = await self._store.read(lambda t: _row(t, tenant_id, agent_id, kid))
        if row is None or row["revoked_at"] is not None:
            raise WrongIdentity("the identity token names no secret of this agent in its kid")
        return self._vault.open(row["sealed_secret"], tenant=tenant_id, where=IDENTITY_SECRET.where(row))


async def _row(t: Transaction, tenant_id: int, agent_id: str, kid: str) -> Row | None:
    return await t.row(
        "SELECT * FROM identity_secrets WHERE id = $1 AND tenant_id = $2 AND agent_id = $3", kid, tenant_id, agent_id
    )


def _secret(row: Row) -> IdentitySecret:
    return IdentitySecret(row["id"], row["tenant_id"], row["agent_id"], row["created_at"], row["revoked_at"])
