"""The order beside a case: looked up afresh each time it is opened, shown as it came, and kept nowhere."""

import asyncio
from dataclasses import dataclass, field

from console.rooms import Rooms
from escalation.case import Case
from infra.store.transaction import Transaction
from lookup.explain import explain
from lookup.order import Answer, Kind, OrderSourceError, Question, Refused
from tenants import integrations, tenancy
from tenants.connector import Connection

NO_REFERENCE = "The customer named no number yet, so there is nothing to ask the shop for."
NO_CONNECTOR = "No connector is set up."
NO_PLAN = "The plan includes no lookups."


@dataclass(frozen=True, slots=True)
class Panel:
    """What the shop said just now. `asked_at` in Unix seconds, None where nobody was asked.

    Attributes:
        answer: None where there was none; `trouble` then says why.
        facts: of the answer's details, name by name, as text.
    """

    asked_at: float | None = None
    milliseconds: int = 0
    trouble: str | None = None
    refused: bool = False
    answer: Answer | None = field(default=None, repr=False)
    facts: tuple[tuple[str, str], ...] = field(default=(), repr=False)


async def look(rooms: Rooms, tenant: int, case: Case, now: float) -> Panel:
    """Ask the shop once for the case's order, with the claims that the customer made."""

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
    question = Question(
        case.kind or Kind.ORDER, case.reference, {each.factor.value: each.value for each in case.claims}
    )
    try:
        came = await rooms.roads.to(connection).look_up(question)
    except OrderSourceError as error:
        return Panel(now, round((loop.time() - begun) * 1000), explain(error.failure))
    milliseconds = round((loop.time() - begun) * 1000)
    if isinstance(came, Refused):
        return Panel(now, milliseconds, explain(came.failure), refused=True)
    return Panel(now, milliseconds, answer=came, facts=tuple(_flat("", dict(came.details))))


def _flat(name: str, value: object) -> list[tuple[str, str]]:
    """Details line by line: `packages 1 carrier`, `UPS`."""
    match value:
        case dict():
            inside = [_flat(f"{name} {key}".strip(), each) for key, each in value.items()]
        case list() if all(not isinstance(each, dict | list) for each in value):
            return [(name, ", ".join(map(str, value)))]
        case list():
            inside = [_flat(f"{name} {number}", each) for number, each in enumerate(value, start=1)]
        case _:
            return [(name, "" if value is None else str(value))]
    return [each for many in inside for each in many]
