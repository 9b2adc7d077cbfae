"""Sending the same creation twice: it happens once, and no secret is shown a second time."""

import asyncio

import pytest

from tests.api.estate import URL, Estate, bodies, filled, name, operations
from tests.api.operator import Operator, Reply
from tests.api.test_lists import MAKES

KEY = {"Idempotency-Key": "order-17"}
SHOW_A_SECRET = {
    "POST /keys",
    "POST /agents/{id}/identity-secrets",
    "POST /webhooks",
    "POST /webhooks/{id}/rotate",
    "POST /integrations/{kind}/connect",
}
ANEW = {"POST /numbers": "/numbers", "POST /members": "/members"}


async def made(estate: Estate, what: str, **headers: str) -> Reply:
    """One creation, with a body that can be had once more."""
    (operation,) = [each for each in operations(estate.owner) if name(each) == what]
    body = bodies(estate.owner, estate.ids)[what]
    if what in ANEW:
        body = MAKES[ANEW[what]](3, estate)
    if what == "POST /tickets/{id}/reply":
        claiming = {"memberId": estate.ids["members"]}
        assert (await estate.owner.post(filled("/tickets/{id}/claim", estate.ids), claiming)).status == 200
    if what == "POST /integrations/{kind}/connect":
        body = {**body, "credentials": {"secret": "generate"}}  # type: ignore[dict-item]  # it is a dict
    return await estate.owner.post(filled(operation.path, estate.ids), body, **headers)


async def test_every_creation_happens_once_under_one_name(estate: Estate) -> None:
    for operation in operations(estate.owner):
        if not operation.creates:
            continue
        what = name(operation)
        named = {"Idempotency-Key": what}
        first, again = await made(estate, what, **named), await made(estate, what, **named)
        assert first.status == again.status == operation.status, (what, first.body, again.body)
        if what in SHOW_A_SECRET:
            assert first.data["secret"], what
            assert again.data["secret"] is None, what
            for shown_once in ("secret", "test", "warnings"):
                first.data.pop(shown_once, None)
                again.data.pop(shown_once, None)
        assert again.data == first.data, what


async def test_the_same_name_for_something_else_is_refused_and_makes_nothing(estate: Estate) -> None:
    owner = estate.owner
    await owner.post("/agents", {"name": "First"}, **KEY)
    before = await owner.pages("/agents", 100)
    others = [
        ("/agents", {"name": "Second"}),
        ("/agents", b'{"name": "First" }'),
        ("/keys", {"name": "First", "scopes": ["chat:read"]}),
        (f"/agents/{estate.ids['agents']}/publish", {"name": "First"}),
        ("/members", {"name": "First", "email": "x@example.com", "role": "owner"}),
        (f"/agents/{estate.ids['agents']}/publish", None),
    ]
    for path, body in others:
        reply = await owner.post(path, body, **KEY)
        expected = (400, "invalid_request") if body == {"name": "First"} else (409, "idempotency_key_reused")
        assert reply.refused == expected, path
    assert await owner.pages("/agents", 100) == before


async def test_what_was_refused_may_be_sent_again_under_its_name(operator: Operator) -> None:
    body = {"e164": "+14155552671", "agentId": operator.town.agent}
    assert (await operator.post("/numbers", body, **KEY)).refused == (409, "no_telephone_account")
    twilio = {"credentials": {"accountSid": "AC" + "0" * 32, "authToken": "a-token-of-the-tests"}}
    await operator.post("/integrations/twilio/connect", twilio)
    assert (await operator.post("/numbers", body, **KEY)).status == 201


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/keys", {"name": "Once", "scopes": ["chat:read"]}),
        ("/integrations/generic_https/connect", {"credentials": {"secret": "generate"}, "settings": {"url": URL}}),
    ],
)
async def test_sent_ten_times_at_once_it_is_made_once(rival: Operator, path: str, body: dict[str, object]) -> None:
    replies = await asyncio.gather(*(rival.post(path, body, **KEY) for _ in range(10)))
    assert {reply.status for reply in replies} == {201}
    assert len({reply.data["id"] for reply in replies}) == 1
    assert len([reply for reply in replies if reply.data["secret"]]) == 1


@pytest.mark.parametrize("key", ["", " ", "a" * 129, "schl\u00fcssel", "a\tb"])
async def test_a_name_is_visible_ascii(operator: Operator, key: str) -> None:
    reply = await operator.post("/agents", {"name": "Named"}, **{"Idempotency-Key": key})
    assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), "Idempotency-Key")
