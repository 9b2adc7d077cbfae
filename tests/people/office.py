"""Colleagues at work, in the house of a town."""

from dataclasses import dataclass

from escalation import queue
from escalation.colleague import Colleague
from escalation.errors import TicketCode, TicketError
from escalation.ownership import Move
from escalation.queue import Ticket
from tenants import members
from tenants.members import Role
from tests.world.town import Town
from turns.people import Request


@dataclass
class Office:
    town: Town
    ada: Colleague
    bob: Colleague

    @classmethod
    async def of(cls, town: Town) -> "Office":
        found = []
        for name, role in (("Ada", Role.OWNER), ("Bob", Role.COLLEAGUE)):
            found.append(await hired(town, name, role))
        return cls(town, *found)

    async def ticket(self, number: int = 1) -> Ticket:
        found = await self.town.house.store.read(lambda tx: queue.by_number(tx, self.town.tenant, number))
        assert found is not None
        return found

    async def does(
        self, move: Move, by: Colleague | None = None, number: int = 1, outcome: str | None = None
    ) -> Ticket:
        ticket_id = (await self.ticket(number)).ticket_id
        return await self.town.house.people.move(self.town.tenant, ticket_id, move, by or self.ada, outcome=outcome)

    async def refused(self, move: Move, by: Colleague | None = None, number: int = 1) -> tuple[TicketCode, str | None]:
        try:
            await self.does(move, by, number)
        except TicketError as error:
            return error.code, error.owner
        raise AssertionError(f"{move} was not refused")

    async def says(self, text: str, by: Colleague | None = None, number: int = 1) -> int | None:
        """The number of the utterance."""
        ticket_id = (await self.ticket(number)).ticket_id
        by = by or self.ada
        written = await self.town.house.people.reply(self.town.tenant, ticket_id, by, text, Request(by.id))
        return written.utterance

    async def notes(self, text: str, by: Colleague | None = None, number: int = 1) -> None:
        ticket_id = (await self.ticket(number)).ticket_id
        by = by or self.ada
        await self.town.house.people.note(self.town.tenant, ticket_id, by, text, Request(by.id))


async def hired(town: Town, name: str, role: Role = Role.COLLEAGUE) -> Colleague:
    address = f"{name.lower()}@lamps.example"
    member = await town.house.store.write(
        lambda tx: members.create(
            tx, town.house.vault, town.tenant, name=name, email=address, role=role, at=town.clock()
        )
    )
    return Colleague(member.id, member.name)
