"""The client's own way of connecting a customer to a person."""

from typing import Any

import orjson
import pytest
from aiohttp.test_utils import TestClient

from conversation.effects import Noted
from escalation.reasons import Reason
from tests.completions.door import URL, House, asking, turn

Client = TestClient[Any, Any]
NOTED = Noted("tkt_1", 7, Reason.DAMAGED)


def function(name: str, required: tuple[str, ...] = (), **properties: object) -> dict[str, object]:
    schema = {"type": "object", "properties": properties, "required": list(required)}
    return {"type": "function", "function": {"name": name, "parameters": schema}}


async def ask(client: Client, *messages: str | dict[str, object], **other: object) -> dict[str, Any]:
    response = await client.post(URL, json=asking(*messages, **other))
    assert response.status == 200, await response.text()
    return dict((await response.json())["choices"][0])


@pytest.mark.parametrize("name", ["transferCall", "transfer_to_support"])
async def test_a_turn_that_ends_with_a_ticket_calls_the_clients_tool(client: Client, house: House, name: str) -> None:
    house.turns.answer = turn("Noted.", noted=NOTED)
    choice = await ask(client, "broken", tools=[function("get_weather"), function(name)])
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"]["content"] == "Noted."
    (call,) = choice["message"]["tool_calls"]
    assert call["id"].startswith("call_")
    assert call["function"]["name"] == name
    assert house.turns.visits[0].handoff_tool


async def test_any_other_turn_calls_nothing(client: Client) -> None:
    choice = await ask(client, "hi", tools=[function("transferCall")])
    assert choice["finish_reason"] == "stop"
    assert "tool_calls" not in choice["message"]


@pytest.mark.parametrize("offer", [{"tool_choice": "none"}, {"tools": [function("get_weather")]}, {"tools": None}])
async def test_without_a_tool_for_it_the_ticket_is_ours_alone(
    client: Client, house: House, offer: dict[str, object]
) -> None:
    house.turns.answer = turn("Noted.", noted=NOTED)
    choice = await ask(client, "broken", **{"tools": [function("transferCall")], **offer})
    assert choice["finish_reason"] == "stop"
    assert not house.turns.visits[0].handoff_tool


async def test_a_tool_gets_the_arguments_that_are_known(client: Client, house: House) -> None:
    house.turns.answer = turn("Noted.", noted=NOTED)
    text = {"type": "string"}
    tool = function(
        "transfer_to_number", ("destination", "reason"), reason=text, client_message=text, other=text,
        destination={"type": "string", "enum": ["+14155550100", "+14155550101"]},
    )  # fmt: skip
    choice = await ask(client, "broken", tools=[tool])
    assert orjson.loads(choice["message"]["tool_calls"][0]["function"]["arguments"]) == {
        "reason": "damaged, ticket 7",
        "client_message": "Noted.",
        "destination": "+14155550100",
    }


async def test_a_tool_that_demands_what_nobody_knows_is_left_alone(client: Client, house: House) -> None:
    house.turns.answer = turn("Noted.", noted=NOTED)
    tool = function("transfer_to_number", ("department",), department={"type": "string"})
    assert (await ask(client, "broken", tools=[tool]))["finish_reason"] == "stop"
    assert not house.turns.visits[0].handoff_tool


async def test_the_forced_choice_of_a_handoff_tool_is_taken_as_an_offer(client: Client) -> None:
    forced = {"type": "function", "function": {"name": "transferCall"}}
    assert (await ask(client, "hi", tools=[function("transferCall")], tool_choice=forced))["finish_reason"] == "stop"


async def test_a_finished_handoff_gets_a_closing_sentence(client: Client, house: House) -> None:
    call = {"id": "call_1", "type": "function", "function": {"name": "transferCall", "arguments": "{}"}}
    made = {"role": "assistant", "content": "Noted.", "tool_calls": [call]}
    choice = await ask(client, "broken", made, {"role": "tool", "tool_call_id": "call_1", "content": "ok"})
    assert choice["message"]["content"] == "A colleague takes it from here."
    assert house.turns.words == []


@pytest.mark.parametrize(("name", "answered"), [("transferCall", "call_2"), ("get_weather", "call_1")])
async def test_other_tool_results_are_no_handoff(client: Client, house: House, name: str, answered: str) -> None:
    call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": "{}"}}
    made = {"role": "assistant", "content": None, "tool_calls": [call]}
    await ask(client, "broken", made, {"role": "tool", "tool_call_id": answered, "content": "ok"})
    assert house.turns.words != []
