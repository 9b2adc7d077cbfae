"""What waits on a socket is bounded, in order, and nobody who sends waits for whoever does not read."""

import asyncio

from infra.tasks import Tasks
from infra.wire.outlet import MOST_BYTES, MOST_FRAMES, SEND_SECONDS, Outlet
from tests.world.clock import ShiftedLoop


class Reader:
    """The other side: reads while `reading` is set."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.reading = asyncio.Event()
        self.reading.set()
        self.is_cut = False

    async def send(self, frame: str) -> None:
        await self.reading.wait()
        self.read.append(frame)

    def cut(self) -> None:
        self.is_cut = True


def outlet(reader: Reader) -> Outlet:
    return Outlet(reader.send, reader.cut, Tasks())


async def flushed(out: Outlet) -> None:
    """Until nothing waits any more."""
    while out._writer is not None:
        await asyncio.wait({out._writer})


async def test_frames_leave_in_their_order() -> None:
    reader = Reader()
    out = outlet(reader)
    for number in range(MOST_FRAMES):
        out.put(str(number))
    await flushed(out)
    assert reader.read == [str(number) for number in range(MOST_FRAMES)]
    assert not reader.is_cut


async def test_too_many_frames_end_the_connection_of_whoever_does_not_read() -> None:
    reader = Reader()
    reader.reading.clear()
    out = outlet(reader)
    for number in range(MOST_FRAMES):
        out.put(str(number))
    assert not reader.is_cut
    out.put("one too many")
    assert reader.is_cut
    out.put("and after that nothing")
    reader.reading.set()
    await flushed(out)
    assert reader.read == []


async def test_too_many_bytes_do_so_as_well() -> None:
    reader = Reader()
    reader.reading.clear()
    out = outlet(reader)
    out.put("x" * MOST_BYTES)
    out.put("x")
    assert reader.is_cut


async def test_whoever_takes_too_long_for_one_frame_is_given_up() -> None:
    reader = Reader()
    reader.reading.clear()
    out = outlet(reader)
    out.put("hello")
    await asyncio.sleep(0)
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ShiftedLoop)
    loop.shift += SEND_SECONDS + 1
    await flushed(out)
    assert reader.is_cut
    out.put("too late")
    assert reader.read == []


async def test_what_is_put_after_the_end_is_not_sent() -> None:
    reader = Reader()
    out = outlet(reader)
    out.close()
    out.put("hello")
    await flushed(out)
    assert reader.read == []
