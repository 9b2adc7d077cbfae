"""Who is signed in: a session is 256 bits of chance in a cookie, and its digest in a row."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from infra.store.transaction import Transaction
from infra.store.vault import Vault
from tenants import members, tenancy
from tenants.members import Member
from tenants.tenancy import Tenant

HOUR = 3600.0
IDLE_SECONDS = 12 * HOUR
LONGEST_SECONDS = 7 * 24 * HOUR
SEEN_EVERY_SECONDS = 300.0
RANDOM_BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    """A member who is signed in. `digest` names the session and cannot be made into its cookie."""

    digest: str
    member: Member
    tenant: Tenant
    seen_at: float


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode(errors="surrogatepass")).hexdigest()


async def begin(t: Transaction, tenant_id: int, member_id: str, *, at: float) -> str:
    """A new session. Returns: its token, for the cookie; it can be had nowhere else."""
    token = secrets.token_urlsafe(RANDOM_BYTES)
    await t.run("DELETE FROM member_sessions WHERE created_at < $1", at - LONGEST_SECONDS)
    await t.run(
        "INSERT INTO member_sessions (digest, member_id, tenant_id, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)",
        *(digest(token), member_id, tenant_id, at),
    )
    return token


async def find(t: Transaction, vault: Vault, token: str, *, at: float) -> Session | None:
    """The session of this token, unless it was ended, idle for 12 hours or begun a week ago."""
    row = await t.row(
        "SELECT * FROM member_sessions WHERE digest = $1 AND seen_at > $2 AND created_at > $3",
        *(digest(token), at - IDLE_SECONDS, at - LONGEST_SECONDS),
    )
    if row is None:
        return None
    # The member is read each time, so that a role that was taken away is gone with the next click.
    member = await members.find(t, vault, row["tenant_id"], row["member_id"])
    return Session(row["digest"], member, await tenancy.find(t, row["tenant_id"]), row["seen_at"])


async def touch(t: Transaction, session: Session, *, at: float) -> None:
    """It is in use."""
    await t.run("UPDATE member_sessions SET seen_at = $1 WHERE digest = $2", at, session.digest)


async def end(t: Transaction, token: str) -> None:
    """Sign out here."""
    await t.run("DELETE FROM member_sessions WHERE digest = $1", digest(token))


async def end_all(t: Transaction, tenant_id: int, member_id: str) -> None:
    """Sign out everywhere."""
    await t.run("DELETE FROM member_sessions WHERE member_id = $1 AND tenant_id = $2", member_id, tenant_id)
