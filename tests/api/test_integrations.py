"""Connecting a shop, as a merchant does it: tried first, then kept; nothing secret ever comes back."""

import json
import logging
from typing import Any

import pytest

from lookup.signing import make_secret
from tests.api.estate import TWILIO, Estate, filled, operations
from tests.api.operator import Operator
from tests.world.written import written

GENERIC = "/integrations/generic_https"
CONNECT = f"{GENERIC}/connect"
JANE = {"email": "jane.doe@example.com", "zip": "94107"}
ORDER = {"reference": "ORD-9842", "claims": JANE}
BY_ZIP = {"reference": "ORD-9842", "claims": {"zip": "94107"}}


def wanted(operator: Operator, **more: object) -> dict[str, Any]:
    return {"credentials": {"secret": "generate"}, "settings": {"url": f"{operator.shop}/status"}, **more}


async def test_the_catalog_says_what_each_kind_takes(rival: Operator) -> None:
    entries = {entry["kind"]: entry for entry in (await rival.get("/integrations/catalog")).data}
    assert {kind: entry["looksUp"] for kind, entry in entries.items()} == {
        "generic_https": True,
        "shopify": True,
        "twilio": False,
    }
    assert entries["generic_https"]["settings"]["required"] == ["url"]
    assert set(entries["twilio"]["credentials"]["required"]) == {"accountSid", "authToken"}
    assert {"shop", "accessToken", "clientId", "clientSecret"} == set(entries["shopify"]["credentials"]["properties"])


async def test_a_shop_is_connected_tested_and_shown_without_its_secret(rival: Operator) -> None:
    connected = await rival.post(CONNECT, wanted(rival, test=BY_ZIP))
    assert connected.status == 201
    secret = connected.data["secret"]
    assert (len(secret), connected.data["last4"]) == (64, {"secret": secret[-4:]})
    assert [(step["got"], step["passed"]) for step in connected.data["test"]] == [
        ("ok", True),
        ("unauthorized", True),
        ("not_found", True),
    ]
    assert (connected.data["proven"], connected.data["strict"], connected.data["carries"]) == (["zip"], True, [])
    asked = rival.town.shop.calls
    assert [call["reference"] for call in asked] == ["ORD-9842", "ORD-9842", "ORD-0000"]
    assert {call["tenant_id"] for call in asked} == {rival.tenant}
    assert all("X-Coffield-Signature" in headers for headers in rival.town.shop.headers)
    shown = await rival.get(GENERIC)
    assert shown.data == connected.data | {"secret": None, "test": None}
    assert (await rival.get("/integrations")).data == [shown.data]
    assert shown.data["settings"] == {
        "url": f"{rival.shop}/status",
        "kinds": ["order", "project"],
        "timeoutSeconds": 8,
        "referencePrefixes": [],
    }


async def test_without_a_secret_nothing_is_signed_and_a_secret_of_ones_own_is_taken(rival: Operator) -> None:
    connected = await rival.post(CONNECT, wanted(rival, credentials={}, test=ORDER))
    assert (connected.data["secret"], connected.data["last4"]) == (None, {})
    assert not any("X-Coffield-Signature" in headers for headers in rival.town.shop.headers)
    own = make_secret()
    replaced = await rival.post(CONNECT, wanted(rival, credentials={"secret": own}, replace=True))
    assert (replaced.data["secret"], replaced.data["last4"]) == (None, {"secret": own[-4:]})


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"credentials": {"secret": "short"}}, "credentials.secret"),
        ({"credentials": {"secret": "ü" * 64}}, "credentials.secret"),
        ({"credentials": {"password": "x"}}, "credentials.password"),
        ({"credentials": []}, "credentials"),
        ({"settings": {}}, "settings.url"),
        ({"settings": {"url": "https://shop.example.com", "kinds": []}}, "settings.kinds"),
        ({"settings": {"url": "https://shop.example.com", "kinds": ["parcel"]}}, "settings.kinds.0"),
        ({"settings": {"url": "https://shop.example.com", "timeoutSeconds": 31}}, "settings.timeoutSeconds"),
        ({"settings": {"url": "https://shop.example.com", "timeoutSeconds": 0}}, "settings.timeoutSeconds"),
        ({"settings": {"url": "https://shop.example.com", "headers": {}}}, "settings.headers"),
        ({"test": {"reference": "ORD-1", "claims": {}}}, "test.claims"),
        ({"test": {"reference": "ORD-1", "claims": {"name": "x"}}}, "test.claims.name.[key]"),
        ({"test": {"reference": "", "claims": {"zip": "94107"}}}, "test.reference"),
        ({"test": {"reference": "ORD-1", "claims": {"email": "nobody"}}}, None),
        ({"replace": "perhaps"}, "replace"),
    ],
)
async def test_what_a_kind_does_not_take_is_refused_by_its_path(
    rival: Operator, more: dict[str, Any], field: str | None
) -> None:
    reply = await rival.post(CONNECT, wanted(rival, **more))
    assert (reply.refused, reply.body.get("field")) == ((400, "invalid_request"), field), reply.body
    assert (await rival.get("/integrations")).data == []
    assert not rival.town.shop.calls


async def test_a_kind_that_cannot_be_connected_has_no_path(rival: Operator) -> None:
    for method, path in (
        ("POST", "/integrations/woo/connect"),
        ("GET", "/integrations/woo"),
        ("DELETE", "/integrations/"),
    ):
        assert (await rival.ask(method, path, {})).refused == (404, "unknown_path")


