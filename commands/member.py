"""`waybill member`: the people of a tenant, who answer customers or set things up."""

import time

import click

from commands.opening import opened, run
from commands.printing import as_json, record, show, show_all
from tenants import members
from tenants.members import Member, Role

of_tenant = click.option("--tenant", "tenant_id", type=int, default=1, show_default=True, help="Whose people.")


@click.group("member")
def member_command() -> None:
    """People: add, list, remove."""


@member_command.command()
@click.argument("name")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.COLLEAGUE, show_default=True)
@of_tenant
@as_json
def add(name: str, email: str, role: str, tenant_id: int, *, as_json: bool) -> None:
    """Take in a member. NAME is what customers see when they write."""

    async def work() -> Member:
        async with opened() as (store, vault, _):
            return await store.write(
                lambda tx: members.create(tx, vault, tenant_id, name=name, email=email, role=Role(role), at=time.time())
            )

    show(record(run(work())), as_json=as_json)


@member_command.command("list")
@of_tenant
@as_json
def list_all(tenant_id: int, *, as_json: bool) -> None:
    """Everybody, the oldest first."""

    async def work() -> list[Member]:
        async with opened() as (store, vault, _):
            return await store.read(lambda tx: members.every(tx, vault, tenant_id))

    show_all(map(record, run(work())), as_json=as_json)


@member_command.command()
@click.argument("member_id")
@of_tenant
def remove(member_id: str, tenant_id: int) -> None:
    """Take a member away; tickets they have return to the queue. The last owner stays."""

    async def work() -> None:
        async with opened() as (store, vault, _):
            await store.write(lambda tx: members.remove(tx, vault, tenant_id, member_id))

    run(work())
    click.echo(f"Member {member_id} is gone.")
