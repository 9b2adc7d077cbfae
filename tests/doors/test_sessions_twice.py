"""Sending twice at the sessions door, and claims for customers who are signed in."""

import pytest

from infra.signals.held import HELD_SECONDS
from tenants.principal import Scope
from tests.doors.developer import CHAT, SESSIONS, Developer

QUESTION = "Where is ORD-9842? It goes to 94107."
TOLD = "Out for delivery — arrives Tuesday"
LONGEST = "k" * 128


async def test_the_same_key_and_body_are_heard_once_and_answered_alike(developer: Developer) -> None:
    session = await developer.opens()
    first = await developer.says(session, QUESTION, Idempotency_Key=LONGEST)
    again = await developer.says(session, QUESTION, Idempotency_Key=LONGEST)
    assert first.data == again.data
    assert TOLD in first.data["reply"]["content"]
    assert len(developer.town.shop.calls) == 1
    assert len((await developer.ask("GET", f"{session}/messages")).data) == 2


async def test_the_same_key_with_another_body_is_refused(developer: Developer) -> None:
    session = await developer.opens()
    await developer.says(session, "hello", Idempotency_Key="one")
    other = await developer.says(session, "good bye", Idempotency_Key="one")
    assert other.refused == (409, "idempotency_key_reused")
    body = {"content": "good bye", "stream": True}
    streamed = await developer.ask("POST", f"{session}/messages", body, Idempotency_Key="one")
    assert streamed.refused == (409, "idempotency_key_reused")


async def test_the_same_key_in_another_session_is_another_message(developer: Developer) -> None:
    for text in ("hello", "good bye"):
        assert (await developer.says(await developer.opens(), text, Idempotency_Key="one")).status == 200


@pytest.mark.parametrize("key", ["", "k" * 129, "a\tb", "schlüssel"])
async def test_a_key_that_is_no_name_is_refused(developer: Developer, key: str) -> None:
    session = await developer.opens()
    opening = {"agentId": developer.town.agent}
    for path, body in ((f"{session}/messages", {"content": "hello"}), (SESSIONS, opening)):
        reply = await developer.ask("POST", path, body, Idempotency_Key=key)
        assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), "Idempotency-Key")


async def test_a_told_reply_is_gone_after_a_minute_and_a_plain_one_is_not(developer: Developer) -> None:
    session = await developer.opens()
    greeted = await developer.says(session, "hello", Idempotency_Key="plain")
    told = await developer.says(session, QUESTION, Idempotency_Key="told")
    developer.town.clock.pass_(HELD_SECONDS - 1)
    assert (await developer.says(session, QUESTION, Idempotency_Key="told")).data == told.data
    developer.town.clock.pass_(1)
    gone = (await developer.says(session, QUESTION, Idempotency_Key="told")).data
    assert (gone["seq"], gone["reply"]["seq"]) == (told.data["seq"], told.data["reply"]["seq"])
    assert (gone["reply"]["content"], gone["reply"]["disclosed"]) == (None, "expired")
    plain = (await developer.says(session, "hello", Idempotency_Key="plain")).data
    assert plain["reply"]["content"] == greeted.data["reply"]["content"]
    assert len(developer.town.shop.calls) == 1


async def test_a_session_is_opened_once_under_a_key_which_is_its_holders_own(developer: Developer) -> None:
    opening = {"agentId": developer.town.agent, "user": "ada"}
    first = await developer.ask("POST", SESSIONS, opening, Idempotency_Key="open")
    again = await developer.ask("POST", SESSIONS, opening, Idempotency_Key="open")
    assert (first.status, again.status) == (201, 201)
    assert first.data == again.data
    other = await developer.ask("POST", SESSIONS, {**opening, "user": "bob"}, Idempotency_Key="open")
    assert other.refused == (409, "idempotency_key_reused")
    _, another = await developer.takes_key(*CHAT)
    theirs = await developer.ask("POST", SESSIONS, opening, key=another, Idempotency_Key="open")
    assert theirs.data["id"] != first.data["id"]


async def test_claims_count_as_signed_from_a_key_that_may_assert_them(developer: Developer) -> None:
    _, trusted = await developer.takes_key(*CHAT, Scope.IDENTITY_ASSERT)
    body = {"content": "Where is ORD-9842?", "claims": {"zip": "94107"}}
    session = await developer.opens()
    assert (await developer.ask("POST", f"{session}/messages", body)).refused == (403, "scope_missing")
    told = await developer.ask("POST", f"{session}/messages", body, key=trusted)
    assert TOLD in told.data["reply"]["content"]
    assert developer.town.shop.calls[-1]["context"] == {"zip": "94107"}


@pytest.mark.parametrize(("factor", "value"), [("email", "nobody"), ("zip", "?"), ("phone", "12")])
async def test_a_claim_that_is_none_is_refused_without_its_value(developer: Developer, factor: str, value: str) -> None:
    _, trusted = await developer.takes_key(*CHAT, Scope.IDENTITY_ASSERT)
    body = {"content": "Where is ORD-9842?", "claims": {factor: value}}
    reply = await developer.ask("POST", f"{await developer.opens()}/messages", body, key=trusted)
    assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), f"claims.{factor}")
    assert value not in reply.body["detail"].removesuffix(".")