async def test_one_shop_at_a_time_and_the_second_only_in_the_firsts_place(rival: Operator) -> None:
    first = (await rival.post(CONNECT, wanted(rival))).data
    again = await rival.post(CONNECT, wanted(rival))
    assert again.refused == (409, "active_connector_exists")
    assert "generic_https" in again.body["detail"]
    assert (await rival.get("/integrations")).data == [first | {"secret": None}]
    second = (await rival.post(CONNECT, wanted(rival, replace=True))).data
    assert second["id"] != first["id"]
    assert [each["id"] for each in (await rival.get("/integrations")).data] == [second["id"]]
    assert await sealed(rival) == {first["id"]: b"", second["id"]: (await sealed(rival))[second["id"]]}


async def test_a_telephone_account_stands_beside_the_shop(rival: Operator) -> None:
    await rival.post(CONNECT, wanted(rival))
    telephone = await rival.post("/integrations/twilio/connect", TWILIO)
    assert telephone.data["last4"] == {"authToken": "ests"}
    assert telephone.data["settings"] == {"accountSid": "AC" + "0" * 32}
    assert (await rival.post("/integrations/twilio/connect", TWILIO)).refused == (409, "active_connector_exists")
    assert {each["kind"] for each in (await rival.get("/integrations")).data} == {"generic_https", "twilio"}
    tested = await rival.post("/integrations/twilio/test", {"test": ORDER})
    assert tested.refused == (400, "invalid_request")


async def sealed(operator: Operator) -> dict[str, bytes]:
    sql = "SELECT id, sealed_credentials FROM integrations WHERE tenant_id = $1"
    rows = await operator.town.house.store.read(lambda tx: tx.rows(sql, operator.tenant))
    return {row["id"]: row["sealed_credentials"] for row in rows}


async def test_disconnecting_erases_the_credentials(rival: Operator) -> None:
    connected = (await rival.post(CONNECT, wanted(rival))).data
    assert len((await sealed(rival))[connected["id"]]) > 64
    assert (await rival.delete(GENERIC)).status == 204
    assert await sealed(rival) == {connected["id"]: b""}
    for reply in (await rival.get(GENERIC), await rival.delete(GENERIC), await rival.post(f"{GENERIC}/test")):
        assert reply.refused == (404, "not_found")
    assert (await rival.post(CONNECT, wanted(rival))).status == 201


async def test_a_later_test_is_kept_and_an_inconclusive_one_changes_nothing(rival: Operator) -> None:
    assert (await rival.post(CONNECT, wanted(rival))).data["proven"] == []
    tested = await rival.post(f"{GENERIC}/test", {"test": ORDER})
    assert (tested.status, tested.data["proven"], tested.data["secret"]) == (200, ["email", "zip"], None)
    assert len(rival.town.shop.calls) == 8
    rival.town.shop.misbehave("error_500")
    down = await rival.post(f"{GENERIC}/test", {"test": ORDER})
    assert {step["got"] for step in down.data["test"]} == {"http_status 500"}
    assert (await rival.get(GENERIC)).data["proven"] == ["email", "zip"]
    rival.town.shop.misbehave(None)
    rival.town.shop.judges = False
    open_to_all = await rival.post(f"{GENERIC}/test", {"test": ORDER})
    assert (open_to_all.data["proven"], open_to_all.data["carries"]) == ([], ["email", "zip"])


async def test_a_test_keeps_nothing_of_what_the_shop_answered(rival: Operator) -> None:
    await rival.post(CONNECT, wanted(rival, test=ORDER))
    assert rival.town.shop.calls
    kept = await written(rival.town.house.store)
    for needle in ("ORD-9842", "Out for delivery", "1Z999AA10123456784", JANE["email"], "94107"):
        assert needle.encode() not in kept


async def test_why_lookups_fail_is_shown_without_a_customers_word(operator: Operator) -> None:
    visitor = await operator.town.visitor("sessions", "ada")
    operator.town.shop.misbehave("error_500")
    await visitor.say("Where is ORD-9842? 94107")
    shown = (await operator.get(GENERIC)).data
    assert shown["lastSuccessAt"] is None
    failure = shown["lastFailure"]
    assert (failure["category"], failure["httpStatus"], failure["errorCode"]) == ("http_status", 500, None)
    operator.town.shop.misbehave(None)
    await visitor.say("Where is ORD-9842? 94107")
    shown = (await operator.get(GENERIC)).data
    assert shown["lastSuccessAt"]
    assert not any(word in json.dumps(shown["lastFailure"]) for word in ("94107", "9842"))


async def test_no_reply_and_no_log_line_ever_holds_a_credential(
    estate: Estate, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    owner = estate.owner
    assert len(estate.secrets) >= 5
    shown = [each for each in operations(owner) if each.method == "GET"]
    said = [await owner.get(filled(each.path, estate.ids)) for each in shown]
    said.append(await owner.post(CONNECT, wanted(owner)))  # refused
    said.append(await owner.post("/integrations/twilio/connect", {"credentials": {"authToken": estate.secrets[1]}}))
    said.append(await owner.post(f"{GENERIC}/test", {"test": ORDER}))
    said.append(await owner.post("/keys", {"name": estate.secrets[0]}))
    for reply in said:
        text = json.dumps([reply.body, dict(reply.headers)], default=repr)  # a photo is no JSON
        assert not [secret for secret in estate.secrets if secret in text], text
    assert not [secret for secret in estate.secrets if secret in caplog.text]
    kept = await written(owner.town.house.store)
    assert not [secret for secret in estate.secrets if secret.encode() in kept]
