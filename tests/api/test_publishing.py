"""From a draft to what customers meet: skills, versions and what each changed, the way back, what may not be served."""

from typing import Any

import pytest

from tests.api.operator import Operator
from tests.api.test_integrations import BY_ZIP, CONNECT, GENERIC, ORDER, wanted

NEW = {"name": "Order status"}
UNPROVEN = (409, "endpoint_does_not_verify")


async def agent_of(operator: Operator) -> str:
    return f"/agents/{(await operator.post('/agents', NEW)).data['id']}"


@pytest.fixture
async def agent(rival: Operator) -> str:
    """A draft of a tenant without a shop."""
    return await agent_of(rival)


def skills(agent: str, kind: str = "generic_https") -> str:
    return f"{agent}/integrations/{kind}/provision"


async def test_provisioning_turns_a_connections_actions_into_skills_however_often_it_is_asked_for(
    rival: Operator, agent: str
) -> None:
    assert (await rival.post(skills(agent), {"actions": ["lookup_order"]})).refused == (409, "not_connected")
    await rival.post(CONNECT, wanted(rival))
    first = await rival.post(skills(agent), {"actions": ["lookup_order"]})
    assert (first.status, first.data["created"], first.data["actions"]) == (201, True, ["lookup_order"])
    again = await rival.post(skills(agent), {"actions": ["lookup_order"]})
    assert (again.status, again.data["created"], again.headers["ETag"]) == (200, False, first.headers["ETag"])
    both = await rival.post(skills(agent))
    assert (both.status, both.data["actions"]) == (201, ["lookup_order", "lookup_project"])
    assert (await rival.get(agent)).data["skills"] == ["lookup_order", "lookup_project"]
    one = await rival.delete(f"{skills(agent)}?action=lookup_order")
    assert (one.status, one.data["actions"], one.data["created"]) == (200, ["lookup_project"], False)
    assert (await rival.delete(skills(agent))).data["actions"] == []
    assert (await rival.delete(skills(agent))).status == 200


async def test_only_what_the_connection_answers_can_be_provisioned(rival: Operator, agent: str) -> None:
    settings = {"url": f"{rival.shop}/status", "kinds": ["order"]}
    await rival.post(CONNECT, wanted(rival, settings=settings))
    assert (await rival.post(skills(agent), {"actions": ["lookup_project"]})).refused == (400, "invalid_request")
    assert (await rival.post(skills(agent))).data["actions"] == ["lookup_order"]
    for body in ({"actions": []}, {"actions": ["pay"]}, {"actions": "lookup_order"}, {"skills": []}):
        assert (await rival.post(skills(agent), body)).refused == (400, "invalid_request")
    for reply in (await rival.post(skills(agent, "twilio")), await rival.delete(skills(agent, "twilio"))):
        assert reply.refused == (400, "invalid_request")
    assert (await rival.get(agent)).data["skills"] == ["lookup_order"]


async def test_a_version_freezes_the_draft_and_never_changes(rival: Operator, agent: str) -> None:
    first = await rival.post(f"{agent}/publish", {"note": "Hello"})
    assert (first.status, first.data["version"], first.data["note"]) == (201, 1, "Hello")
    assert (await rival.get(agent)).data["publishedVersion"] == 1
    await rival.patch(agent, {"name": "Parcels"})
    await rival.put(f"{agent}/guardrails", {"disclose": ["eta"]})
    assert (await rival.get(f"{agent}/versions/1")).data == first.data
    second = (await rival.post(f"{agent}/publish")).data
    assert (second["version"], second["name"], second["note"]) == (2, "Parcels", None)
    assert (await rival.get(f"{agent}/versions")).data == [second, first.data]
    for number in ("0", "3", "-1", "x", "1e0", "2147483647", "9" * 30, "%31%00", "²"):
        assert (await rival.get(f"{agent}/versions/{number}")).refused == (404, "not_found"), number


async def changes(operator: Operator, path: str) -> dict[str, tuple[Any, Any]]:
    return {each["path"]: (each["before"], each["after"]) for each in (await operator.get(path)).data["changes"]}


async def test_a_difference_names_each_value_that_changed(rival: Operator, agent: str) -> None:
    await rival.post(f"{agent}/publish")
    await rival.patch(agent, {"name": "Parcels"})
    await rival.put(f"{agent}/caller-verification", {"require": "all"})
    await rival.put(f"{agent}/handoff", {"hours": {"mon": [{"opens": "09:00", "closes": "17:00"}]}})
    await rival.post(f"{agent}/publish")
    diff = f"{agent}/versions/2/diff"
    hours = {"mon": [{"opens": "09:00:00", "closes": "17:00:00"}]}
    found = {
        "/name": ("Order status", "Parcels"),
        "/policy/require": ("any", "all"),
        "/handoff/hours": (None, hours),
    }
    assert await changes(rival, diff) == await changes(rival, f"{diff}?against=1") == found
    backwards = {path: (after, before) for path, (before, after) in found.items()}
    assert await changes(rival, f"{agent}/versions/1/diff?against=2") == backwards
    assert await changes(rival, f"{diff}?against=2") == {}
    assert await changes(rival, f"{agent}/versions/1/diff") == {}
    for wrong, refused in (("against=3", 404), ("against=-1", 400), ("against=x", 400), ("from=1", 400)):
        assert (await rival.get(f"{diff}?{wrong}")).status == refused


