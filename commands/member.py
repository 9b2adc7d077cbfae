"""`waybill member`: the people of a shop, and the one-time links by which they come into the console."""

import time

import click

from commands.opening import opened, run
from commands.printing import as_json, record, show, show_all
from console import accounts
from infra.store.transaction import Transaction
from infra.store.vault import Vault
from server.settings import Settings
from tenants import members
from tenants.members import Member, Role

of_tenant = click.option("--tenant", "tenant_id", type=int, default=1, show_default=True, help="Whose people.")


@click.group("member")
def member_command() -> None:
    """The people of a shop: add, list, a new link, remove."""


@member_command.command()
@click.argument("name")
@click.argument("email")
@of_tenant
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.COLLEAGUE.value, show_default=True
)
@as_json
def add(name: str, email: str, tenant_id: int, role: str, *, as_json: bool) -> None:
    """Take in a member. NAME is what customers see; under the link that is printed they choose a password, once."""

    async def work() -> dict[str, object]:
        async with opened() as (store, vault, settings):
            at = time.time()

            async def body(tx: Transaction) -> tuple[Member, str]:
                member = await members.create(tx, vault, tenant_id, name=name, email=email, role=Role(role), at=at)
                return member, await accounts.make_link(tx, vault, tenant_id, member.id, at=at)

            member, path = await store.write(body)
            return {**record(member), "link": address(settings) + path}

    show(run(work()), as_json=as_json)


@member_command.command("list")
@of_tenant
@as_json
def list_all(tenant_id: int, *, as_json: bool) -> None:
    """All members of a shop, oldest first."""

    async def work() -> list[Member]:
        async with opened() as (store, vault, _):
            return await store.read(lambda tx: members.every(tx, vault, tenant_id))

    show_all((record(member, "tenant_id", "revision") for member in run(work())), as_json=as_json)


@member_command.command()
@click.argument("member_id")
@of_tenant
@as_json
def link(member_id: str, tenant_id: int, *, as_json: bool) -> None:
    """Print a new link for a member who has none, or forgot the password; the one before no longer works."""

    async def work() -> dict[str, object]:
        async with opened() as (store, vault, settings):
            path = await store.write(lambda tx: accounts.make_link(tx, vault, tenant_id, member_id, at=time.time()))
            return {"id": member_id, "link": address(settings) + path}

    show(run(work()), as_json=as_json)


@member_command.command()
@click.argument("member_id")
@of_tenant
@as_json
def remove(member_id: str, tenant_id: int, *, as_json: bool) -> None:
    """Take a member away; tickets they have return to the queue. The last owner stays."""

    async def work() -> None:
        async with opened() as (store, vault, _):
            await store.write(lambda tx: members.remove(tx, vault, tenant_id, member_id))

    run(work())
    show({"id": member_id, "removed": True}, as_json=as_json)


def address(settings: Settings) -> str:
    """How a browser reaches this installation, as far as the settings tell."""
    return settings.public_url or f"http://{settings.host}:{settings.port}"


async def first_link(tx: Transaction, vault: Vault, tenant_id: int, *, name: str, email: str, at: float) -> str:
    """The path of a link for the owner with this e-mail, who is taken in if need be; for `waybill demo`."""
    found = [member for member in await members.every(tx, vault, tenant_id) if member.email == email]
    member = found[0] if found else None
    if member is None:
        member = await members.create(tx, vault, tenant_id, name=name, email=email, role=Role.OWNER, at=at)
    return await accounts.make_link(tx, vault, tenant_id, member.id, at=at)
