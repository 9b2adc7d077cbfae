"""Tenants: the shops we serve. Verbs here and beside are bodies of one transaction: `store.write(lambda t: …)`."""

from dataclasses import dataclass
from typing import Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic import model_validator as validates

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


class Retention(BaseModel):
    """How many days what people said is kept: `{"conversationsDays", "ticketsDays"}`; what is left out has its default.

    Conversations are counted from when they were last spoken in, tickets from when they were resolved.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True)
    conversations_days: int = Field(30, ge=1, le=365, alias="conversationsDays", description="since the last word")
    tickets_days: int = Field(365, ge=1, le=3650, alias="ticketsDays", description="since they were resolved")

    @validates(mode="after")
    def _no_conversation_outlives_its_ticket(self) -> Self:
        if self.tickets_days < self.conversations_days:
            raise ValueError("tickets are kept at least as long as conversations")
        return self


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


async def hold(t: Transaction, tenant_id: int) -> Tenant:
    """The same, and nobody else who holds it decides anything before this transaction is over.

    For what is decided by counting rows, which no unique value guards. An UPDATE that changes nothing: of two at once,
    PostgreSQL runs one again. Raises: SetupError (not_found).
    """
    await t.run("UPDATE tenants SET name = name WHERE id = $1", tenant_id)
    return await find(t, tenant_id)


async def every(t: Transaction) -> list[Tenant]:
    """All tenants, oldest first; for the operator only."""
    return [_tenant(row) for row in await t.rows("SELECT * FROM tenants ORDER BY id")]


async def change_plan(t: Transaction, tenant_id: int, plan: Plan) -> Tenant:
    """Book another plan; it holds from the next turn of every conversation. Raises: SetupError (not_found)."""
    await t.run("UPDATE tenants SET plan = $1 WHERE id = $2", plan.value, tenant_id)
    await generation.bump(t)
    return await find(t, tenant_id)


async def retention(t: Transaction, tenant_id: int) -> Retention:
    """How long this tenant keeps what people say. Raises: SetupError (not_found)."""
    row = await t.row("SELECT retention FROM tenants WHERE id = $1", tenant_id)
    if row is None:
        raise not_found(f"Tenant {tenant_id}")
    return Retention.model_validate_json(row["retention"])


async def change_retention(t: Transaction, tenant_id: int, wanted: Retention) -> Retention:
    """Keep it for another time; it holds from the next sweep on, for what is there already too.

    Raises: SetupError (not_found).
    """
    await t.run("UPDATE tenants SET retention = $1 WHERE id = $2", wanted.model_dump_json(), tenant_id)
    return await retention(t, tenant_id)


def checked_name(name: str) -> str:
    """A name for people, trimmed: 1 to 200 printable characters. Raises: SetupError (invalid)."""
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise SetupError(Code.INVALID, f"A name has 1 to {LONGEST_NAME} printable characters.")
    return name


def _tenant(row: Row) -> Tenant:
    return Tenant(row["id"], row["name"], Plan(row["plan"]), row["created_at"])
