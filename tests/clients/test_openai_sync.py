"""The OpenAI SDK, sync: the same over a transport of its own, in a thread beside the server."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from openai import OpenAI
from openai.types.chat import ChatCompletionMessageParam

from tests.clients.asking import PROOF, QUESTION, STRANGERS, TOLD, WITHOUT_PROOF, Served, tells_nothing

T = TypeVar("T")


async def with_client(served: Served, use: Callable[[OpenAI], T]) -> T:
    """Use a client in a thread: it would block the server that it waits for."""

    def run() -> T:
        with OpenAI(base_url=served.base_url, api_key=served.key, max_retries=0) as client:
            return use(client)

    return await asyncio.to_thread(run)


def ask(client: OpenAI, served: Served, *texts: str) -> str:
    """Say these one after the other; returns the last reply."""
    messages: list[ChatCompletionMessageParam] = []
    heard = ""
    for text in texts:
        messages.append({"role": "user", "content": text})
        heard = client.chat.completions.create(model=served.agent, messages=messages).choices[0].message.content or ""
        messages.append({"role": "assistant", "content": heard})
    return heard


async def test_the_owner_hears_the_shops_words(served: Served) -> None:
    assert TOLD in await with_client(served, lambda client: ask(client, served, QUESTION))


async def test_a_stranger_hears_nothing_of_the_order(served: Served) -> None:
    assert tells_nothing(await with_client(served, lambda client: ask(client, served, STRANGERS)))


async def test_the_history_is_the_conversation(served: Served) -> None:
    assert TOLD in await with_client(served, lambda client: ask(client, served, WITHOUT_PROOF, PROOF))


async def test_it_streams(served: Served) -> None:
    def stream(client: OpenAI) -> str:
        chunks = client.chat.completions.create(
            model=served.agent, messages=[{"role": "user", "content": QUESTION}], stream=True
        )
        return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)

    assert TOLD in await with_client(served, stream)


async def test_the_stream_helper_ends_with_the_whole_reply(served: Served) -> None:
    def stream(client: OpenAI) -> str:
        with client.chat.completions.stream(
            model=served.agent, messages=[{"role": "user", "content": QUESTION}]
        ) as events:
            return events.get_final_completion().choices[0].message.content or ""

    assert TOLD in await with_client(served, stream)


async def test_models_are_listed_and_retrieved(served: Served) -> None:
    def models(client: OpenAI) -> list[str]:
        return [client.models.retrieve(model.id).id for model in client.models.list()]

    assert await with_client(served, models) == [served.agent]
