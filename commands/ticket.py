"""`waybill ticket`: what waits for a person, and what colleagues do with it."""

from dataclasses import asdict

import click

from commands.opening import housed, opened, read, run
from commands.printing import as_json, record, show, show_all, timestamp
from escalation import queue
from escalation.colleague import Colleague
from escalation.listing import Wanted
from escalation.ownership import Move
from escalation.queue import OUTCOMES, Happened, Shown, Ticket
from infra.store.transaction import Transaction
from infra.store.vault import Vault
from intents import forms
from server.house import House
from tenants import members
from turns.people import Request, Written

OPERATOR = Colleague("operator", "The operator")
COLUMNS = ("number", "kind", "state", "owner_name", "priority", "due_at", "door", "proof", "created_at")
of_tenant = click.option("--tenant", "tenant_id", type=int, default=1, show_default=True, help="Whose tickets.")
acting = click.option("--as", "email", metavar="EMAIL", required=True, help="The member who acts.")
number_argument = click.argument("number", type=int)


@click.group("ticket")
def ticket_command() -> None:
    """Tickets: list, show, claim, reply, note, release, hand-back, resolve, reopen."""


@ticket_command.command("list")
@of_tenant
@click.option("--state", type=click.Choice(["waiting", "claimed", "resolved"]), help="Only these.")
@as_json
def list_all(tenant_id: int, state: str | None, *, as_json: bool) -> None:
    """The queue, most urgent first."""
    found = read(lambda tx: queue.listed(tx, tenant_id, Wanted(state), limit=queue.MOST_LISTED))
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
    show({**record(shown.ticket), **case, "events": list(map(_event, shown.history))}, as_json=as_json)


def _event(happened: Happened) -> dict[str, object]:
    event: dict[str, object] = {"event": happened.event, "at": timestamp(happened.at)}
    event |= {"by": happened.by.name} if happened.by else {}
    return event | ({"words": happened.words} if happened.words else {})


def _moving(name: str, move: Move, words: str) -> None:
    """One command for a move that needs nothing but who makes it."""

    @ticket_command.command(name, help=words)
    @number_argument
    @acting
    @of_tenant
    @as_json
    def command(number: int, email: str, tenant_id: int, *, as_json: bool) -> None:
        _show(_moved(number, email, tenant_id, move), as_json=as_json)


for _name, _move, _words in (
    ("claim", Move.CLAIM, "Take a ticket: in chat, the assistant falls silent."),
    ("take-over", Move.TAKE_OVER, "Take a ticket that somebody else has."),
    ("release", Move.RELEASE, "Give a ticket back to the queue."),
    ("hand-back", Move.HAND_BACK, "Leave the customer to the assistant again; the ticket is over."),
    ("reopen", Move.REOPEN, "Have a resolved ticket wait again."),
):
    _moving(_name, _move, _words)


@ticket_command.command()
@number_argument
@click.option("--as", "email", metavar="EMAIL", help="The member who acts; without it, whoever has it is passed over.")
@of_tenant
@click.option("--outcome", type=click.Choice(OUTCOMES), default="answered", show_default=True, help="How it ended.")
@as_json
def resolve(number: int, email: str | None, tenant_id: int, outcome: str, *, as_json: bool) -> None:
    """Close a ticket."""
    ticket = _moved(number, email, tenant_id, Move.RESOLVE, outcome=outcome)
    show({"number": number, "state": ticket.state, "outcome": ticket.outcome}, as_json=as_json)


def _writing(name: str, words: str) -> None:
    """One command for writing something: to the customer, or for colleagues."""

    @ticket_command.command(name, help=words)
    @number_argument
    @click.argument("text")
    @acting
    @of_tenant
    @as_json
    def command(number: int, text: str, email: str, tenant_id: int, *, as_json: bool) -> None:
        async def work() -> Written:
            async with housed() as house:
                ticket, by = await _both(house, tenant_id, number, email)
                write = house.people.reply if name == "reply" else house.people.note
                return await write(tenant_id, ticket.ticket_id, by, text, Request(by.id))

        _show(run(work()).ticket, as_json=as_json)


_writing("reply", "Write to the customer; the ticket must be yours.")
_writing("note", "Write something for colleagues; no customer ever sees it.")


def _moved(number: int, email: str | None, tenant_id: int, move: Move, outcome: str | None = None) -> Ticket:
    async def work() -> Ticket:
        async with housed() as house:
            ticket, by = await _both(house, tenant_id, number, email)
            forced = email is None
            return await house.people.move(tenant_id, ticket.ticket_id, move, by, outcome=outcome, forced=forced)

    return run(work())


async def _both(house: House, tenant_id: int, number: int, email: str | None) -> tuple[Ticket, Colleague]:
    """The ticket and who acts on it. Raises: click.ClickException."""

    async def work(tx: Transaction) -> tuple[Ticket | None, Colleague | None]:
        ticket = await queue.by_number(tx, tenant_id, number)
        return ticket, OPERATOR if email is None else await _member(tx, house.vault, tenant_id, email)

    ticket, by = await house.store.read(work)
    if by is None:
        raise click.ClickException(f"Nobody here has the e-mail {email}; `waybill member list` shows who is here.")
    if ticket is None:
        raise click.ClickException(f"There is no ticket {number}.")
    return ticket, by


async def _member(tx: Transaction, vault: Vault, tenant_id: int, email: str) -> Colleague | None:
    address = forms.email(email)
    found = await members.every(tx, vault, tenant_id)
    return next((Colleague(each.id, each.name) for each in found if each.email == address), None)


def _show(ticket: Ticket, *, as_json: bool) -> None:
    row = record(ticket)
    show(row if as_json else {name: row[name] for name in COLUMNS}, as_json=as_json)
