"""A message that is sent twice is heard once, whatever became of the first time."""

import asyncio

from tests.faults.talker import Talker
from tests.faults.towns import NearTown
from tests.faults.trap import counted, refused

QUESTION = "Where is ORD-5000? It goes to 60614."
TOLD = "Shipped yesterday"


async def test_p5_the_same_message_twice_at_once_is_one_utterance(town: NearTown, customer: Talker) -> None:
    town.shop.holds()
    both = [town.tasks.start(customer.says(QUESTION, "k")) for _ in range(2)]
    await town.shop.asked.get()
    town.shop.lets_go()
    first, second = await asyncio.gather(*both)
    assert TOLD in first.heard
    assert first == second
    assert len(town.shop.calls) == 1
    assert len(await customer.transcript()) == 2


async def test_p5_a_retry_within_a_minute_hears_the_same(town: NearTown, customer: Talker) -> None:
    first = await customer.says(QUESTION, "k")
    town.clock.pass_(59)
    assert await customer.says(QUESTION, "k") == first
    assert len(town.shop.calls) == 1


async def test_p3_after_a_minute_a_disclosed_reply_is_gone(town: NearTown, customer: Talker) -> None:
    await customer.says(QUESTION, "k")
    town.clock.pass_(61)
    expired = await customer.says(QUESTION, "k")
    assert expired.body["data"]["reply"]["disclosed"] == "expired"
    assert TOLD not in str(expired.body)
    assert len(await customer.transcript()) == 2


async def test_p3_a_held_reply_is_dropped_when_its_minute_is_over(town: NearTown, customer: Talker) -> None:
    await customer.says(QUESTION, "k")
    held = town.house.turns._replies._held
    assert held._held
    town.clock.pass_(61)
    await customer.transcript()
    assert not held._held


async def test_p5_a_reply_without_facts_is_repeated_for_ever(town: NearTown, customer: Talker) -> None:
    first = await customer.says("a person please", "k")
    town.clock.now += 86_400
    again = await customer.says("a person please", "k")
    assert again.heard == first.heard
    assert await town.tickets() == 1


async def test_p5_another_message_under_the_same_key_is_refused(town: NearTown, customer: Talker) -> None:
    town.shop.holds()
    first = town.tasks.start(customer.says(QUESTION, "k"))
    await town.shop.asked.get()
    second = town.tasks.start(customer.says("thanks", "k"))
    town.shop.lets_go()
    assert TOLD in (await first).heard
    other = await second
    assert (other.status, other.body["code"]) == (409, "idempotency_key_reused")
    assert (await customer.says("thanks", "k")).status == 409
    assert len(await customer.transcript()) == 2


async def test_p5_a_reply_that_could_not_be_written_is_made_again(town: NearTown, customer: Talker) -> None:
    async with refused(town.settings.database_url, "utterances NEW.party = 'assistant'"):
        assert (await customer.says("a person please", "k")).status == 500
    assert "number 1" in (await customer.says("a person please", "k")).heard
    assert await town.tickets() == 1
    assert len(await customer.transcript()) == 2


async def test_p5_resuming_an_older_message_opens_the_ticket_of_the_newer_one_once(
    town: NearTown, customer: Talker
) -> None:
    async with refused(town.settings.database_url, "utterances NEW.party = 'assistant'"):
        assert (await customer.says(QUESTION, "k")).status == 500
        assert (await customer.says("a person please", "l")).status == 500
    assert "I've noted it, number 1." in (await customer.says(QUESTION, "k")).heard
    assert await counted(town.settings.database_url) == {"utterances": 3, "tickets": 1, "ticket_events": 1, "outbox": 1}


async def test_p5_an_unanswered_message_is_not_forgotten_when_the_next_one_comes(
    town: NearTown, customer: Talker
) -> None:
    async with refused(town.settings.database_url, "utterances NEW.party = 'assistant'"):
        assert (await customer.says("Where is ORD-5000?", "k")).status == 500
        assert (await customer.says("Where is ORD-5000? it goes to 60614", "l")).status == 500
    assert TOLD in (await customer.says("well?", "m")).heard
    assert (await customer.says(QUESTION.replace("W", "w"), "n")).status == 200
