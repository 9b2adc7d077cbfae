"""`waybill forget`: erases what somebody said, found by their e-mail."""

import time
from dataclasses import asdict
from functools import partial

import click

from commands.opening import opened, run
from commands.printing import as_json, show_all
from intents import forms
from journal.forgetting import Forgotten, forget
from tenants import tenancy


@click.command("forget")
@click.argument("email")
@click.option("--tenant", "tenant_id", type=int, help="Only of this shop; by default of every one.")
@as_json
def forget_command(email: str, tenant_id: int | None, *, as_json: bool) -> None:
    """Erase every conversation in which EMAIL was said, and what its owner's tickets say."""
    address = forms.email(email)
    if address is None:
        raise click.ClickException("That is no e-mail address.")
    erased = run(_forget(address, tenant_id))
    show_all(({"tenant": tenant, **asdict(each)} for tenant, each in erased.items()), as_json=as_json)


async def _forget(address: str, only: int | None) -> dict[int, Forgotten]:
    """What was erased, by tenant: one transaction for each."""
    async with opened() as (store, vault, _):
        if only is None:
            tenants = [tenant.id for tenant in await store.read(tenancy.every)]
        else:
            tenants = [(await store.read(lambda tx: tenancy.find(tx, only))).id]
        work = partial(forget, vault=vault, email=address, at=time.time())
        return {tenant: await store.write(partial(work, tenant=tenant)) for tenant in tenants}