async def test_a_rollback_serves_an_earlier_version_again_as_a_new_one(rival: Operator, agent: str) -> None:
    await rival.post(f"{agent}/publish")
    await rival.patch(agent, {"name": "Parcels"})
    await rival.post(f"{agent}/publish")
    back = await rival.post(f"{agent}/rollback", {"version": 1})
    assert (back.status, back.data["version"], back.data["name"]) == (201, 3, "Order status")
    assert back.data["note"] == "Version 1 again"
    shown = (await rival.get(agent)).data
    assert (shown["name"], shown["publishedVersion"]) == ("Parcels", 3)
    assert await changes(rival, f"{agent}/versions/3/diff?against=1") == {}
    assert (await rival.post(f"{agent}/rollback", {"version": 9})).refused == (404, "not_found")
    for body in ({}, {"version": 0}, {"version": "first"}, {"version": 2**31}, {"version": None}):
        assert (await rival.post(f"{agent}/rollback", body)).refused == (400, "invalid_request")


async def test_a_policy_that_no_one_could_meet_is_not_published(rival: Operator, agent: str) -> None:
    await rival.post(CONNECT, wanted(rival))
    refused = await rival.post(f"{agent}/publish")
    assert refused.refused == UNPROVEN
    assert (await rival.get(agent)).data["publishedVersion"] is None
    assert (await rival.get(f"{agent}/versions")).data == []


@pytest.mark.parametrize(
    ("test", "policy", "published"),
    [
        (ORDER, {}, True),
        (ORDER, {"require": "all"}, True),
        (BY_ZIP, {}, False),
        (BY_ZIP, {"factors": ["zip"]}, True),
        (BY_ZIP, {"factors": ["email"]}, False),
        (BY_ZIP, {"factors": ["zip", "phone"]}, False),
        (None, {"require": "none", "factors": []}, True),
        (None, {"endpointVerifies": True}, True),
        (None, {"endpointVerifies": True, "require": "all"}, True),
        ({**ORDER, "reference": "ORD-5000"}, {}, False),
        ({**BY_ZIP, "claims": {"zip": "94108"}}, {"factors": ["zip"]}, False),
    ],
)
async def test_what_the_shop_was_seen_to_judge_decides_what_may_be_published(
    rival: Operator, agent: str, test: dict[str, Any] | None, policy: dict[str, Any], published: bool
) -> None:
    await rival.post(CONNECT, wanted(rival, test=test))
    await rival.put(f"{agent}/caller-verification", policy)
    reply = await rival.post(f"{agent}/publish")
    assert reply.status == 201 if published else reply.refused == UNPROVEN


@pytest.mark.parametrize(
    ("policy", "published"),
    [
        ({}, True),
        ({"require": "all"}, True),
        ({"factors": ["zip", "phone"]}, True),
        ({"factors": ["phone"]}, False),
        ({"require": "all", "factors": ["zip", "phone"]}, False),
    ],
)
async def test_a_shop_that_tells_everybody_must_name_what_we_compare(
    rival: Operator, agent: str, policy: dict[str, Any], published: bool
) -> None:
    rival.town.shop.judges = False
    connected = await rival.post(CONNECT, wanted(rival, test=ORDER))
    assert (connected.data["proven"], connected.data["carries"]) == ([], ["email", "zip"])
    await rival.put(f"{agent}/caller-verification", policy)
    reply = await rival.post(f"{agent}/publish")
    assert reply.status == 201 if published else reply.refused == UNPROVEN


async def test_a_later_test_opens_the_way_to_publishing_and_a_new_shop_closes_it(rival: Operator, agent: str) -> None:
    await rival.post(CONNECT, wanted(rival))
    assert (await rival.post(f"{agent}/publish")).refused == UNPROVEN
    await rival.post(f"{GENERIC}/test", {"test": ORDER})
    assert (await rival.post(f"{agent}/publish")).status == 201
    await rival.post(CONNECT, wanted(rival, replace=True))
    assert (await rival.post(f"{agent}/publish")).refused == UNPROVEN
    assert (await rival.post(f"{agent}/rollback", {"version": 1})).refused == UNPROVEN


@pytest.mark.parametrize("body", [{"note": "x" * 501}, {"note": 1}, {"version": 7}, {"publishedVersion": 9}])
async def test_a_publication_takes_a_short_note_and_nothing_else(
    rival: Operator, agent: str, body: dict[str, Any]
) -> None:
    assert (await rival.post(f"{agent}/publish", body)).refused == (400, "invalid_request")
    assert (await rival.get(agent)).data["publishedVersion"] is None
