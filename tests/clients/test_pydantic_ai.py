"""pydantic-ai, the strictest reader of replies: run, stream, history, a model of ours as its output."""

import pytest
from openai import AsyncOpenAI
from pydantic import BaseModel
from pydantic_ai import Agent, NativeOutput
from pydantic_ai.exceptions import ModelHTTPError
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from tests.clients.asking import PROOF, QUESTION, STRANGERS, TOLD, WANTS_A_PERSON, WITHOUT_PROOF, Served, tells_nothing


class Result(BaseModel):
    reply: str
    outcome: str


@pytest.fixture
def model(sdk: AsyncOpenAI, served: Served) -> OpenAIChatModel:
    return OpenAIChatModel(served.agent, provider=OpenAIProvider(openai_client=sdk))


async def test_the_owner_hears_the_shops_words(model: OpenAIChatModel) -> None:
    agent = Agent(model, instructions="You help customers of a lamp shop.")
    result = await agent.run(QUESTION)
    assert TOLD in result.output
    assert result.usage.requests == 1


async def test_a_stranger_hears_nothing_of_the_order(model: OpenAIChatModel) -> None:
    assert tells_nothing((await Agent(model).run(STRANGERS)).output)


async def test_its_message_history_is_the_conversation(model: OpenAIChatModel) -> None:
    agent = Agent(model)
    first = await agent.run(WITHOUT_PROOF)
    assert tells_nothing(first.output)
    assert TOLD in (await agent.run(PROOF, message_history=first.all_messages())).output


async def test_it_streams(model: OpenAIChatModel) -> None:
    async with Agent(model).run_stream(QUESTION) as result:
        texts = [text async for text in result.stream_text()]
    assert TOLD in texts[-1]


async def test_our_result_is_its_native_output(model: OpenAIChatModel) -> None:
    agent = Agent(model, output_type=NativeOutput(Result))
    output = (await agent.run(QUESTION)).output
    assert TOLD in output.reply
    assert output.outcome == "told"


async def test_output_by_a_tool_that_must_be_called_is_refused_at_once(model: OpenAIChatModel) -> None:
    with pytest.raises(ModelHTTPError, match="tool_choice") as refused:
        await Agent(model, output_type=Result).run(QUESTION)
    assert refused.value.status_code == 400


async def test_its_handoff_tool_is_called_once_and_the_talk_goes_on(model: OpenAIChatModel) -> None:
    agent = Agent(model)
    reasons: list[str] = []

    @agent.tool_plain
    def transfer_to_human(reason: str) -> str:
        reasons.append(reason)
        return "A colleague is on the line."

    assert (await agent.run(WANTS_A_PERSON)).output
    assert len(reasons) == 1
    assert "ticket 1" in reasons[0]
