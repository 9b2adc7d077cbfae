"""Members: the people of a tenant, who answer customers or set things up. An e-mail names each, sealed."""

from dataclasses import dataclass, field
from enum import StrEnum

from infra.store.ids import new_id
from infra.store.page import ALL, BEGINNING, Place
from infra.store.transaction import Row, Transaction
from infra.store.vault import Vault
from intents import forms
from tenants import tenancy
from tenants.errors import Code, SetupError, changed_meanwhile, not_found

MOST_MEMBERS = 500


class Role(StrEnum):
    """What a member may do, most first."""

    OWNER = "owner"
    MANAGER = "manager"
    COLLEAGUE = "colleague"


@dataclass(frozen=True, slots=True)
class Member:
    """A person; times in Unix seconds."""

    id: str
    tenant_id: int
    name: str
    role: Role
    email: str = field(repr=False)
    revision: int
    created_at: float
    updated_at: float


async def create(
    t: Transaction, vault: Vault, tenant_id: int, *, name: str, email: str, role: Role, at: float
) -> Member:
    """A new member. Raises: SetupError: invalid; exists_already; limit_reached."""
    address = forms.email(email)
    if address is None:
        raise SetupError(Code.INVALID, "This is not an e-mail address.")
    await tenancy.hold(t, tenant_id)
    found = await every(t, vault, tenant_id)
    if any(member.email == address for member in found):
        raise SetupError(Code.EXISTS, "There is a member with this e-mail already.")
    if len(found) >= MOST_MEMBERS:
        raise SetupError(Code.TOO_MANY, f"A tenant has at most {MOST_MEMBERS} members.")
    member = Member(new_id("mem"), tenant_id, tenancy.checked_name(name), role, address, 1, at, at)
    await t.run(
        "INSERT INTO members (id, tenant_id, name, role, email_index, sealed_email, revision, created_at, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7)",
        *(member.id, tenant_id, member.name, role.value, vault.index("member", str(tenant_id), address)),
        vault.seal(address.encode(), tenant=tenant_id, where=_place(member.id)),
        at,
    )
    return member


async def every(
    t: Transaction, vault: Vault, tenant_id: int, after: Place = BEGINNING, limit: int = ALL
) -> list[Member]:
    """The members of a tenant, oldest first."""
    rows = await t.rows(
        "SELECT * FROM members WHERE tenant_id = $1 AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4",
        *(tenant_id, *after, limit),
    )
    return [_member(row, vault) for row in rows]


async def find(t: Transaction, vault: Vault, tenant_id: int, member_id: str) -> Member:
    """One member of this tenant. Raises: SetupError (not_found)."""
    row = await t.row("SELECT * FROM members WHERE id = $1 AND tenant_id = $2", member_id, tenant_id)
    if row is None:
        raise not_found(f"Member {member_id}")
    return _member(row, vault)


async def revise(
    t: Transaction,
    vault: Vault,
    tenant_id: int,
    member_id: str,
    *,
    name: str | None,
    role: Role | None,
    seen: int | None,
    at: float,
) -> Member:
    """Change a name or a role; what is None stays. Raises: SetupError: not_found; changed_meanwhile; in_use."""
    member = await find(t, vault, tenant_id, member_id)
    if seen not in {None, member.revision}:
        raise changed_meanwhile()
    if role is not None and role is not Role.OWNER:
        await _keep_an_owner(t, vault, member)
    await t.run(
        "UPDATE members SET name = $1, role = $2, updated_at = $3, revision = revision + 1"
        " WHERE id = $4 AND tenant_id = $5",
        *(tenancy.checked_name(name or member.name), (role or member.role).value, at, member_id, tenant_id),
    )
    return await find(t, vault, tenant_id, member_id)


async def remove(t: Transaction, vault: Vault, tenant_id: int, member_id: str) -> None:
    """Take a member away. Raises: SetupError: not_found; in_use for the last owner."""
    await _keep_an_owner(t, vault, await find(t, vault, tenant_id, member_id))
    await t.run("DELETE FROM members WHERE id = $1 AND tenant_id = $2", member_id, tenant_id)


async def _keep_an_owner(t: Transaction, vault: Vault, member: Member) -> None:
    """Refuse to lose the last owner."""
    if member.role is not Role.OWNER:
        return
    await tenancy.hold(t, member.tenant_id)
    owners = [each for each in await every(t, vault, member.tenant_id) if each.role is Role.OWNER]
    if owners == [member]:
        raise SetupError(Code.IN_USE, "This is the only owner; make somebody else one first.")


def _place(member_id: str) -> str:
    return f"members/{member_id}/email"


def _member(row: Row, vault: Vault) -> Member:
    email = vault.open(row["sealed_email"], tenant=row["tenant_id"], where=_place(row["id"])).decode()
    times = row["created_at"], row["updated_at"]
    return Member(row["id"], row["tenant_id"], row["name"], Role(row["role"]), email, row["revision"], *times)
