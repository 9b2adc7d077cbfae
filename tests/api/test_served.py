"""What the doors serve: published versions only, the newest policy always, and whatever was changed, at once."""

import pytest

from tenants import tenancy
from tenants.plans import Plan
from tests.api.operator import Operator
from tests.api.test_publishing import skills

ASKED = "Where is ORD-9842? 94107"
TOLD = "Out for delivery"


async def says(operator: Operator, session: str, text: str) -> str:
    reply = await operator.post(f"/chat/sessions/{session}/messages", {"content": text})
    assert reply.status == 200, reply.body
    return str(reply.data["reply"]["content"])


async def opens(operator: Operator) -> str:
    opened = await operator.post("/chat/sessions", {"agentId": operator.town.agent})
    return str(opened.data["id"])


async def asks(operator: Operator, text: str = ASKED) -> str:
    """What a new customer hears."""
    return await says(operator, await opens(operator), text)


@pytest.fixture
def agent(operator: Operator) -> str:
    """The town's agent, which is published and served."""
    return f"/agents/{operator.town.agent}"


async def test_no_door_serves_what_was_never_published(operator: Operator) -> None:
    draft = (await operator.post("/agents", {"name": "Draft"})).data["id"]
    assert (await operator.post("/chat/sessions", {"agentId": draft})).refused == (409, "no_published_version")
    body = {"model": draft, "messages": [{"role": "user", "content": "hi"}]}
    reply = await operator.ask("POST", "/v1/chat/completions", body, root="")
    assert (reply.status, reply.body["error"]["code"]) == (404, "model_not_found")
    listed = await operator.ask("GET", "/v1/models", root="")
    assert [model["id"] for model in listed.body["data"]] == [operator.town.agent]
    await operator.put(f"/agents/{draft}/caller-verification", {"endpointVerifies": True})
    assert (await operator.post(f"/agents/{draft}/publish")).status == 201
    assert (await operator.ask("POST", "/v1/chat/completions", body, root="")).status == 200


async def test_a_draft_changes_nothing_until_it_is_published(operator: Operator, agent: str) -> None:
    assert TOLD in await asks(operator)
    await operator.delete(skills(agent))
    await operator.put(f"{agent}/guardrails", {"replaceWords": [{"when": "order", "say": "parcel"}]})
    assert TOLD in await asks(operator)
    await operator.post(f"{agent}/publish")
    assert TOLD not in await asks(operator)


async def test_a_conversation_ends_on_the_version_it_began_with(operator: Operator, agent: str) -> None:
    session = await opens(operator)
    await operator.delete(skills(agent))
    await operator.post(f"{agent}/publish")
    assert TOLD in await says(operator, session, ASKED)
    assert (await operator.get(f"/chat/sessions/{session}")).data["agentVersion"] == 1
    operator.town.clock.pass_(31 * 60)
    assert TOLD not in await says(operator, session, ASKED)


async def test_policy_and_guardrails_are_always_the_newest_that_were_published(operator: Operator, agent: str) -> None:
    session = await opens(operator)
    assert TOLD in await says(operator, session, ASKED)
    await operator.put(f"{agent}/caller-verification", {"require": "all", "endpointVerifies": True})
    assert TOLD in await says(operator, session, ASKED)
    await operator.post(f"{agent}/publish")
    assert TOLD not in await says(operator, session, ASKED)
    assert TOLD in await says(operator, session, "jane.doe@example.com")
    assert "UPS" in await says(operator, session, "who is the carrier?")
    await operator.put(f"{agent}/guardrails", {"disclose": ["eta"]})
    await operator.post(f"{agent}/publish")
    assert "UPS" not in await says(operator, session, "who is the carrier?")


async def test_a_disconnected_shop_is_asked_no_more(operator: Operator) -> None:
    session = await opens(operator)
    assert TOLD in await says(operator, session, ASKED)
    asked = len(operator.town.shop.calls)
    await operator.delete("/integrations/generic_https")
    assert TOLD not in await says(operator, session, ASKED)
    assert len(operator.town.shop.calls) == asked


@pytest.mark.parametrize("plan", [Plan.STARTER, Plan.GROWTH])
@pytest.mark.parametrize("door", ["sessions", "completions"])
async def test_a_plan_without_lookups_is_told_kindly_and_no_request_leaves(
    operator: Operator, plan: Plan, door: str
) -> None:
    town = operator.town
    visitor = await town.visitor(door, "ada")
    assert TOLD in await visitor.say(ASKED)
    asked = len(town.shop.calls)
    await town.house.store.write(lambda tx: tenancy.change_plan(tx, town.tenant, plan))
    assert "feature isn't enabled" in await visitor.say(ASKED)
    assert len(town.shop.calls) == asked
    await town.house.store.write(lambda tx: tenancy.change_plan(tx, town.tenant, Plan.CUSTOM))
    assert TOLD in await visitor.say(ASKED)


async def test_a_rollback_is_served_at_once(operator: Operator, agent: str) -> None:
    await operator.delete(skills(agent))
    await operator.post(f"{agent}/publish")
    assert TOLD not in await asks(operator)
    await operator.post(f"{agent}/rollback", {"version": 1})
    assert TOLD in await asks(operator)


async def test_another_process_serves_what_was_published_from_the_next_request_on(
    operator: Operator, agent: str
) -> None:
    """No time passes between publishing here and asking there; the promise is a second."""
    there = await operator.beside()
    assert TOLD in await asks(there)
    await operator.delete(skills(agent))
    await operator.post(f"{agent}/publish")
    assert TOLD not in await asks(there)
    key = (await operator.post("/keys", {"name": "Other", "scopes": ["agents:read"]})).data
    assert (await there.ask("GET", "/agents", key=key["secret"])).status == 200
    await operator.delete(f"/keys/{key['id']}")
    assert (await there.ask("GET", "/agents", key=key["secret"])).refused == (401, "wrong_key")
    await there.leaves()
