"""LangChain's ChatOpenAI: invoke, stream, structured output, and its tool for handing over to a person."""

import asyncio
import json

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from pydantic import BaseModel, SecretStr

from tests.clients.asking import PROOF, QUESTION, STRANGERS, TOLD, WANTS_A_PERSON, WITHOUT_PROOF, Served, tells_nothing


class Result(BaseModel):
    """What came of the question."""

    reply: str
    outcome: str


@tool
def transfer_to_human(reason: str) -> str:
    """Connect the customer to a person."""
    return f"connected: {reason}"


@pytest.fixture
def model(served: Served) -> ChatOpenAI:
    return ChatOpenAI(model=served.agent, base_url=served.base_url, api_key=SecretStr(served.key), max_retries=0)


async def test_the_owner_hears_the_shops_words(model: ChatOpenAI) -> None:
    messages = [SystemMessage("You help customers of a lamp shop."), HumanMessage(QUESTION)]
    reply = await model.ainvoke(messages)
    assert TOLD in str(reply.content)
    assert reply.usage_metadata is not None


async def test_it_asks_without_an_event_loop_too(model: ChatOpenAI) -> None:
    assert TOLD in str((await asyncio.to_thread(model.invoke, QUESTION)).content)


async def test_a_stranger_hears_nothing_of_the_order(model: ChatOpenAI) -> None:
    assert tells_nothing((await model.ainvoke(STRANGERS)).content)


async def test_its_messages_are_the_conversation(model: ChatOpenAI) -> None:
    messages: list[BaseMessage] = [HumanMessage(WITHOUT_PROOF)]
    asked = await model.ainvoke(messages)
    assert tells_nothing(asked.content)
    assert TOLD in str((await model.ainvoke([*messages, asked, HumanMessage(PROOF)])).content)


async def test_it_streams(model: ChatOpenAI) -> None:
    assert TOLD in "".join([str(part.content) async for part in model.astream(QUESTION)])


async def test_our_result_is_its_structured_output(model: ChatOpenAI) -> None:
    result = await model.with_structured_output(Result, method="json_schema").ainvoke(QUESTION)
    assert isinstance(result, Result)
    assert TOLD in result.reply
    assert result.outcome == "told"


async def test_json_mode_gives_the_whole_result(model: ChatOpenAI) -> None:
    result = await model.with_structured_output(None, method="json_mode").ainvoke(QUESTION)
    assert isinstance(result, dict)
    assert TOLD in result["reply"]
    assert set(result) == {"reply", "outcome", "asks", "offers", "ticket"}


async def test_a_case_for_a_person_calls_its_tool_and_then_says_a_last_word(model: ChatOpenAI) -> None:
    handing_over = model.bind_tools([transfer_to_human])
    reply = await handing_over.ainvoke(WANTS_A_PERSON)
    assert isinstance(reply, AIMessage)
    assert "number 1" in str(reply.content)
    (call,) = reply.tool_calls
    assert call["name"] == "transfer_to_human"
    assert "ticket 1" in call["args"]["reason"]
    done = ToolMessage(json.dumps("connected"), tool_call_id=call["id"])
    last = await handing_over.ainvoke([HumanMessage(WANTS_A_PERSON), reply, done])
    assert (bool(last.content), last.tool_calls) == (True, [])


async def test_a_question_calls_no_tool(model: ChatOpenAI) -> None:
    reply = await model.bind_tools([transfer_to_human]).ainvoke(QUESTION)
    assert TOLD in str(reply.content)
    assert reply.tool_calls == []
