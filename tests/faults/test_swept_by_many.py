"""The sweep in several processes at once: one of them answers, so that nobody's attempts are used up for nothing."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from server.house import House
from tests.faults.talker import Talker
from tests.faults.towns import NearTown
from tests.faults.trap import refused
from tests.world.redis import RedisServer
from tests.world.town import Setup

WRONG = "Where is ORD-5000? It goes to 60615."
RIGHT = "Where is ORD-5000? It goes to 60614."
NO_REPLY = "utterances NEW.party = 'assistant'"


@pytest.fixture
async def town(lent: str, redis: RedisServer) -> AsyncIterator[NearTown]:
    town = NearTown(lent, redis.url)
    await town.open(Setup())
    yield town
    await town.close()


@pytest.fixture
async def houses(town: NearTown) -> AsyncIterator[list[House]]:
    others = [await House.open(town.settings, town.clock) for _ in range(2)]
    yield [town.house, *others]
    for house in others:
        await house.close()


async def test_p5_three_processes_that_sweep_at_once_guess_once(
    town: NearTown, houses: list[House], customer: Talker
) -> None:
    async with refused(town.settings.database_url, NO_REPLY):
        assert (await customer.says(WRONG, "k")).status == 500
    town.clock.now += 16
    await asyncio.gather(*(house.sweep.once() for house in houses))
    assert [party for party, _ in await customer.transcript()] == ["customer", "assistant"]
    assert len(town.shop.calls) == 2
    assert "Shipped yesterday" in (await customer.says(RIGHT, "next")).heard


async def test_p5_of_the_other_processes_one_at_most_takes_up_what_is_being_answered(
    town: NearTown, houses: list[House], customer: Talker
) -> None:
    """They cannot see that it is: only the process that answers knows. The customer hears it once, from either."""
    town.shop.holds()
    said = town.tasks.start(customer.says(RIGHT, "k"))
    await town.shop.asked.get()
    town.clock.now += 20
    sweeps = [town.tasks.start(house.sweep.once()) for house in houses[1:]]
    await town.shop.asked.get()
    await asyncio.wait(sweeps, return_when=asyncio.FIRST_COMPLETED)
    town.shop.lets_go()
    answered = await said
    await asyncio.gather(*sweeps)
    if answered.superseded:  # the other process was faster: its reply is held for whoever asks again
        answered = await customer.says(RIGHT, "k")
    assert "Shipped yesterday" in answered.heard
    assert len(town.shop.calls) == 2
    assert len(await customer.transcript()) == 2
