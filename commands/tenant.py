"""`waybill tenant`: take in a shop, list shops, change a plan."""

import time

import click

from commands.opening import read, write
from commands.printing import as_json, record, show, show_all
from tenants import tenancy
from tenants.plans import Plan

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
