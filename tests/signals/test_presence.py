"""Who is there: whoever said so within half a minute and did not leave."""

import asyncio
from collections.abc import Callable

from infra.signals.opening import Signals
from infra.signals.presence import BEAT_SECONDS, PRESENT_SECONDS, LocalPresence, stay
from infra.tasks import Tasks
from tests.world.clock import Clock


async def test_who_arrives_is_present_until_they_leave(signals: Signals) -> None:
    presence = signals.presence
    assert await presence.present() == frozenset()
    for who in ("web/1", "web/2", "web/2"):
        await presence.arrive(who)
    assert await presence.present() == {"web/1", "web/2"}
    await presence.leave("web/1")
    await presence.leave("nobody")
    assert await presence.present() == {"web/2"}


async def test_who_falls_silent_is_gone_after_half_a_minute(signals: Signals, clock: Clock) -> None:
    presence = signals.presence
    await presence.arrive("silent")
    clock.now += PRESENT_SECONDS - 1
    await presence.arrive("beating")
    assert await presence.present() == {"silent", "beating"}
    clock.now += 1
    assert await presence.present() == {"beating"}


async def test_who_is_gone_is_forgotten(clock: Clock) -> None:
    presence = LocalPresence(clock)
    await presence.arrive("gone")
    clock.now += PRESENT_SECONDS
    await presence.arrive("here")
    assert presence._until.keys() == {"here"}


class Book:
    """Writes down who comes and goes."""

    def __init__(self) -> None:
        self.lines: asyncio.Queue[str] = asyncio.Queue()

    async def arrive(self, who: str) -> None:
        self.lines.put_nowait(f"{who} arrives")

    async def leave(self, who: str) -> None:
        self.lines.put_nowait(f"{who} leaves")

    async def present(self) -> frozenset[str]:
        raise AssertionError


async def test_who_stays_says_so_again_and_again_and_leaves_when_stopped(clock: Clock) -> None:
    book, tasks = Book(), Tasks()
    tasks.start(stay(book, "web/1"))
    for _ in range(3):
        assert await book.lines.get() == "web/1 arrives"
        assert book.lines.empty()
        clock.pass_(BEAT_SECONDS)
    assert await book.lines.get() == "web/1 arrives"
    await tasks.close()
    assert await book.lines.get() == "web/1 leaves"


async def test_processes_see_each_other(processes: Callable[[], Signals]) -> None:
    one, other = processes(), processes()
    await one.presence.arrive("web/1")
    await other.presence.arrive("worker/2")
    assert await one.presence.present() == await other.presence.present() == {"web/1", "worker/2"}
