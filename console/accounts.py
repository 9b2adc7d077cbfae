"""How a member comes to a password, and is found by e-mail at the sign-in: passwords and one-time links in SQL."""

import secrets
from dataclasses import dataclass, field

from console import sessions
from console.sessions import HOUR, RANDOM_BYTES, digest
from infra.store.transaction import Transaction
from infra.store.vault import Vault
from intents import forms
from tenants import members
from tenants.members import Member

LINK_SECONDS = 72 * HOUR
WELCOME = "/console/welcome/"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, if the password is right."""

    member_id: str
    tenant_id: int
    digest: str = field(repr=False)


def sign_in_index(vault: Vault, email: str) -> str:
    """What an e-mail is found by, whatever was typed."""
    return vault.index("sign-in", forms.email(email) or email.strip().lower())


async def by_email(t: Transaction, vault: Vault, email: str, tenant_id: int | None) -> Account | None:
    """Whose e-mail this is. Of several shops, to the one named, by default the last that was joined."""
    row = await t.row(
        "SELECT * FROM member_passwords WHERE sign_in_index = $1 AND (CAST($2 AS INTEGER) IS NULL OR tenant_id = $2)"
        " ORDER BY changed_at DESC LIMIT 1",
        *(sign_in_index(vault, email), tenant_id),
    )
    return None if row is None else Account(row["member_id"], row["tenant_id"], row["digest"])


async def of_member(t: Transaction, tenant_id: int, member_id: str) -> Account | None:
    """The account of this member, if there is a password yet."""
    row = await t.row("SELECT * FROM member_passwords WHERE member_id = $1 AND tenant_id = $2", member_id, tenant_id)
    return None if row is None else Account(row["member_id"], row["tenant_id"], row["digest"])


async def signing_in(t: Transaction, tenant_id: int) -> frozenset[str]:
    """The ids of the members who have a password."""
    rows = await t.rows("SELECT member_id FROM member_passwords WHERE tenant_id = $1", tenant_id)
    return frozenset(row["member_id"] for row in rows)


async def set_password(t: Transaction, vault: Vault, member: Member, password_digest: str, *, at: float) -> None:
    """From now on this password is the right one: every session and every link of before is over."""
    await sessions.end_all(t, member.tenant_id, member.id)
    await t.run("DELETE FROM member_links WHERE member_id = $1 AND tenant_id = $2", member.id, member.tenant_id)
    await t.run("DELETE FROM member_passwords WHERE member_id = $1 AND tenant_id = $2", member.id, member.tenant_id)
    await t.run(
        "INSERT INTO member_passwords (member_id, tenant_id, sign_in_index, digest, changed_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        *(member.id, member.tenant_id, sign_in_index(vault, member.email), password_digest, at),
    )


async def make_link(t: Transaction, vault: Vault, tenant_id: int, member_id: str, *, at: float) -> str:
    """The path of a link under which this member chooses a password, once and within three days.

    It takes the place of every earlier one. Raises: SetupError (not_found).
    """
    await members.find(t, vault, tenant_id, member_id)
    token = secrets.token_urlsafe(RANDOM_BYTES)
    await t.run("DELETE FROM member_links WHERE member_id = $1 AND tenant_id = $2", member_id, tenant_id)
    await t.run(
        "INSERT INTO member_links (digest, member_id, tenant_id, expires_at) VALUES ($1, $2, $3, $4)",
        *(digest(token), member_id, tenant_id, at + LINK_SECONDS),
    )
    return WELCOME + token


async def of_link(t: Transaction, vault: Vault, token: str, *, at: float) -> Member | None:
    """Whom a link was made for, unless it was used or is too old."""
    row = await t.row("SELECT * FROM member_links WHERE digest = $1 AND expires_at > $2", digest(token), at)
    return None if row is None else await members.find(t, vault, row["tenant_id"], row["member_id"])
