"""Requests that are valid JSON and nothing a client in its senses would send: answered, never with a fault of ours."""

from collections.abc import Mapping
from time import perf_counter

import pytest

from channels.completions import chores
from tests.attacks.stranger import Stranger
from tests.attacks.test_replayed_histories import HISTORY

OBJECT: Mapping[str, object] = {
    "type": "object",
    "properties": {"reply": {"type": "string"}},
    "required": ["reply"],
    "additionalProperties": False,
}


def handoff(parameters: Mapping[str, object]) -> list[object]:
    return [{"type": "function", "function": {"name": "transfer_to_human", "parameters": parameters}}]


def shaped(schema: Mapping[str, object]) -> dict[str, object]:
    return {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema}}


@pytest.mark.parametrize(
    "parameters",
    [
        {"properties": {"queue": {"enum": [10**30]}}, "required": ["queue"]},
        {"properties": {"queue": {"enum": [[{}]]}}},
        {"properties": {}, "required": [{}]},
        {"properties": {}, "required": [["queue"]]},
    ],
)
async def test_a_handoff_tool_with_odd_parameters_is_no_fault(
    stranger: Stranger, parameters: Mapping[str, object]
) -> None:
    assert "I've noted it" in await stranger.hears(*HISTORY, tools=handoff(parameters))


@pytest.mark.parametrize("required", [[{}], [["reply"]], [None]])
async def test_a_schema_that_requires_what_is_no_name_is_refused(stranger: Stranger, required: list[object]) -> None:
    body = {"model": "agt", "messages": [{"role": "user", "content": "hi"}]}
    status, _ = await stranger.post(
        "/v1/chat/completions", {**body, "response_format": shaped({**OBJECT, "required": required})}
    )
    assert status == 400


async def test_the_alternative_that_can_be_met_is_the_one_that_is_met(stranger: Stranger) -> None:
    unmet = {"type": "object", "properties": {"mood": {"type": "string"}}}
    said = await stranger.hears("hi", response_format=shaped({"anyOf": [unmet, OBJECT]}))
    assert said.startswith('{"reply":')


def test_a_prompt_of_a_million_marks_is_read_in_one_pass() -> None:
    """With a pattern of several wildcards this took days, and nobody else was answered meanwhile."""
    text = "### Task: " + "### Output: " * 40_000 + "<chat_history>" * 40_000
    began = perf_counter()
    assert chores.answer(text) is None
    assert perf_counter() - began < 1.0


async def test_a_mistake_of_the_client_fills_no_error_log(stranger: Stranger, caplog: pytest.LogCaptureFixture) -> None:
    status, _ = await stranger.post("/v1/chat/completions", {"model": "agt", "messages": []})
    assert status == 400
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
