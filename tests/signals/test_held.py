"""A finished reply is held for a minute, and then it is gone, whether or not anybody asks."""

import asyncio
from collections.abc import Callable

from infra.signals.held import HELD_SECONDS, MOST_HELD, LocalHeld
from infra.signals.opening import Signals
from infra.signals.redis.link import Link
from tests.world.clock import Clock


async def test_what_is_held_is_found_again_and_nothing_else(signals: Signals) -> None:
    await signals.held.put("first", b"\x00sealed\xff")
    assert await signals.held.get("first") == b"\x00sealed\xff"
    assert await signals.held.get("second") is None


async def test_what_is_held_in_memory_is_there_for_a_minute_and_then_nowhere(clock: Clock) -> None:
    held = LocalHeld()
    await held.put("first", b"Out for delivery")
    clock.pass_(HELD_SECONDS - 1)
    await held.put("second", b"Delivered")
    await asyncio.sleep(0)
    assert (await held.get("first"), await held.get("second")) == (b"Out for delivery", b"Delivered")
    clock.pass_(1)
    for _ in range(2):
        await asyncio.sleep(0)
    assert list(held._held.values()) == [b"Delivered"]
    assert await held.get("first") is None


async def test_of_too_many_the_oldest_goes_first() -> None:
    held = LocalHeld()
    for number in range(MOST_HELD + 1):
        await held.put(str(number), b"")
    assert (await held.get("0"), await held.get("1"), len(held._held)) == (None, b"", MOST_HELD)


async def test_another_process_finds_it_and_redis_drops_it_after_a_minute(
    processes: Callable[[], Signals], link: Link
) -> None:
    one, other = processes(), processes()
    await one.held.put("first", b"sealed")
    assert await other.held.get("first") == b"sealed"
    left = await link.ask("PTTL", "waybill:held:first")
    assert isinstance(left, int)
    assert HELD_SECONDS * 1000 - 5_000 < left <= HELD_SECONDS * 1000
