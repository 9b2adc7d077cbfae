"""A reply as events: in their order, kept alive, and found again by whoever hung up."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from infra.tasks import Tasks
from infra.wire.sse import KEEP_ALIVE_SECONDS
from journal.journal import LostRace
from lookup.connectors.generic_https import DEFAULT_BUDGET as LONGEST_BUDGET
from server.middleware import explain
from tests.doors.developer import Developer

QUESTION = "Where is ORD-9842? It goes to 94107."
TOLD = "Out for delivery — arrives Tuesday"
TROUBLE = "Our order system is having trouble"


async def events(lines: AsyncIterator[str]) -> list[tuple[str, Any]]:
    """Names and values of a whole stream, read as a browser does."""
    found, name = [], ""
    async for line in lines:
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            found.append((name, json.loads(value)))
    return found


async def asked(developer: Developer) -> None:
    while not developer.town.shop.calls:
        await asyncio.sleep(0)


@pytest.mark.parametrize("text", ["hello", QUESTION])
async def test_a_reply_comes_as_four_events(developer: Developer, text: str) -> None:
    heard = await events(developer.listens(await developer.opens(), text))
    assert [name for name, _ in heard] == ["accepted", "typing", "message", "done"]
    assert (heard[0][1], heard[2][1]["seq"], heard[2][1]["reply"]["seq"]) == ({"seq": 1}, 1, 2)


async def test_what_was_answered_before_comes_without_being_accepted_again(developer: Developer) -> None:
    session = await developer.opens()
    first = await events(developer.listens(session, QUESTION, Idempotency_Key="one"))
    again = await events(developer.listens(session, QUESTION, Idempotency_Key="one"))
    assert again == first[2:]


async def test_a_stream_is_kept_alive_by_lines_that_are_no_events(developer: Developer) -> None:
    developer.town.shop.misbehave("hang")
    heard: list[str] = []
    async for line in developer.listens(await developer.opens(), QUESTION):
        heard.append(line)
        if line == "data: {}" or line.startswith(":"):
            await asked(developer)
            developer.town.clock.pass_(KEEP_ALIVE_SECONDS)
    assert heard.count(": keep-alive") >= 2
    assert [line for line in heard if line.startswith("event:")][2:] == ["event: message", "event: done"]
    assert TROUBLE in "".join(heard)


async def test_whoever_hangs_up_finds_the_reply_under_the_same_key(developer: Developer) -> None:
    developer.town.shop.misbehave("hang")
    session, tasks = await developer.opens(), Tasks()
    listening = tasks.start(events(developer.listens(session, QUESTION, Idempotency_Key="one")))
    await asked(developer)
    listening.cancel()
    await tasks.close()
    developer.town.clock.pass_(LONGEST_BUDGET)
    found = await events(developer.listens(session, QUESTION, Idempotency_Key="one"))
    assert TROUBLE in found[0][1]["reply"]["content"]
    assert len(developer.town.shop.calls) == 1


async def test_a_second_message_interrupts_the_first_and_its_stream_says_so(developer: Developer) -> None:
    developer.town.shop.misbehave("hang")
    session, tasks = await developer.opens(), Tasks()
    listening = tasks.start(events(developer.listens(session, QUESTION)))
    await asked(developer)
    developer.town.shop.misbehave(None)
    answered = await developer.says(session, "thanks, and where is it?")
    assert (await listening)[2:] == [
        ("message", {"seq": 1, "superseded": True, "reply": None, "colleague": None}),
        ("done", {}),
    ]
    assert TOLD in answered.data["reply"]["content"]


async def test_a_database_that_goes_away_after_the_first_byte_is_told_as_an_event(developer: Developer) -> None:
    developer.town.shop.misbehave("hang")
    listening = Tasks().start(events(developer.listens(await developer.opens(), QUESTION)))
    await asked(developer)
    await developer.town.house.store.close()
    developer.town.clock.pass_(LONGEST_BUDGET)
    heard = await listening
    assert [name for name, _ in heard] == ["accepted", "typing", "error"]
    assert (heard[2][1]["code"], heard[2][1]["status"]) == ("unavailable", 503)


def test_a_fault_of_ours_inside_a_stream_tells_nothing_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert explain(ValueError("94107"))["code"] == "internal_error"
    assert caplog.messages == ["stream failed"]
    assert explain(LostRace())["code"] == "conversation_busy"
    assert len(caplog.messages) == 1
