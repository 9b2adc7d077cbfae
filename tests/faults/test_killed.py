"""P5 with a real SIGKILL: nothing acknowledged is lost, nothing is doubled, and the talk goes on after a restart."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from infra.tasks import Tasks
from server.house import House
from tests.faults.talker import Talker, talking
from tests.faults.towns import FarTown
from tests.faults.trap import counted, perform, somebody_is_stuck, stuck
from tests.promises.soak import TIMES

QUESTION = "Where is ORD-5000? It goes to 60614."
TOLD = "Shipped yesterday"
KEPT = "⟨order status⟩"
NOTED = "I've noted it, number 1."


@pytest.fixture(autouse=True, params=range(TIMES))
def _each_kill_once_or_in_a_soak_twenty_times() -> None:
    """No two kills hit the very same instant."""


@pytest.fixture
async def customer(far_town: FarTown) -> AsyncIterator[Talker]:
    async with talking(far_town) as talker:
        yield talker


async def test_p5_killed_while_the_shop_is_asked_and_sent_again(far_town: FarTown, customer: Talker) -> None:
    await _dies_while_the_shop_is_asked(far_town, customer)
    await far_town.server.start()
    answered = await customer.says(QUESTION, "first")
    assert TOLD in answered.heard
    assert await customer.transcript() == [("customer", QUESTION), ("assistant", KEPT)]
    assert len(far_town.shop.calls) == 2
    assert TOLD in (await customer.says("can you say that again?", "second")).heard


async def test_p5_killed_while_the_shop_is_asked_and_never_sent_again(far_town: FarTown, customer: Talker) -> None:
    await _dies_while_the_shop_is_asked(far_town, customer)
    ((last,),) = await perform(far_town.settings.database_url, "SELECT max(at) FROM utterances")
    now = float(str(last))
    house = await House.open(far_town.settings, lambda: now)
    now += 14
    await house.sweep.once()
    assert len(far_town.shop.calls) == 1
    now += 2
    for _ in range(2):
        await house.sweep.once()
    assert len(far_town.shop.calls) == 2
    await house.close()
    await far_town.server.start()
    assert await customer.transcript() == [("customer", QUESTION), ("assistant", KEPT)]


@pytest.mark.parametrize(
    ("where", "utterances"),
    [("utterances NEW.party = 'customer'", 0), ("counters", 1), ("utterances NEW.party = 'assistant'", 1)],
)
async def test_p5_killed_in_the_middle_of_any_write_of_a_lookup(
    far_town: FarTown, customer: Talker, where: str, utterances: int
) -> None:
    assert (await _dies_writing(far_town, customer, where, QUESTION))["utterances"] == utterances
    assert TOLD in (await customer.says(QUESTION, "first")).heard
    assert await customer.transcript() == [("customer", QUESTION), ("assistant", KEPT)]


@pytest.mark.parametrize(
    ("where", "utterances", "tickets"),
    [
        ("utterances NEW.party = 'customer'", 0, 0),
        ("tickets", 1, 0),
        ("ticket_events", 1, 0),
        ("outbox", 1, 0),
        ("utterances NEW.party = 'assistant'", 1, 1),
    ],
)
async def test_p5_killed_in_the_middle_of_any_write_of_an_escalation(
    far_town: FarTown, customer: Talker, where: str, utterances: int, tickets: int
) -> None:
    left = await _dies_writing(far_town, customer, where, "a person please")
    assert (left["utterances"], left["tickets"]) == (utterances, tickets)
    assert NOTED in (await customer.says("a person please", "first")).heard
    assert [party for party, _ in await customer.transcript()] == ["customer", "assistant"]
    assert await counted(far_town.settings.database_url) == {
        "utterances": 2,
        "tickets": 1,
        "ticket_events": 1,
        "outbox": 1,
    }


async def test_p5_what_was_acknowledged_before_the_kill_is_there_after_it(far_town: FarTown, customer: Talker) -> None:
    heard = [(await customer.says(text)).heard for text in ("a person please", "ORD-9842", "thanks")]
    await far_town.server.kill()
    await far_town.server.start()
    assert [text for party, text in await customer.transcript() if party == "assistant"] == heard


async def test_p5_told_to_stop_it_lets_the_turn_finish(far_town: FarTown, customer: Talker) -> None:
    far_town.shop.holds()
    tasks = Tasks()
    said = tasks.start(customer.says(QUESTION, "first"))
    await far_town.shop.asked.get()
    stopping = tasks.start(far_town.server.stop())
    await asyncio.sleep(0)
    far_town.shop.lets_go()
    assert TOLD in (await said).heard
    assert await stopping == 0


async def _dies_while_the_shop_is_asked(town: FarTown, customer: Talker) -> None:
    town.shop.holds()
    said = Tasks().start(_cut_off(customer, QUESTION))
    await town.shop.asked.get()
    await town.server.kill()
    await said
    town.shop.lets_go()


async def _dies_writing(town: FarTown, customer: Talker, where: str, text: str) -> dict[str, int]:
    """Returns: what the dead process left behind."""
    async with stuck(town.settings.database_url, where):
        said = Tasks().start(_cut_off(customer, text))
        await somebody_is_stuck(town.settings.database_url)
        await town.server.kill()
        await said
    left = await counted(town.settings.database_url)
    await town.server.start()
    return left


async def _cut_off(customer: Talker, text: str) -> None:
    with pytest.raises(aiohttp.ClientError):
        await customer.says(text, "first")
