"""Chunks: their order, their framing, what comes while the shop is asked, and who hangs up."""

import asyncio
from typing import Any

import orjson
import pytest
from aiohttp.test_utils import TestClient

from conversation.effects import Noted
from escalation.reasons import Reason
from infra.once import KeyReused
from journal.journal import LostRace
from tests.completions.door import TOLD, URL, House, asking, turn
from tests.world.clock import ShiftedLoop
from turns.refusals import Ended

Client = TestClient[Any, Any]
TRANSFER = {"type": "function", "function": {"name": "transfer_to_human"}}


def chunks(body: bytes) -> list[dict[str, Any]]:
    """The data of a whole stream; checks what every client needs of its framing."""
    events = body.split(b"\n\n")
    assert events[-2:] == [b"data: [DONE]", b""]
    assert all(event.startswith(b"data: {") and b"\n" not in event for event in events[:-2])
    return [orjson.loads(event.removeprefix(b"data: ")) for event in events[:-2]]


async def stopped(house: House, loop: ShiftedLoop) -> bool:
    """Whether the turn is cancelled before long, as time goes by in seconds."""
    for _ in range(200):
        loop.shift += 1.1
        await asyncio.sleep(0)
        if house.turns.cancelled:
            return True
    return False


async def test_a_stream_is_the_role_the_words_the_end(client: Client) -> None:
    response = await client.post(URL, json=asking("hi", stream=True))
    found = chunks(await response.read())
    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert response.headers["X-Accel-Buffering"] == "no"
    assert response.headers["Cache-Control"] == "no-cache"
    assert [chunk["choices"][0]["delta"] for chunk in found] == [
        {"role": "assistant", "content": ""},
        {"content": TOLD},
        {},
    ]
    assert [chunk["choices"][0]["finish_reason"] for chunk in found] == [None, None, "stop"]
    assert ["waybill" in chunk for chunk in found] == [False, False, True]
    assert len({(chunk["id"], chunk["created"], chunk["model"], chunk["object"]) for chunk in found}) == 1
    assert found[0]["object"] == "chat.completion.chunk"
    assert all("error" not in chunk and "usage" not in chunk for chunk in found)


async def test_usage_comes_last_and_only_if_asked_for(client: Client) -> None:
    response = await client.post(URL, json=asking("hi", stream=True, stream_options={"include_usage": True}))
    last = chunks(await response.read())[-1]
    assert last["choices"] == []
    assert last["usage"] == {"prompt_tokens": 1, "completion_tokens": 9, "total_tokens": 10}


async def test_the_role_comes_at_once_and_keep_alives_while_the_shop_is_asked(client: Client, house: House) -> None:
    house.turns.gate.clear()
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ShiftedLoop)
    async with client.post(URL, json=asking("hi", stream=True)) as response:
        assert b'"role":"assistant"' in await response.content.readuntil(b"\n\n")
        for _ in range(2):
            loop.shift += 3.5
            assert await response.content.readline() == b": keep-alive\n"
        house.turns.gate.set()
        rest = await response.read()
    assert [chunk["choices"][0]["delta"] for chunk in chunks(rest)] == [{"content": TOLD}, {}]


async def test_who_hangs_up_stops_the_work(client: Client, house: House) -> None:
    house.turns.gate.clear()
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ShiftedLoop)
    async with client.post(URL, json=asking("hi", stream=True)) as response:
        await response.content.readuntil(b"\n\n")
        response.close()
    assert await stopped(house, loop)


async def test_who_hangs_up_before_the_first_byte_stops_the_work_too(client: Client, house: House) -> None:
    house.turns.gate.clear()
    house.turns.hears = False
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ShiftedLoop)
    body = orjson.dumps(asking("hi", stream=True, conversation_id="c"))
    head = f"POST {URL} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Length: {len(body)}\r\n\r\n"
    _, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(head.encode() + body)
    while not house.turns.words:
        await asyncio.sleep(0)
    writer.close()
    await writer.wait_closed()
    assert await stopped(house, loop)


async def test_an_error_after_the_first_byte_is_told_in_the_stream(client: Client, house: House) -> None:
    house.turns.answer = RuntimeError("secret")
    response = await client.post(URL, json=asking("hi", stream=True))
    *_, last, rest = (await response.read()).split(b"\n\n")
    assert response.status == 200
    assert rest == b""
    assert orjson.loads(last.removeprefix(b"data: "))["error"]["type"] == "server_error"
    assert b"secret" not in last


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(KeyReused(), 400, "idempotency_key_reused"), (Ended(), 400, "conversation_ended"),
     (LostRace(), 409, "conversation_busy")],
)  # fmt: skip
@pytest.mark.parametrize("stream", [False, True])
async def test_what_a_kept_conversation_refuses_has_a_status(
    client: Client, house: House, error: Exception, status: int, *, code: str, stream: bool
) -> None:
    house.turns.answer, house.turns.hears = error, False
    response = await client.post(URL, json=asking("hi", stream=stream, conversation_id="c"))
    assert (response.status, (await response.json())["error"]["code"]) == (status, code)
    assert status != 409 or response.headers["Retry-After-Ms"] == "500"


async def test_a_kept_conversation_streams_as_soon_as_it_has_heard(client: Client, house: House) -> None:
    house.turns.gate.clear()
    async with client.post(URL, json=asking("hi", stream=True, conversation_id="c")) as response:
        assert response.headers["X-Conversation-Id"] == "c"
        await response.content.readuntil(b"\n\n")
        house.turns.gate.set()
        assert chunks(await response.read())[-1]["waybill"]["conversation_id"] == "c"


async def test_one_that_waits_for_an_older_turn_is_not_left_in_silence(client: Client, house: House) -> None:
    house.turns.gate.clear()
    house.turns.hears = False
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ShiftedLoop)
    asked = asyncio.ensure_future(client.post(URL, json=asking("hi", stream=True, conversation_id="c")))
    while not house.turns.words:
        await asyncio.sleep(0)
    loop.shift += 1.1
    async with await asked as response:
        await response.content.readuntil(b"\n\n")
        house.turns.gate.set()
        await response.read()


async def test_a_handoff_is_streamed_as_a_tool_call_beside_the_words(client: Client, house: House) -> None:
    house.turns.answer = turn("Noted.", noted=Noted("tkt_1", 7, Reason.DAMAGED))
    response = await client.post(URL, json=asking("broken", stream=True, tools=[TRANSFER]))
    words, call, last = chunks(await response.read())[1:]
    assert words["choices"][0]["delta"] == {"content": "Noted."}
    (made,) = call["choices"][0]["delta"]["tool_calls"]
    assert (made["index"], made["type"], made["function"]) == (
        0,
        "function",
        {"name": "transfer_to_human", "arguments": "{}"},
    )
    assert last["choices"][0]["finish_reason"] == "tool_calls"
