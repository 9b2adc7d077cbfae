"""curl, as a developer types it: plain, with the form header it sends by itself, and streamed."""

import asyncio
import json
from typing import Any

from tests.clients.asking import QUESTION, STRANGERS, TOLD, Served, tells_nothing


def body(served: Served, text: str, **other: object) -> str:
    return json.dumps({"model": served.agent, "messages": [{"role": "user", "content": text}], **other})


async def curl(served: Served, *arguments: str, path: str = "/v1/chat/completions") -> str:
    """What curl prints; its own configuration and proxies left out."""
    process = await asyncio.create_subprocess_exec(
        "curl", "-q", "-sS", "--noproxy", "*", "-H", f"Authorization: Bearer {served.key}", *arguments,
        served.url + path, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    printed, _ = await process.communicate()
    assert process.returncode == 0
    return printed.decode()


def content(printed: str) -> str:
    reply: dict[str, Any] = json.loads(printed)
    return str(reply["choices"][0]["message"]["content"])


async def test_the_owner_hears_the_shops_words(served: Served) -> None:
    printed = await curl(served, "-H", "Content-Type: application/json", "-d", body(served, QUESTION))
    assert TOLD in content(printed)


async def test_a_forgotten_content_type_is_forgiven(served: Served) -> None:
    assert TOLD in content(await curl(served, "-d", body(served, QUESTION)))


async def test_a_stranger_hears_nothing_of_the_order(served: Served) -> None:
    assert tells_nothing(content(await curl(served, "-d", body(served, STRANGERS))))


async def test_a_stream_is_lines_of_data_and_ends_with_done(served: Served) -> None:
    printed = await curl(served, "-N", "-i", "-d", body(served, QUESTION, stream=True))
    head, _, stream = printed.replace("\r\n", "\n").partition("\n\n")
    assert "content-type: text/event-stream" in head.lower()
    assert stream.endswith("data: [DONE]\n\n")
    chunks = [json.loads(line.removeprefix("data: ")) for line in stream.split("\n\n")[:-2]]
    assert TOLD in "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)


async def test_models_are_listed(served: Served) -> None:
    printed = await curl(served, path="/v1/models")
    assert [model["id"] for model in json.loads(printed)["data"]] == [served.agent]


async def test_an_error_is_an_object_with_all_four_keys(served: Served) -> None:
    printed = await curl(served, "-d", "{", path="/v1/chat/completions")
    assert set(json.loads(printed)["error"]) == {"message", "type", "param", "code"}
