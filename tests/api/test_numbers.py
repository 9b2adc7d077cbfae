"""Phone numbers over HTTP: which assistant answers on which line."""

from typing import Any

import pytest

from tests.api.estate import NOWHERE, TWILIO
from tests.api.operator import Operator

NUMBER = "+14155552671"


@pytest.fixture
async def wanted(operator: Operator) -> dict[str, Any]:
    """What to ask for, once there is a telephone account."""
    assert (await operator.post("/integrations/twilio/connect", TWILIO)).status == 201
    return {"e164": NUMBER, "agentId": operator.town.agent}


async def test_without_a_telephone_account_there_are_no_lines(operator: Operator) -> None:
    body = {"e164": NUMBER, "agentId": operator.town.agent}
    assert (await operator.post("/numbers", body)).refused == (409, "no_telephone_account")


async def test_a_line_is_made_changed_and_taken_away(operator: Operator, wanted: dict[str, Any]) -> None:
    made = await operator.post("/numbers", wanted)
    line = f"/numbers/{made.data['id']}"
    how = {name: made.data[name] for name in ("e164", "agentId", "mode", "voice", "language")}
    assert how == {**wanted, "mode": "gather", "voice": None, "language": "en-US"}
    for step in ("incoming", "status", "fallback"):
        assert made.data[f"{step}Url"] == f"https://voice.lamps.example/voice/{made.data['id']}/{step}"
    changes = {"mode": "relay", "voice": "Polly.Joanna-Neural", "language": "en-GB"}
    changed = (await operator.patch(line, changes)).data
    assert changes.items() <= changed.items()
    assert (await operator.patch(line, {"voice": None})).data["voice"] is None
    assert (await operator.patch(line, {})).data["mode"] == "relay"
    assert (await operator.delete(line)).status == 204
    for reply in (await operator.get(line), await operator.delete(line), await operator.patch(line, {})):
        assert reply.refused == (404, "not_found")
    assert (await operator.post("/numbers", wanted)).status == 201


async def test_a_number_is_one_line_of_a_tenant(operator: Operator, wanted: dict[str, Any]) -> None:
    assert (await operator.post("/numbers", wanted)).status == 201
    assert (await operator.post("/numbers", wanted)).refused == (409, "exists_already")


async def test_two_tenants_may_claim_the_same_number_and_learn_nothing_of_each_other(
    operator: Operator, rival: Operator, wanted: dict[str, Any]
) -> None:
    """Whose a call is says the account that signs it."""
    await operator.post("/numbers", wanted)
    await rival.post("/integrations/twilio/connect", TWILIO)
    agent = (await rival.post("/agents", {"name": "Rival"})).data["id"]
    assert (await rival.post("/numbers", {**wanted, "agentId": agent})).status == 201


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"e164": "415 555 2671"}, "e164"),
        ({"e164": "+1415"}, "e164"),
        ({"e164": "+14155552671x9"}, "e164"),
        ({"mode": "sms"}, "mode"),
        ({"voice": "<Say>"}, "voice"),
        ({"language": "english"}, "language"),
        ({"agentId": ""}, "agentId"),
        ({"tenantId": 1}, "tenantId"),
    ],
)
async def test_what_a_line_cannot_be_is_refused(
    operator: Operator, wanted: dict[str, Any], more: dict[str, Any], field: str
) -> None:
    reply = await operator.post("/numbers", {**wanted, **more})
    assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), field)
    assert (await operator.get("/numbers")).data == []


async def test_a_line_leads_to_an_agent_that_is_there(operator: Operator, wanted: dict[str, Any]) -> None:
    nobody = NOWHERE["agents"]
    assert (await operator.post("/numbers", {**wanted, "agentId": nobody})).refused == (404, "not_found")
    line = (await operator.post("/numbers", wanted)).data
    assert (await operator.patch(f"/numbers/{line['id']}", {"agentId": nobody})).refused == (404, "not_found")
    assert (await operator.get(f"/numbers/{line['id']}")).data == line


async def test_a_tenant_has_at_most_a_hundred_lines(operator: Operator, wanted: dict[str, Any]) -> None:
    for number in range(100):
        assert (await operator.post("/numbers", {**wanted, "e164": f"+141555527{number:02}"})).status == 201
    assert (await operator.post("/numbers", {**wanted, "e164": "+14155552900"})).refused == (409, "limit_reached")
