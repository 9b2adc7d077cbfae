"""Who of us is there: who has the console open, who reads which ticket, and who writes. It tells; it locks nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_hex

from console.rooms import Rooms
from console.ways import Visit
from infra.signals.presence import Presence
from tenants import members

HERE, LOOKING, WRITING = "here", "looking", "writing"


@dataclass(frozen=True, slots=True)
class Onlooker:
    """A colleague with a ticket before them."""

    name: str
    writing: bool


@dataclass(frozen=True, slots=True)
class Company:
    """The others of a shop, by name. `reading` by a ticket's id."""

    here: tuple[str, ...] = ()
    reading: Mapping[str, tuple[Onlooker, ...]] = field(default_factory=dict)


def here(visit: Visit) -> str:
    """What one open stream is present by; somebody with two browsers who closes one of them is still here."""
    return f"{HERE}/{visit.tenant}/{visit.member.id}/{token_hex(4)}"


def looking(visit: Visit, ticket_id: str) -> str:
    """What somebody who has a ticket open is present by."""
    return f"{LOOKING}/{visit.tenant}/{visit.member.id}/{ticket_id}"


def writing(visit: Visit, ticket_id: str) -> str:
    """What somebody who writes to a ticket is present by."""
    return f"{WRITING}/{visit.tenant}/{visit.member.id}/{ticket_id}"


async def present(presence: Presence, tenant: int) -> frozenset[str]:
    """Everything that is known of this shop's people just now, to see whether it has changed."""
    ours = tuple(f"{word}/{tenant}/" for word in (HERE, LOOKING, WRITING))
    return frozenset(each for each in await presence.present() if each.startswith(ours))


async def company(rooms: Rooms, visit: Visit) -> Company:
    """Who else is there, as this member sees it."""
    there = [each.split("/") for each in await present(rooms.presence, visit.tenant)]
    others = [each for each in there if each[2] != visit.member.id]
    if not others:
        return Company()
    found = await rooms.store.read(lambda tx: members.every(tx, rooms.vault, visit.tenant))
    names = {member.id: member.name for member in found}
    known = [each for each in others if each[2] in names]
    write = {(member, ticket) for word, _, member, ticket in known if word == WRITING}
    reading: dict[str, list[Onlooker]] = {}
    for _, _, member, ticket in sorted(each for each in known if each[0] == LOOKING):
        reading.setdefault(ticket, []).append(Onlooker(names[member], (member, ticket) in write))
    return Company(
        tuple(sorted({names[member] for _, _, member, _ in known})),
        {ticket: tuple(readers) for ticket, readers in reading.items()},
    )
