"""A customer who does not wait: the newer utterance is answered, and what the older one taught is not lost."""

from tests.faults.talker import Talker
from tests.faults.towns import NearTown
from tests.faults.trap import refused

QUESTION = "Where is ORD-9842? It goes to 94107."


async def test_p5_a_newer_utterance_supersedes_the_one_being_looked_up(town: NearTown, customer: Talker) -> None:
    town.shop.holds()
    first = town.tasks.start(customer.says(QUESTION, "a"))
    await town.shop.asked.get()
    second = town.tasks.start(customer.says("just tell me the carrier", "b"))
    assert (await first).superseded
    await town.shop.asked.get()
    town.shop.lets_go()
    assert "UPS" in (await second).heard
    assert [party for party, _ in await customer.transcript()] == ["customer", "customer", "assistant"]
    assert town.shop.calls[-1]["context"] == {"zip": "94107"}
    assert (await customer.says(QUESTION, "a")).superseded


async def test_p5_only_the_last_of_three_is_answered(town: NearTown, customer: Talker) -> None:
    town.shop.holds()
    first = town.tasks.start(customer.says(QUESTION, "a"))
    await town.shop.asked.get()
    second = town.tasks.start(customer.says("sorry, I mean ORD-9843", "b"))
    await town.shop.asked.get()
    third = town.tasks.start(customer.says("no, ORD-9842 after all", "c"))
    await town.shop.asked.get()
    town.shop.lets_go()
    assert "Out for delivery" in (await third).heard
    assert (await first).superseded
    assert (await second).superseded


async def test_p5_asking_the_very_same_again_and_again_is_one_guess(town: NearTown, customer: Talker) -> None:
    town.shop.holds()
    waiting = []
    for number in range(5):
        waiting.append(town.tasks.start(customer.says(QUESTION, f"k{number}")))
        await town.shop.asked.get()
    town.shop.lets_go()
    assert "Out for delivery" in (await waiting[-1]).heard


async def test_p5_a_resumed_turn_can_be_interrupted_too(town: NearTown, customer: Talker) -> None:
    async with refused(town.settings.database_url, "utterances NEW.party = 'assistant'"):
        assert (await customer.says(QUESTION, "a")).status == 500
    await town.shop.asked.get()
    town.shop.holds()
    again = town.tasks.start(customer.says(QUESTION, "a"))
    await town.shop.asked.get()
    newer = town.tasks.start(customer.says("just tell me the carrier", "b"))
    assert (await again).superseded
    town.shop.lets_go()
    assert "UPS" in (await newer).heard


async def test_p5_a_session_that_ends_under_a_lookup_answers_nobody(town: NearTown, customer: Talker) -> None:
    town.shop.holds()
    said = town.tasks.start(customer.says(QUESTION, "a"))
    await town.shop.asked.get()
    await customer.ends()
    town.shop.lets_go()
    assert (await said).superseded
    assert [party for party, _ in await customer.transcript()] == ["customer"]
    assert (await customer.says("hello?", "b")).body["code"] == "session_ended"
