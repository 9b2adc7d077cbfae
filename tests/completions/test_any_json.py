"""Whatever is sent, the answer is a reply or a refusal, never a fault of ours."""

import asyncio
from typing import Any

import orjson
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.completions.asking import Ask
from channels.completions.errors import Refused
from channels.completions.paths import is_ours, tidy_path
from channels.completions.request import CompletionRequest
from conversation.effects import Noted
from escalation.reasons import Reason
from tests.completions.door import turn

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
ROLES = st.sampled_from(["user", "assistant", "system", "tool", "function", "boss", 7])
PARTS = st.fixed_dictionaries({"type": st.sampled_from(["text", "image_url", 1])}, optional={"text": JSON})
CALLS = st.lists(st.fixed_dictionaries({}, optional={"id": JSON, "function": st.fixed_dictionaries({"name": JSON})}))
MESSAGES = st.fixed_dictionaries(
    {"role": ROLES}, optional={"content": st.text() | st.lists(PARTS) | JSON, "tool_calls": CALLS, "tool_call_id": JSON}
)
FUNCTIONS = st.fixed_dictionaries({"name": st.sampled_from(["transfer_to_x", "f"])}, optional={"parameters": JSON})
FORMATS = st.fixed_dictionaries(
    {"type": st.sampled_from(["text", "json_object", "json_schema"])},
    optional={"json_schema": st.fixed_dictionaries({"schema": JSON}) | JSON},
)
ANY_FIELDS = {name: JSON for name in CompletionRequest.model_fields if name not in {"model", "messages"}}
REQUESTS = st.fixed_dictionaries(
    {"model": st.just("agt_1"), "messages": st.lists(MESSAGES, min_size=1, max_size=4)},
    optional={
        **ANY_FIELDS,
        "tools": st.lists(st.fixed_dictionaries({"function": FUNCTIONS}), max_size=2),
        "response_format": FORMATS,
        "stop": st.text() | st.lists(st.text(), max_size=5),
        "metadata": st.dictionaries(st.sampled_from(["conversation_id", "waybill_claims", "x"]), JSON),
    },
)
NOTED = turn("Noted, for now.", noted=Noted("tkt_1", 7, Reason.LOST))


def answer(body: bytes, headers: dict[str, str] | None = None) -> Ask | None:
    """What is made of a body; the reply to it must be whole."""
    request = make_mocked_request("POST", "/v1/chat/completions", headers=headers or {})
    assert isinstance(request, web.Request)
    try:
        ask = Ask.of(request, body, {"transferCall"})
    except Refused as refused:
        assert refused.status == 400
        refused.sentence.encode()
        return None
    reply = orjson.loads(ask.reply(1).completion(NOTED))
    assert reply["choices"][0]["message"]["content"]
    assert ask.reply(1).closing(NOTED).endswith(b"data: [DONE]\n\n")
    return ask


def test_any_bytes_are_answered() -> None:
    @given(st.binary() | JSON.map(orjson_or_none))
    def check(body: bytes) -> None:
        answer(body)

    asyncio.run(within(check))


def test_any_request_is_answered() -> None:
    @settings(max_examples=300, deadline=None)
    @given(REQUESTS, st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=40))
    def check(body: dict[str, Any], header: str) -> None:
        names = ("X-Conversation-Id", "X-Waybill-Claims", "Idempotency-Key", "x-stainless-retry-count")
        raw = orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS) if fits(body) else b"{}"
        answer(raw)
        for name in names:
            answer(raw, {name: header})

    asyncio.run(within(check))


async def within(check: Any) -> None:
    """Run a check where there is a loop: a mocked request wants one."""
    check()


def fits(value: object) -> bool:
    """Whether orjson can write it: integers of 64 bits, no surrogates."""
    try:
        orjson.dumps(value)
    except (TypeError, ValueError):
        return False
    return True


def orjson_or_none(value: object) -> bytes:
    return orjson.dumps(value) if fits(value) else b""


@given(st.text(st.sampled_from("/v1modelschatcompletions."), max_size=40))
def test_a_tidy_path_stays_as_it_is(path: str) -> None:
    tidy = tidy_path("/" + path)
    assert tidy_path(tidy) == tidy
    assert "//" not in tidy
    assert isinstance(is_ours(tidy), bool)
