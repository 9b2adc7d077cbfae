"""Tenants: the shops we serve. Verbs here and beside are bodies of one transaction: `store.write(lambda t: …)`."""

from dataclasses import dataclass

from infra.store.transaction import Row, Transaction
from tenants import generation
from tenants.errors import Code, SetupError, not_found
from tenants.plans import Plan

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Tenant:
    """A shop. `created_at` in Unix seconds; `id` is what its endpoint sees as `tenant_id`."""

    id: int
    name: str
    plan: Plan
    created_at: float


async def create(t: Transaction, *, name: str, plan: Plan, at: float) -> Tenant:
    """Take in a new tenant. Raises: SetupError (invalid) for a name that `checked_name` refuses."""
    name = checked_name(name)
    sql = "INSERT INTO tenants (name, plan, created_at) VALUES ($1, $2, $3) RETURNING id"
    row = await t.row(sql, name, plan.value, at)
    if row is None:
        raise AssertionError("INSERT … RETURNING gave no row")
    await generation.bump(t)
    return Tenant(row["id"], name, plan, at)


async def find(t: Transaction, tenant_id: int) -> Tenant:
    """One tenant. Raises: SetupError (not_found)."""
    row = await t.row("SELECT * FROM tenants WHERE id = $1", tenant_id)
    if row is None:
        raise not_found(f"Tenant {tenant_id}")
    return _tenant(row)


async def every(t: Transaction) -> list[Tenant]:
    """All tenants, oldest first; for the operator only."""
    return [_tenant(row) for row in await t.rows("SELECT * FROM tenants ORDER BY id")]


async def change_plan(t: Transaction, tenant_id: int, plan: Plan) -> Tenant:
    """Book another plan; it holds from the next turn of every conversation. Raises: SetupError (not_found)."""
    await t.run("UPDATE tenants SET plan = $1 WHERE id = $2", plan.value, tenant_id)
    await generation.bump(t)
    return await find(t, tenant_id)


def checked_name(name: str) -> str:
    """A name for people, trimmed: 1 to 200 printable characters. Raises: SetupError (invalid)."""
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise SetupError(Code.INVALID, f"A name has 1 to {LONGEST_NAME} printable characters.")
    return name


def _tenant(row: Row) -> Tenant:
    return Tenant(row["id"], row["name"], Plan(row["plan"]), row["created_at"])
