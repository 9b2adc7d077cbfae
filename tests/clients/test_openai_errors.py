"""The exception that the OpenAI SDK makes of each of our errors, with the words a developer is to read."""

import pytest
from openai import (
    AsyncOpenAI,
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
)
from openai.types.chat import ChatCompletionMessageParam

from tenants.principal import Scope
from tests.clients.asking import QUESTION, Served
from tests.clients.conftest import KeyWith
from tests.world.town import Town

HELLO: list[ChatCompletionMessageParam] = [{"role": "user", "content": "hello"}]


async def test_a_wrong_key_is_an_authentication_error(sdk: AsyncOpenAI, served: Served) -> None:
    with pytest.raises(AuthenticationError, match="Incorrect API key provided") as refused:
        await sdk.with_options(api_key="wb_sk_live_wrong").chat.completions.create(model=served.agent, messages=HELLO)
    assert (refused.value.code, refused.value.type) == ("invalid_api_key", "invalid_request_error")
    assert refused.value.request_id


async def test_an_unknown_model_is_not_found_and_the_error_names_the_known_ones(
    sdk: AsyncOpenAI, served: Served
) -> None:
    with pytest.raises(NotFoundError, match=served.agent) as refused:
        await sdk.chat.completions.create(model="gpt-5.4", messages=HELLO)
    assert (refused.value.code, refused.value.param) == ("model_not_found", "model")
    with pytest.raises(NotFoundError) as refused:
        await sdk.models.retrieve("gpt-5.4")
    assert refused.value.code == "model_not_found"


async def test_an_api_we_do_not_have_says_which_one_we_do(sdk: AsyncOpenAI, served: Served) -> None:
    with pytest.raises(NotFoundError, match="/v1/chat/completions") as refused:
        await sdk.responses.create(model=served.agent, input="hello")
    assert refused.value.code == "unknown_url"


async def test_what_cannot_be_met_is_a_bad_request_that_names_the_parameter(sdk: AsyncOpenAI, served: Served) -> None:
    with pytest.raises(BadRequestError) as refused:
        await sdk.chat.completions.create(model=served.agent, messages=HELLO, n=2)
    assert (refused.value.param, refused.value.code) == ("n", "unsupported_value")
    with pytest.raises(BadRequestError) as refused:
        await sdk.chat.completions.create(model=served.agent, messages=[])
    assert refused.value.param == "messages"


async def test_a_refusal_is_raised_before_a_stream_begins(sdk: AsyncOpenAI) -> None:
    with pytest.raises(NotFoundError):
        await sdk.chat.completions.create(model="gpt-5.4", messages=HELLO, stream=True)


async def test_a_key_that_may_only_read_is_denied(sdk: AsyncOpenAI, served: Served, key_with: KeyWith) -> None:
    reader = sdk.with_options(api_key=await key_with(Scope.CHAT_READ))
    with pytest.raises(PermissionDeniedError, match="chat:write"):
        await reader.chat.completions.create(model=served.agent, messages=HELLO)
    assert [model.id async for model in reader.models.list()] == [served.agent]


async def test_a_key_that_may_only_write_lists_no_models(sdk: AsyncOpenAI, served: Served, key_with: KeyWith) -> None:
    writer = sdk.with_options(api_key=await key_with(Scope.CHAT_WRITE))
    with pytest.raises(PermissionDeniedError, match="chat:read"):
        await writer.models.list()
    assert (await writer.chat.completions.create(model=served.agent, messages=HELLO)).choices


async def test_too_many_requests_are_a_rate_limit_error_that_says_when(strict: Served) -> None:
    async with AsyncOpenAI(base_url=strict.base_url, api_key=strict.key, max_retries=0) as client:
        with pytest.raises(RateLimitError) as refused:
            for _ in range(4):
                await client.chat.completions.create(model=strict.agent, messages=HELLO)
    assert refused.value.code == "rate_limit_exceeded"
    assert 0 < int(refused.value.response.headers["retry-after"]) <= 60
    assert int(refused.value.response.headers["retry-after-ms"]) > 0


async def test_a_refused_question_was_never_asked_at_the_shop(sdk: AsyncOpenAI, served: Served, town: Town) -> None:
    with pytest.raises(BadRequestError) as refused:
        await sdk.chat.completions.create(
            model=served.agent, messages=[{"role": "user", "content": QUESTION}], tool_choice="required"
        )
    assert refused.value.param == "tool_choice"
    assert town.shop.calls == []
