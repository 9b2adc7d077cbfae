"""A log line is one line of JSON, and repeats nothing that a customer, a shop or an error's message says."""

import asyncio
import json
import logging
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.tasks import Tasks
from server.logs import JsonLines

SECRET = "ORD-9842 goes to 94107"


def line(record: logging.LogRecord) -> dict[str, Any]:
    text = JsonLines().format(record)
    assert "\n" not in text
    return dict(json.loads(text))


def failed() -> logging.LogRecord:
    """The record of an error whose message, and whose cause's, quote a customer."""
    record = logging.makeLogRecord({"msg": "request failed", "levelname": "ERROR"})
    try:
        try:
            float(SECRET)
        except ValueError as cause:
            raise LookupError(SECRET) from cause
    except LookupError:
        record.exc_info = sys.exc_info()
    return record


def test_an_error_is_logged_by_its_name_and_place_alone() -> None:
    found = line(failed())
    assert (found["event"], found["error"], found["level"]) == ("request failed", "LookupError", "error")
    assert found["where"][0].startswith("test_logs.py:")
    assert SECRET not in str(found)


def test_what_is_given_beside_the_event_stands_beside_it() -> None:
    found = line(logging.makeLogRecord({"msg": "turn", "ms": 1.5, "steps": ["Heard"], "tenant": 1}))
    assert (found["ms"], found["steps"], found["tenant"]) == (1.5, ["Heard"], 1)


async def test_an_error_that_nobody_awaited_is_logged_without_its_message(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        raise ValueError(SECRET)

    Tasks().start(fails())
    for _ in range(3):
        await asyncio.sleep(0)
    record = next(each for each in caplog.records if each.name == "asyncio")
    assert SECRET in record.getMessage()
    assert line(record)["event"] == "Task exception was never retrieved"
    assert SECRET not in str(line(record))


@given(st.text(), st.dictionaries(st.text(st.characters(categories=["Ll"])), st.text() | st.binary() | st.none()))
def test_any_event_is_one_line_of_json(event: str, beside: dict[str, object]) -> None:
    line(logging.makeLogRecord({**{f"x_{name}": value for name, value in beside.items()}, "msg": event}))
