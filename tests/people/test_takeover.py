"""Takeover in chat: the assistant is mute from the commit on, and every word reaches the visitor once."""

import asyncio

import pytest

from escalation.errors import TicketCode
from escalation.ownership import LEASE_SECONDS, Move
from tests.faults.talker import Talker, talking
from tests.faults.towns import NearTown
from tests.people.office import Office

QUESTION = "Where is ORD-9842? It goes to 94107."


async def test_the_visitor_sees_who_writes_and_the_assistant_is_silent(office: Office, customer: Talker) -> None:
    await customer.says("a person please")
    await office.does(Move.CLAIM)
    said = await customer.says(QUESTION)
    assert said.body["data"] == {"seq": 4, "superseded": False, "reply": None, "colleague": "Ada"}
    assert office.town.shop.calls == []
    assert await office.says("Let me look.") == 5
    told = (await customer.transcript())[2:]
    assert told == [("assistant", "You're talking to Ada now."), ("customer", QUESTION), ("colleague", "Let me look.")]
    assert (await customer.shown())["colleague"] == "Ada"
    assert (await customer.messages())[-1]["name"] == "Ada"


async def test_a_reply_in_flight_is_dropped(town: NearTown, office: Office, customer: Talker) -> None:
    await customer.says("a person please")
    town.shop.holds()
    asking = town.tasks.start(customer.says(QUESTION, "k"))
    await town.shop.asked.get()
    await office.does(Move.CLAIM)
    answered = await asking
    town.shop.lets_go()
    assert answered.heard == "You're talking to Ada now."
    assert await customer.says(QUESTION, "k") == answered
    assert [party for party, _ in await customer.transcript()] == ["customer", "assistant"] * 2
    assert (await customer.says("hello?")).body["data"]["colleague"] == "Ada"


async def test_what_is_heard_while_muted_is_answered_by_nobody_but_the_colleague(
    town: NearTown, office: Office, customer: Talker
) -> None:
    await customer.says("a person please")
    await office.does(Move.CLAIM)
    await office.says("Hello, what is it?")
    assert (await customer.says(QUESTION, "k")).body["data"]["colleague"] == "Ada"
    assert (await customer.says(QUESTION, "k")).body["data"] == {
        "seq": 5, "superseded": False, "reply": None, "colleague": "Ada",
    }  # fmt: skip
    town.clock.now += 3600
    await town.house.sweep.once()
    assert len(await customer.transcript()) == 5
    assert town.shop.calls == []


async def test_the_sweep_leaves_alone_what_was_said_to_a_colleague(
    town: NearTown, office: Office, customer: Talker
) -> None:
    """Or else it would take it up again every few seconds for as long as they think."""
    await customer.says("a person please")
    await office.does(Move.CLAIM)
    await customer.says(QUESTION)
    assert await town.house.journal.unanswered(town.clock() + 3600) == []
    await town.house.store.write(lambda tx: tx.run("UPDATE conversations SET muted_by = NULL"))
    assert await town.house.journal.unanswered(town.clock() + 3600) == [(town.tenant, customer.session)]


@pytest.mark.parametrize(
    ("move", "said", "state"),
    [
        (Move.HAND_BACK, "Ada has handed back to me. What else can I do for you?", "resolved"),
        (Move.RELEASE, "Ada had to go. Number 1 waits for the next colleague; meanwhile, I'm here.", "waiting"),
        (Move.RESOLVE, "Ada has closed number 1. Is there anything else I can do?", "resolved"),
    ],
)
async def test_the_assistant_is_back_and_knows_it(
    office: Office, customer: Talker, move: Move, said: str, state: str
) -> None:
    await customer.says("a person please")
    await office.does(Move.CLAIM)
    await customer.says("I can hardly wait")
    assert (await office.does(move)).state == state
    assert (await customer.transcript())[-1] == ("assistant", said)
    assert (await customer.shown())["colleague"] is None
    assert "Out for delivery" in (await customer.says(QUESTION)).heard
    assert office.town.clock.now == office.town.clock()
    office.town.clock.now += 60
    await office.town.house.sweep.once()
    assert len(await customer.transcript()) == 7


