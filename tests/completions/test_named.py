"""Conversations that a client names, messages it sends again, and claims it makes for a customer."""

from typing import Any

import orjson
import pytest
from aiohttp.test_utils import TestClient

from journal.conversation import Door
from journal.journal import Words, new_conversation_id
from tests.completions.door import AGENT, URL, House, asking, turn
from turns.visit import Visit
from verification.policy import Claim, Factor

Client = TestClient[Any, Any]
VISIT = Visit(AGENT, "key_good", Door.COMPLETIONS)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"X-Conversation-Id": "c-1"}, {"conversation_id": "c-2"}),
        ({}, {"conversation_id": "c-1", "metadata": {"conversation_id": "c-2"}}),
        ({}, {"metadata": {"conversation_id": "c-1"}}),
    ],
)
async def test_a_named_conversation_is_kept_and_its_name_is_echoed(
    client: Client, house: House, headers: dict[str, str], body: dict[str, object]
) -> None:
    response = await client.post(URL, json=asking("hi", **body), headers=headers)
    assert response.headers["X-Conversation-Id"] == "c-1"
    assert (await response.json())["waybill"]["conversation_id"] == "c-1"
    (conversation_id,) = house.turns.conversations
    found = await house.journal.load(1, conversation_id)
    assert found is not None
    assert (found.agent_id, found.key_id, found.door) == ("agt_1", "key_good", Door.COMPLETIONS)
    assert found.caller == house.turns.visits[0].caller


async def test_without_a_name_nothing_is_kept_or_echoed(client: Client, house: House) -> None:
    response = await client.post(URL, json=asking("hi", user="ada"))
    assert "X-Conversation-Id" not in response.headers
    assert "conversation_id" not in (await response.json())["waybill"]
    assert house.turns.conversations == []


async def test_a_name_belongs_to_its_key_and_assistant(house: House) -> None:
    first = await house.naming.conversation(VISIT, "c")
    assert (await house.naming.conversation(VISIT, "c")).conversation_id == first.conversation_id
    assert (await house.naming.conversation(VISIT, "d")).conversation_id != first.conversation_id
    other = Visit(AGENT, "key_other", Door.COMPLETIONS)
    assert (await house.naming.conversation(other, "c")).conversation_id != first.conversation_id
    assert len(first.conversation_id) == len(new_conversation_id())


async def hear(house: House, text: str, *, retried: bool, key: str | None = None) -> bool:
    """Send a message once; whether it is one that was heard before."""
    conversation = await house.naming.conversation(VISIT, "c")
    delivery = await house.naming.delivery(conversation, text, key=key, retried=retried)
    if await house.journal.delivered(conversation, delivery.client_key):
        return True
    await house.journal.hear(conversation, Words(text, house.now, delivery), conversation.said)
    return False


async def test_a_message_sent_again_is_known(house: House) -> None:
    assert not await hear(house, "yes", retried=False)
    assert await hear(house, "yes", retried=True)


async def test_the_same_words_said_anew_are_new(house: House) -> None:
    assert not await hear(house, "yes", retried=False)
    assert not await hear(house, "yes", retried=False)
    assert not await hear(house, "no", retried=True)
    house.now += 121
    assert not await hear(house, "no", retried=True)


async def test_a_message_with_a_name_is_known_by_it(house: House) -> None:
    assert not await hear(house, "yes", retried=False, key="k-1")
    assert await hear(house, "yes", retried=False, key="k-1")
    assert not await hear(house, "yes", retried=False, key="k-2")


@pytest.mark.parametrize(
    ("headers", "prefix"),
    [({"x-stainless-retry-count": "0"}, "try/0/"), ({"Idempotency-Key": "k"}, "key/"), ({}, None)],
)
async def test_only_clients_that_count_or_name_can_send_again(
    client: Client, house: House, headers: dict[str, str], prefix: str | None
) -> None:
    await client.post(URL, json=asking("hi", conversation_id="c"), headers=headers)
    (words,) = house.turns.words
    assert words is not None
    assert (words.delivery is None) == (prefix is None)
    assert prefix is None or (words.delivery and words.delivery.client_key.startswith(prefix))


async def test_an_answer_that_is_gone_is_offered_anew(client: Client, house: House) -> None:
    house.turns.answer = turn(None, disclosed=True)
    reply = await (await client.post(URL, json=asking("hi", conversation_id="c"))).json()
    assert "look it up again" in reply["choices"][0]["message"]["content"]


async def test_a_turn_that_a_newer_one_answers_may_be_tried_again(client: Client, house: House) -> None:
    house.turns.answer = turn(None, superseded=True)
    response = await client.post(URL, json=asking("hi", conversation_id="c"))
    assert (response.status, (await response.json())["error"]["code"]) == (409, "conversation_busy")


async def test_a_caller_is_told_apart_by_user_then_safety_identifier_then_conversation(
    client: Client, house: House
) -> None:
    for body in (
        {"user": "a", "safety_identifier": "b", "conversation_id": "c"},
        {"user": "a"},
        {"safety_identifier": "a"},
        {"conversation_id": "a"},
        {"safety_identifier": "b", "conversation_id": "a"},
        {},
    ):
        await client.post(URL, json=asking("hi", **body))
    first, *same, other, none = [visit.caller for visit in house.turns.visits]
    assert [*same] == [first] * 3
    assert other not in {first, None}
    assert none is None
    assert first is not None
    assert len(first) == 32


CLAIMS = {"email": "Jane.Doe@Example.com", "zip": "94107-1234"}


@pytest.mark.parametrize("way", ["header", "metadata"])
async def test_a_trusted_key_makes_claims_for_the_customer(client: Client, house: House, way: str) -> None:
    headers = {"Authorization": "Bearer trusted"}
    if way == "header":
        response = await client.post(
            URL, json=asking("hi"), headers={**headers, "X-Waybill-Claims": orjson.dumps(CLAIMS).decode()}
        )
    else:
        response = await client.post(URL, json=asking("hi", metadata={"waybill_claims": CLAIMS}), headers=headers)
    assert response.status == 200
    assert house.turns.visits[0].asserted == (
        Claim(Factor.EMAIL, "jane.doe@example.com", house.now, signed=True),
        Claim(Factor.ZIP, "94107", house.now, signed=True),
    )


async def test_any_other_key_may_not_claim(client: Client, house: House) -> None:
    response = await client.post(URL, json=asking("hi", metadata={"waybill_claims": CLAIMS}))
    assert (response.status, (await response.json())["error"]["type"]) == (403, "permission_error")
    assert house.turns.visits == []


@pytest.mark.parametrize(
    "claims", ["x", "[]", '{"email": 1}', '{"name": "Jane"}', '{"zip": "?"}', '{"email": "' + "x" * 300 + '"}', "\xff"]
)
async def test_malformed_claims_are_refused_without_repeating_them(client: Client, house: House, claims: str) -> None:
    headers = {"Authorization": "Bearer trusted", "X-Waybill-Claims": claims}
    response = await client.post(URL, json=asking("hi"), headers=headers)
    assert (response.status, (await response.json())["error"]["type"]) == (400, "invalid_request_error")
    assert "xxx" not in await response.text()
    assert house.turns.visits == []
