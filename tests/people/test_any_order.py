"""Whatever colleagues, customers and time do, in whatever order and at once: nothing is lost, nothing is doubled.

Every unresolved ticket is in exactly one of waiting or claimed, and every message is seen once by the other side.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalation import queue
from escalation.errors import TicketError
from escalation.listing import Wanted
from escalation.ownership import LEASE_SECONDS, Move
from infra.once import Delivery
from tests.faults.talker import Talker, talking
from tests.faults.towns import NearTown
from tests.people.office import Office
from tests.promises.soak import TIMES
from turns.people import Request

NAMES = count()
SAYINGS = (
    "a person please",
    "my parcel ORD-9842 was stolen",
    "Where is ORD-9842? It goes to 94107.",
    "hello?",
    "thanks",
)
MOVES = [*[Move.CLAIM] * 4, *[Move.TAKE_OVER] * 2, Move.RELEASE, Move.HAND_BACK, Move.RESOLVE, Move.REOPEN]
BEGINS = [[("customer", "a person please", False)], [("move", Move.CLAIM, False)]]
"""So that there is something to do from the start."""
BURSTS = st.lists(
    st.lists(
        st.one_of(
            st.tuples(st.just("customer"), st.sampled_from(SAYINGS), st.booleans()),
            st.tuples(st.just("move"), st.sampled_from(MOVES), st.booleans()),
            st.tuples(st.sampled_from(["reply", "note"]), st.sampled_from("ab"), st.booleans()),
            st.tuples(st.just("time"), st.just(""), st.booleans()),
        ),
        min_size=1,
        max_size=4,
    ),
    max_size=8,
)


@dataclass
class Day:
    """What was done so far in one conversation, and what must have come of it."""

    town: NearTown
    office: Office
    customer: Talker
    heard: Counter[str] = field(default_factory=Counter)
    replied: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)

    async def does(self, what: str, how: str | Move, other: bool) -> None:
        match what:
            case "customer":
                await self._says(str(how), twice=other)
            case "time":
                self.town.clock.now += LEASE_SECONDS
                await self.town.house.people.lapse()
                await self.town.house.minding.once()
            case "move":
                await self._moves(Move(how), self.office.bob if other else self.office.ada)
            case _:
                await self._writes(what, twice=other)

    async def _says(self, text: str, *, twice: bool) -> None:
        key = f"c{next(NAMES)}"
        for _ in range(1 + twice):
            answered = await self.customer.says(f"{text} {key}", key)
            assert answered.status == 200, answered.body
        self.heard[f"{text} {key}"] += 1

    async def _moves(self, move: Move, by: object) -> None:
        for ticket in await self._tickets():
            try:
                await self.town.house.people.move(self.town.tenant, ticket.ticket_id, move, by, outcome=None)  # type: ignore[arg-type]
            except TicketError:
                continue

    async def _writes(self, what: str, *, twice: bool) -> None:
        tickets = await self._tickets()
        if not tickets:
            return
        people, by, text = self.town.house.people, self.office.ada, f"{what} {next(NAMES)}"
        request = Request(by.id, Delivery(text, "digest"))
        for _ in range(1 + twice):
            try:
                if what == "reply":
                    await people.reply(self.town.tenant, tickets[0].ticket_id, by, text, request)
                else:
                    await people.note(self.town.tenant, tickets[0].ticket_id, by, text, request)
            except TicketError:
                continue
            (self.replied if what == "reply" else self.noted)[text] = 1

    async def _tickets(self) -> list[queue.Ticket]:
        wanted = Wanted(conversation_id=self.customer.session)
        return await self.town.house.store.read(lambda tx: queue.listed(tx, self.town.tenant, wanted, limit=100))

    async def holds(self) -> None:
        tickets = await self._tickets()
        for ticket in tickets:
            assert ticket.state in {"waiting", "claimed", "resolved"}
            if ticket.state != "resolved":
                assert (ticket.owner is not None) == (ticket.state == "claimed"), ticket
        claimed = [ticket for ticket in tickets if ticket.state == "claimed"]
        conversation = await self.town.house.journal.load(self.town.tenant, self.customer.session)
        assert conversation is not None
        assert (conversation.colleague is not None) == bool(claimed)
        assert conversation.muted_by in {None, *(ticket.ticket_id for ticket in claimed)}
        await self._every_message_once(tickets)

    async def _every_message_once(self, tickets: list[queue.Ticket]) -> None:
        messages = await self.customer.messages()
        assert [each["seq"] for each in messages] == list(range(1, len(messages) + 1))
        seen = {party: Counter(each["content"] for each in messages if each["from"] == party) for party in PARTIES}
        assert seen["customer"] == self.heard
        assert seen["colleague"] == self.replied
        assert not [note for note in self.noted if note in str(messages)]
        silent = False
        for each in messages:  # while a colleague has it, the assistant says who does and nothing else
            if each["from"] == "assistant":
                is_notice = any(word in each["content"] for word in NOTICES)
                assert is_notice or not silent, messages
                silent = each["content"].startswith("You're talking to") if is_notice else silent
        notes: Counter[str] = Counter()
        for ticket in tickets:
            dossier = await self.town.house.dossiers.read(self.town.tenant, ticket.ticket_id)
            assert [each.seq for each in dossier.said] == [each["seq"] for each in messages]
            assert [each.seq for each in dossier.history] == list(range(1, len(dossier.history) + 1))
            notes += Counter(each.words for each in dossier.history if each.event == "noted" and each.words)
        assert notes == self.noted


PARTIES = ("customer", "colleague")
NOTICES = ("You're talking to", "has handed back to me", "had to go. Number", "has closed number", "Nobody is free yet")


@settings(max_examples=20 * TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BURSTS)
async def test_every_ticket_has_its_place_and_every_message_is_seen_once(
    town: NearTown, office: Office, bursts: list[list[tuple[str, str | Move, bool]]]
) -> None:
    async with talking(town) as customer:
        day = Day(town, office, customer)
        for burst in (*BEGINS, *bursts):
            await asyncio.gather(*(day.does(*step) for step in burst))
            await day.holds()