async def test_only_one_of_two_colleagues_gets_it_and_the_other_learns_who(office: Office, customer: Talker) -> None:
    await customer.says("a person please")
    await office.does(Move.CLAIM)
    assert await office.refused(Move.CLAIM, office.bob) == (TicketCode.CLAIMED, "Ada")
    assert await office.refused(Move.RELEASE, office.bob) == (TicketCode.CLAIMED, "Ada")
    assert (await office.does(Move.CLAIM)).version == (await office.ticket()).version
    await office.does(Move.TAKE_OVER, office.bob)
    assert await office.refused(Move.HAND_BACK) == (TicketCode.CLAIMED, "Bob")
    assert (await customer.transcript())[-1] == ("assistant", "You're talking to Bob now.")


async def test_a_claim_without_a_first_reply_returns_to_the_queue(
    town: NearTown, office: Office, customer: Talker
) -> None:
    await customer.says("a person please")
    await office.does(Move.CLAIM)
    town.clock.now += LEASE_SECONDS - 1
    assert await town.house.people.lapse() == 0
    town.clock.now += 1
    assert await town.house.people.lapse() == 1
    assert (await office.ticket()).state == "waiting"
    assert "waits for the next colleague" in (await customer.transcript())[-1][1]
    await office.does(Move.CLAIM, office.bob)
    await office.says("Hello!", office.bob)
    town.clock.now += 10 * LEASE_SECONDS
    assert await town.house.people.lapse() == 0


async def test_of_two_tickets_in_one_chat_the_assistant_waits_for_both(office: Office, customer: Talker) -> None:
    await customer.says("a person please")
    await customer.says("my parcel ORD-9842 was stolen")
    await office.does(Move.CLAIM)
    await office.does(Move.CLAIM, office.bob, number=2)
    assert (await customer.shown())["colleague"] == "Ada"
    await office.does(Move.RESOLVE)
    assert (await customer.shown())["colleague"] == "Bob"
    assert (await customer.transcript())[-1] == ("assistant", "You're talking to Bob now.")
    await office.does(Move.RESOLVE, office.bob, number=2)
    assert (await customer.shown())["colleague"] is None


async def test_a_note_reaches_no_customer(office: Office, customer: Talker) -> None:
    await customer.says("a person please")
    await office.does(Move.CLAIM)
    before = await customer.transcript()
    await office.notes("he sounds like the one from Tuesday")
    assert await customer.transcript() == before
    dossier = await office.town.house.dossiers.read(office.town.tenant, (await office.ticket()).ticket_id)
    assert [each.words for each in dossier.history if each.event == "noted"] == ["he sounds like the one from Tuesday"]
    assert "Tuesday" not in repr(dossier)


async def test_claims_and_words_at_once_leave_one_order(town: NearTown, office: Office, customer: Talker) -> None:
    await customer.says("a person please")
    saying = [town.tasks.start(customer.says(f"hello {number}", str(number))) for number in range(6)]
    claiming = town.tasks.start(office.does(Move.CLAIM))
    await asyncio.gather(claiming, *saying)
    messages = await customer.messages()
    assert [each["seq"] for each in messages] == list(range(1, len(messages) + 1))
    taken = next(each["seq"] for each in messages if each["content"] == "You're talking to Ada now.")
    assert {each["from"] for each in messages if each["seq"] > taken} <= {"customer"}
    assert sum(each["content"].startswith("hello") for each in messages) == 6


async def test_one_conversation_that_cannot_be_read_does_not_hold_up_the_other_claims(
    town: NearTown, office: Office, customer: Talker
) -> None:
    await customer.says("a person please")
    await office.does(Move.CLAIM)
    async with talking(town) as other:
        await other.says("a person please")
        await office.does(Move.CLAIM, number=2)
        spoil = "UPDATE conversations SET sealed_said = $1 WHERE id = $2"
        await town.house.store.write(lambda tx: tx.run(spoil, b"\0", customer.session))
        town.clock.now += LEASE_SECONDS
        assert await town.house.people.lapse() == 1
        assert ((await office.ticket(1)).state, (await office.ticket(2)).state) == ("claimed", "waiting")
