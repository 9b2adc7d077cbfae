"""The order beside a case: looked up afresh each time it is opened, shown as it came, and kept nowhere."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from console.rooms import Rooms
from console.showing import instant, told
from escalation.case import Case
from infra.store.transaction import Transaction
from lookup.explain import explain
from lookup.order import Answer, Kind, OrderSourceError, Question, Refusal, Refused
from tenants import integrations, tenancy
from tenants.connector import Connection

NO_REFERENCE = "The customer named no number yet, so there is nothing to ask the shop for."
NO_CONNECTOR = "No connector is set up."
NO_PLAN = "The plan includes no lookups."
REFUSED = {
    Refusal.NOT_FOUND: "The shop finds no order with what the customer gave.",
    Refusal.UNAUTHORIZED: "What the customer gave does not match this order at the shop.",
    Refusal.INVALID_REFERENCE: "The shop does not take this for one of its numbers.",
}
NOTHING_GIVEN = "The customer gave nothing to check this order by, so the shop tells nothing of it."
COUNTED = {"name", "quantity"}
Fact = tuple[str, str | float]


@dataclass(frozen=True, slots=True)
class Panel:
    """What the shop said just now. `asked_at` in Unix seconds, None where nobody was asked.

    Attributes:
        answer: None where there was none; `trouble` then says why, and `explained` what the shop said exactly.
        facts: of the answer's details, name by name, as text; what is a time alone, in Unix seconds.
    """

    asked_at: float | None = None
    milliseconds: int = 0
    trouble: str | None = None
    explained: str | None = None
    refused: bool = False
    answer: Answer | None = field(default=None, repr=False)
    facts: tuple[Fact, ...] = field(default=(), repr=False)


async def look(rooms: Rooms, tenant: int, case: Case, now: float) -> Panel:
    """Ask the shop once for the case's order, with the claims that proved it, or what else the customer claimed."""

    async def work(tx: Transaction) -> Connection | str:
        if not (await tenancy.find(tx, tenant)).plan.allows_lookup:
            return NO_PLAN
        kept = await integrations.active(tx, tenant)
        return NO_CONNECTOR if kept is None else integrations.connection_of(kept, rooms.vault)

    if case.reference is None:
        return Panel(trouble=NO_REFERENCE)
    connection = await rooms.store.read(work)
    if isinstance(connection, str):
        return Panel(trouble=connection)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    claims = {each.factor.value: each.value for each in case.proving}
    question = Question(case.kind or Kind.ORDER, case.reference, claims)
    try:
        came = await rooms.roads.to(connection).look_up(question)
    except OrderSourceError as error:
        return Panel(now, round((loop.time() - begun) * 1000), explain(error.failure))
    milliseconds = round((loop.time() - begun) * 1000)
    if isinstance(came, Refused):
        unchecked = came.refusal is Refusal.UNAUTHORIZED and not case.claims
        trouble = NOTHING_GIVEN if unchecked else REFUSED[came.refusal]
        return Panel(now, milliseconds, trouble, explain(came.failure), refused=True)
    return Panel(now, milliseconds, answer=came, facts=facts(came.details))


def facts(details: Mapping[str, object]) -> tuple[Fact, ...]:
    """What an answer holds beside its summary, name by name, as a colleague reads it."""
    return tuple(_flat("", dict(details)))


def _flat(name: str, value: object) -> list[Fact]:
    """Details line by line: `packages 1 carrier`, `UPS`; things that are only counted in one: `Walnut shelf (2)`."""
    match value:
        case dict():
            inside = [_flat(f"{name} {key}".strip(), each) for key, each in value.items()]
        case list() if all(isinstance(each, dict) and "name" in each and each.keys() <= COUNTED for each in value):
            return [(name, ", ".join(_counted(each) for each in value))]
        case list() if all(not isinstance(each, dict | list) for each in value):
            return [(name, ", ".join(map(told, value)))]
        case list():
            inside = [_flat(f"{name} {number}", each) for number, each in enumerate(value, start=1)]
        case _:
            at = instant(value)
            return [(name, told(value) if at is None else at)]
    return [each for many in inside for each in many]


def _counted(thing: Mapping[str, object]) -> str:
    return f"{told(thing['name'])} ({told(thing['quantity'])})" if "quantity" in thing else told(thing["name"])
