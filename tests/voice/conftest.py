"""A line to call, and a telephone to call it with."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import pytest

from commands.telephone.subscriber import Caller
from commands.telephone.telephone import Telephone
from escalation import queue
from tests.world.phone import ATTESTED
from tests.world.town import Setup, Town

NUMBER = "+14155550132"
DESKS = [{"name": "Kim", "phone": "+14155550177"}, {"name": "Lee", "phone": "+14155550178"}]
Opened = Callable[..., Awaitable[Telephone]]


@pytest.fixture
async def called(town: Town) -> AsyncIterator[Opened]:
    """A telephone for a line that is set up as the test says; more of them where it asks again."""
    telephones: list[Telephone] = []
    opened = False

    async def open_line(
        *,
        number: str = NUMBER,
        attestation: str | None = ATTESTED,
        colleagues: int = 0,
        handoff: Mapping[str, object] | None = None,
        policy: Mapping[str, object] | None = None,
    ) -> Telephone:
        nonlocal opened
        if not opened:
            how = {"telephone": True, "handoff": {"destinations": DESKS[:colleagues], **(handoff or {})}}
            await town.open(Setup(**(how if policy is None else {**how, "policy": policy})))  # type: ignore[arg-type]
            opened = True
        telephone = Telephone(town.subscriber, Caller(number, attestation))
        telephones.append(telephone)
        return telephone

    yield open_line
    for telephone in telephones:
        await telephone.close()


async def told(town: Town, number: int = 1) -> tuple[str, str | None, list[str]]:
    """What a ticket says: its state, whose it is, and what happened to it."""
    found = await town.house.store.read(lambda tx: queue.show(tx, town.house.vault, town.tenant, number))
    assert found is not None
    return found.ticket.state, found.ticket.owner_name, [event for event, _ in found.events]
