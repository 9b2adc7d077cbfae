"""Events that any client reads, and keep-alives that none mistakes for one."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.wire import sse
from tests.world.clock import Clock


@given(st.sampled_from(["message", "done"]), st.dictionaries(st.text(), st.text(), max_size=3), st.booleans())
def test_an_event_is_read_back_as_it_was(name: str, value: dict[str, str], kept_alive: bool) -> None:
    """Whatever is said in it, line feeds included: one event, and the comment before it is none."""
    frame = (sse.KEEP_ALIVE if kept_alive else b"") + sse.event(name, value)
    lines = [line for line in frame.split(b"\n") if not line.startswith(b":")]
    assert lines[0] == b"event: " + name.encode()
    assert json.loads(lines[1].removeprefix(b"data: ")) == value
    assert lines[2:] == [b"", b""]


async def test_keep_alives_are_written_until_the_work_is_done() -> None:
    clock, written = Clock(), list[bytes]()
    work: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def write(frame: bytes) -> None:
        written.append(frame)

    async def time_passes() -> None:
        while len(written) < 3:
            await asyncio.sleep(0)
            clock.pass_(sse.KEEP_ALIVE_SECONDS)
        work.set_result("told")

    told, _ = await asyncio.gather(sse.keeping_alive(work, write), time_passes())
    assert told == "told"
    assert set(written) == {sse.KEEP_ALIVE}


async def test_work_that_is_done_or_fails_at_once_writes_nothing() -> None:
    async def write(_: bytes) -> None:
        raise AssertionError

    work: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    work.set_exception(ValueError("ours"))
    with pytest.raises(ValueError, match="ours"):
        await sse.keeping_alive(work, write)


async def test_if_the_other_side_is_gone_the_work_is_cancelled() -> None:
    async def write(_: bytes) -> None:
        raise ConnectionResetError

    work: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(Clock().pass_, sse.KEEP_ALIVE_SECONDS)
    with pytest.raises(ConnectionResetError):
        await sse.keeping_alive(work, write)
    assert work.cancelled()
