"""A finished reply is held for a minute, and then it is gone from memory, whether or not anybody asks."""

import asyncio

from infra.signals.held import HELD_SECONDS, MOST_HELD, Held
from tests.world.clock import Clock


async def test_what_is_held_is_there_for_a_minute_and_then_nowhere() -> None:
    clock, held = Clock(), Held[str]()
    held.put("first", "Out for delivery")
    clock.pass_(HELD_SECONDS - 1)
    held.put("second", "Delivered")
    await asyncio.sleep(0)
    assert (held.get("first"), held.get("second")) == ("Out for delivery", "Delivered")
    clock.pass_(1)
    for _ in range(2):
        await asyncio.sleep(0)
    assert list(held._held.values()) == ["Delivered"]
    assert held.get("first") is None


async def test_of_too_many_the_oldest_goes_first() -> None:
    held = Held[int]()
    for number in range(MOST_HELD + 1):
        held.put(str(number), number)
    assert (held.get("0"), held.get("1"), len(held._held)) == (None, 1, MOST_HELD)
