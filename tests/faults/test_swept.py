"""The sweep: every utterance is answered in the end, once, and nothing keeps the sweep from the others.

Only the house's clock is moved, not the loop's: the sweep that runs beside the doors sleeps on, ours is alone.
"""

from journal.conversation import Door
from tests.faults.talker import Talker
from tests.faults.towns import NearTown
from tests.faults.trap import refused
from turns.visit import Visit

QUESTION = "Where is ORD-5000? It goes to 60614."
NO_REPLY = "utterances NEW.party = 'assistant'"


async def unanswered(town: NearTown, customer: Talker) -> None:
    async with refused(town.settings.database_url, NO_REPLY):
        assert (await customer.says(QUESTION, "k")).status == 500


async def test_p5_an_unanswered_utterance_is_answered_after_fifteen_seconds(town: NearTown, customer: Talker) -> None:
    await unanswered(town, customer)
    town.clock.now += 14
    await town.house.sweep.once()
    assert len(await customer.transcript()) == 1
    town.clock.now += 2
    await town.house.sweep.once()
    assert await customer.transcript() == [("customer", QUESTION), ("assistant", "⟨order status⟩")]
    await town.house.sweep.once()
    assert len(await customer.transcript()) == 2


async def test_p5_what_was_answered_meanwhile_is_not_answered_again(town: NearTown, customer: Talker) -> None:
    """The sweep found it unanswered; before it came to it, the client had sent it again."""
    await unanswered(town, customer)
    await customer.says(QUESTION, "k")
    agent = await town.house.directory.agent(town.tenant, town.agent)
    assert agent is not None
    await town.house.turns.resume(Visit(agent, "key", Door.SESSIONS), customer.session)
    assert len(await customer.transcript()) == 2


async def test_p5_what_is_being_answered_is_left_alone(town: NearTown, customer: Talker) -> None:
    town.shop.holds()
    said = town.tasks.start(customer.says(QUESTION, "k"))
    await town.shop.asked.get()
    town.clock.now += 20
    await town.house.sweep.once()
    town.shop.lets_go()
    assert "Shipped yesterday" in (await said).heard
    assert len(town.shop.calls) == 1


async def test_p5_an_ended_session_waits_for_nothing(town: NearTown, customer: Talker) -> None:
    await unanswered(town, customer)
    await customer.ends()
    assert await town.house.journal.unanswered(town.clock() + 60) == []


async def test_p5_one_conversation_that_cannot_be_read_does_not_hold_up_the_others(
    town: NearTown, customer: Talker, other: Talker
) -> None:
    await unanswered(town, customer)
    await unanswered(town, other)
    spoil = "UPDATE conversations SET sealed_said = $1 WHERE id = $2"
    await town.house.store.write(lambda tx: tx.run(spoil, b"\0", customer.session))
    town.clock.now += 16
    await town.house.sweep.once()
    assert len(await other.transcript()) == 2


async def test_p5_a_shop_that_does_not_answer_holds_up_nobody_else(
    town: NearTown, customer: Talker, other: Talker
) -> None:
    for each in (customer, other):
        await unanswered(town, each)
        await town.shop.asked.get()
    town.clock.now += 16
    town.shop.holds()
    sweeping = town.tasks.start(town.house.sweep.once())
    for _ in range(2):
        await town.shop.asked.get()
    town.shop.lets_go()
    await sweeping
    told = [(await each.transcript())[1:] for each in (customer, other)]
    assert told == [[("assistant", "⟨order status⟩")]] * 2  # and neither that the shop has taken too long


async def test_p5_however_many_can_never_be_resumed_the_sweep_comes_to_the_others(
    town: NearTown, customer: Talker
) -> None:
    await unanswered(town, customer)
    first = await town.house.journal.unanswered(town.clock() + 60, limit=1)
    assert first == [(town.tenant, customer.session)]
    assert await town.house.journal.unanswered(town.clock() + 60, after=customer.session) == []
