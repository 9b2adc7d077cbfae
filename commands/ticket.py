"""`waybill ticket`: what waits for a person, and how it ended."""

import time
from dataclasses import asdict

import click

from commands.opening import opened, read, run, write
from commands.printing import as_json, record, show, show_all, timestamp
from escalation import queue
from escalation.queue import OUTCOMES, Shown

of_tenant = click.option("--tenant", "tenant_id", type=int, default=1, show_default=True, help="Whose tickets.")
number_argument = click.argument("number", type=int)
COLUMNS = ("number", "kind", "state", "priority", "due_at", "door", "proof", "created_at")


@click.group("ticket")
def ticket_command() -> None:
    """Tickets: list, show, resolve."""


@ticket_command.command("list")
@of_tenant
@click.option("--state", type=click.Choice(["waiting", "claimed", "resolved"]), help="Only these.")
@as_json
def list_all(tenant_id: int, state: str | None, *, as_json: bool) -> None:
    """The queue, most urgent first."""
    found = read(lambda tx: queue.waiting(tx, tenant_id, state=state))
    rows = [record(ticket) for ticket in found]
    show_all(rows if as_json else [{name: row[name] for name in COLUMNS} for row in rows], as_json=as_json)


@ticket_command.command("show")
@number_argument
@of_tenant
@as_json
def show_one(number: int, tenant_id: int, *, as_json: bool) -> None:
    """One ticket with its case: what the customer said, never an order fact."""

    async def work() -> Shown | None:
        async with opened() as (store, vault, _):
            return await store.read(lambda tx: queue.show(tx, vault, tenant_id, number))

    shown = run(work())
    if shown is None:
        raise click.ClickException(f"There is no ticket {number}.")
    case = {name: value for name, value in asdict(shown.case).items() if name not in {"reason", "kind"}}
    case["asked_about"] = shown.case.kind
    case["claims"] = {claim.factor.value: claim.value for claim in shown.case.claims}
    events = [{"event": event, "at": timestamp(at)} for event, at in shown.events]
    show({**record(shown.ticket), **case, "events": events}, as_json=as_json)


@ticket_command.command()
@number_argument
@of_tenant
@click.option("--outcome", type=click.Choice(OUTCOMES), default="answered", show_default=True, help="How it ended.")
@as_json
def resolve(number: int, tenant_id: int, outcome: str, *, as_json: bool) -> None:
    """Close a ticket."""
    if not write(lambda tx: queue.resolve(tx, tenant_id, number, outcome=outcome, at=time.time())):
        raise click.ClickException(f"There is no ticket {number} that is open.")
    show({"number": number, "state": "resolved", "outcome": outcome}, as_json=as_json)
