"""`waybill tenant`: take in a shop, show it, change its plan, how long it keeps what is said; hand out its records."""

import sys
import time

import click

from commands.opening import opened, read, run, write
from commands.printing import as_json, record, show, show_all
from infra.store.export import export as everything
from infra.store.transaction import Transaction
from tenants import tenancy
from tenants.plans import Plan
from tenants.tenancy import Retention

plan_choice = click.Choice([plan.value for plan in Plan])


@click.group("tenant")
def tenant_command() -> None:
    """The shops we serve."""


@tenant_command.command()
@click.argument("name")
@click.option("--plan", type=plan_choice, default=Plan.PRO.value, show_default=True)
@as_json
def create(name: str, plan: str, *, as_json: bool) -> None:
    """Take in a new shop."""
    show(record(write(lambda t: tenancy.create(t, name=name, plan=Plan(plan), at=time.time()))), as_json=as_json)


@tenant_command.command("list")
@as_json
def list_all(*, as_json: bool) -> None:
    """All shops, oldest first."""
    show_all(map(record, read(tenancy.every)), as_json=as_json)


@tenant_command.command("show")
@click.argument("tenant_id", type=int)
@as_json
def show_one(tenant_id: int, *, as_json: bool) -> None:
    """One shop."""
    show(record(read(lambda t: tenancy.find(t, tenant_id))), as_json=as_json)


@tenant_command.command()
@click.argument("tenant_id", type=int)
@click.argument("plan", type=plan_choice)
@as_json
def plan(tenant_id: int, plan: str, *, as_json: bool) -> None:
    """Change the plan; it holds from the next turn on."""
    show(record(write(lambda t: tenancy.change_plan(t, tenant_id, Plan(plan)))), as_json=as_json)


@tenant_command.command()
@click.argument("tenant_id", type=int)
@click.option("--conversations-days", type=int, help="From when they were last spoken in; by default 30.")
@click.option("--tickets-days", type=int, help="From when they were resolved; by default 365.")
@as_json
def retention(tenant_id: int, conversations_days: int | None, tickets_days: int | None, *, as_json: bool) -> None:
    """Show, or change, how many days what people said is kept."""
    given = {"conversationsDays": conversations_days, "ticketsDays": tickets_days}
    changes = {name: days for name, days in given.items() if days is not None}

    async def change(t: Transaction) -> Retention:
        kept = await tenancy.retention(t, tenant_id)
        wanted = Retention.model_validate(kept.model_dump() | changes)
        return await tenancy.change_retention(t, tenant_id, wanted)

    kept = write(change) if changes else read(lambda t: tenancy.retention(t, tenant_id))
    show(kept.model_dump(), as_json=as_json)


@tenant_command.command()
@click.argument("tenant_id", type=int)
def export(tenant_id: int) -> None:
    """Print everything of one shop as JSON, opened and readable, but no secrets."""

    async def work() -> None:
        async with opened() as (store, vault, _):
            await store.read(lambda t: tenancy.find(t, tenant_id))
            async for piece in everything(store, vault, tenant_id):
                sys.stdout.buffer.write(piece)

    run(work())
