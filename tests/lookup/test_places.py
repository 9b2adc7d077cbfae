"""A tenant's lookups wait for one another, never for another tenant's, and not for ever."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from lookup.order import OrderSourceError
from lookup.places import Places


def soon(seconds: float = 5) -> float:
    return asyncio.get_running_loop().time() + seconds


async def is_busy(places: Places, deadline: float) -> bool:
    try:
        async with asyncio.timeout(5), places.take(deadline):
            return False
    except OrderSourceError as error:
        return error.failure.category == "busy"


async def test_sixty_four_at_once_sixty_four_waiting_and_the_next_is_told_at_once() -> None:
    places = Places()
    async with AsyncExitStack() as held:
        for _ in range(64):
            await held.enter_async_context(places.take(soon()))
        waiting = [asyncio.ensure_future(is_busy(places, soon())) for _ in range(64)]
        await asyncio.sleep(0)
        assert await is_busy(places, soon())
    assert not any(await asyncio.gather(*waiting))
    assert not await is_busy(places, soon())


async def test_the_wait_ends_with_the_budget() -> None:
    places = Places(at_once=1)
    async with places.take(soon()):
        assert await is_busy(places, soon(0.01))
    assert not await is_busy(places, soon())


async def test_whoever_stops_waiting_leaves_room() -> None:
    places = Places(at_once=1, waiting=1)
    async with places.take(soon()):
        waiting = asyncio.ensure_future(is_busy(places, soon()))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        again = asyncio.ensure_future(is_busy(places, soon()))
        await asyncio.sleep(0)
    assert not await again


async def test_nobody_overtakes_those_who_wait() -> None:
    places, order = Places(at_once=1), list[int]()

    async def lookup(number: int) -> None:
        async with places.take(soon()):
            order.append(number)

    async with places.take(soon()):
        waiting = [asyncio.ensure_future(lookup(number)) for number in range(5)]
        await asyncio.sleep(0)
    await lookup(5)
    await asyncio.gather(*waiting)
    assert order == [0, 1, 2, 3, 4, 5]


async def test_a_failed_lookup_gives_its_place_back() -> None:
    places = Places(at_once=1)
    with pytest.raises(ZeroDivisionError):
        async with places.take(soon()):
            raise ZeroDivisionError
    assert not await is_busy(places, soon())
