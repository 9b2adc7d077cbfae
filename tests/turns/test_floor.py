"""Who has the floor: one at a time, newer before older, and whoever gives up leaves no trace."""

import asyncio
from contextlib import suppress

import pytest

from infra.signals.fan_out import LocalFanOut
from turns.floor import Floor, Superseded


@pytest.fixture
def floor() -> Floor:
    return Floor()


async def _hold(floor: Floor, until: asyncio.Event, log: list[str], name: str) -> None:
    async with floor.take("talk", speaking=name, interrupts=True) as line:
        try:
            await line.do(_wait(until), 1)
            log.append(name)
        except Superseded:
            log.append(f"{name} superseded")


async def _wait(until: asyncio.Event) -> None:
    await until.wait()


async def _yield() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_newer_utterance_interrupts_and_then_has_the_floor(floor: Floor) -> None:
    log: list[str] = []
    until = asyncio.Event()
    first = asyncio.ensure_future(_hold(floor, until, log, "first"))
    await _yield()
    second = asyncio.ensure_future(_hold(floor, until, log, "second"))
    await _yield()
    until.set()
    await asyncio.gather(first, second)
    assert log == ["first superseded", "second"]
    assert not floor.is_taken("talk")


async def test_the_same_utterance_delivered_twice_waits_for_itself(floor: Floor) -> None:
    log: list[str] = []
    until = asyncio.Event()
    deliveries = [asyncio.ensure_future(_hold(floor, until, log, "same"))]
    await _yield()
    deliveries.append(asyncio.ensure_future(_hold(floor, until, log, "same")))
    await _yield()
    until.set()
    await asyncio.gather(*deliveries)
    assert log == ["same", "same"]


async def test_whoever_gives_up_waiting_leaves_the_floor_usable(floor: Floor) -> None:
    log: list[str] = []
    until = asyncio.Event()
    async with floor.take("talk", speaking="holder", interrupts=True):
        waiting = asyncio.ensure_future(_hold(floor, until, log, "gave up"))
        await _yield()
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting
        third = asyncio.ensure_future(_hold(floor, until, log, "third"))
        await _yield()
    until.set()
    await third
    assert log == ["third"]


async def test_where_nobody_interrupts_all_are_answered_in_turn(floor: Floor) -> None:
    order: list[int] = []

    async def speak(number: int) -> None:
        async with floor.take("talk", speaking=None, interrupts=False):
            await _yield()
            order.append(number)

    await asyncio.gather(*(speak(number) for number in range(5)))
    assert order == [0, 1, 2, 3, 4]


async def test_a_newer_utterance_in_another_process_interrupts_and_an_older_or_the_same_does_not() -> None:
    between = LocalFanOut()
    here, there = Floor(between), Floor(between)
    log: list[str] = []
    until = asyncio.Event()

    async def hold(utterance: int) -> None:
        async with here.take("talk", speaking=None, interrupts=True) as line:
            try:
                await line.do(_wait(until), utterance)
                log.append("done")
            except Superseded:
                log.append("superseded")

    holding = asyncio.ensure_future(hold(5))
    await _yield()
    for conversation, utterance in (("talk", 3), ("talk", 5), ("other", 9)):
        there.tell(conversation, utterance)
    between.miss("floor/talk")
    await _yield()
    assert log == []
    there.tell("talk", 7)
    there.tell("talk", 9)
    await holding
    assert log == ["superseded"]
    again = asyncio.ensure_future(hold(11))
    until.set()
    await again
    assert log == ["superseded", "done"]
    assert not between._listening
    await here.close()
    await there.close()


async def test_whoever_is_interrupted_twice_can_wait_for_something_again(floor: Floor) -> None:
    async with floor.take("talk", speaking="old", interrupts=True) as line:

        async def interrupted() -> int:
            task = asyncio.current_task()
            assert task is not None
            line.interrupt()
            line.interrupt()
            with suppress(Superseded):
                await line.do(_wait(asyncio.Event()), 1)
            return task.cancelling()

        async def working() -> int:
            task = asyncio.current_task()
            assert task is not None
            with suppress(Superseded):
                await line.do(_wait(asyncio.Event()), 1)
            return task.cancelling()

        at_work = asyncio.ensure_future(working())
        await _yield()
        line.interrupt()
        line.interrupt()
        assert await at_work == 0
        assert await asyncio.ensure_future(interrupted()) == 0
