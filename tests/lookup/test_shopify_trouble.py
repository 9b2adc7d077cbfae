"""What is made of a Shopify store that misbehaves."""

import logging
from typing import Any

import pytest
from aiohttp import web
from shopify_asking import ORDER, failure, told
from shopify_orders import line, order, part, sending, sent
from shopify_server import ShopifyStore, connected


async def test_a_warning_about_the_search_is_a_failure() -> None:
    def warn(answer: dict[str, Any]) -> None:
        answer["extensions"]["search"] = [{"path": ["named"], "query": "x", "warnings": [{"code": "invalid_field"}]}]

    async with connected(ShopifyStore([ORDER], spoil=warn)) as shop:
        assert (await failure(shop)).category == "search_warning"


async def test_a_word_about_the_search_without_a_warning_is_none() -> None:
    def explain(answer: dict[str, Any]) -> None:
        answer["extensions"]["search"] = [{"path": ["named"], "query": "x", "parsed": {}, "warnings": []}]

    async with connected(ShopifyStore([ORDER], spoil=explain)) as shop:
        assert (await told(shop)).status == "in_transit"


async def test_a_denied_field_is_named() -> None:
    async with connected(ShopifyStore([ORDER], denied={"Order.customer"})) as shop:
        found = await failure(shop)
    assert (found.category, found.field, found.error_code) == ("denied", "named.nodes[].customer", "ACCESS_DENIED")


async def test_without_a_scope_for_what_waits_the_rest_is_told_and_the_store_is_asked_no_more_than_once() -> None:
    held = order(displayFulfillmentStatus="ON_HOLD", fulfillmentOrders=[part("ON_HOLD", "INCORRECT_ADDRESS")])
    async with connected(ShopifyStore([held], denied={"Order.fulfillmentOrders"})) as shop:
        assert (await told(shop)).summary == "Order 1001 is on hold."
        assert (await told(shop)).summary == "Order 1001 is on hold."
    assert [asked.operation for asked in shop.store.asked].count("OrderDetails") == 3


async def test_what_waits_may_also_be_denied_as_a_null_in_its_place() -> None:
    def deny(answer: dict[str, Any]) -> None:
        if "order" in answer["data"]:
            answer["data"]["order"]["fulfillmentOrders"] = None
            answer["errors"] = [{"path": ["order", "fulfillmentOrders"], "extensions": {"code": "ACCESS_DENIED"}}]

    async with connected(ShopifyStore([order()], spoil=deny)) as shop:
        assert (await told(shop)).summary == "Order 1001 has not been sent yet."


def throttled(available: float = -1, status: int = 200) -> web.Response:
    cost = {
        "requestedQueryCost": 1,
        "throttleStatus": {"maximumAvailable": 2000, "currentlyAvailable": available, "restoreRate": 1000},
    }
    errors = [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]
    return web.json_response({"errors": errors, "extensions": {"cost": cost}}, status=status)


@pytest.mark.parametrize("status", [200, 429])
async def test_a_used_up_limit_is_waited_for_once(status: int) -> None:
    async with connected(ShopifyStore([ORDER], instead=[lambda: throttled(status=status)])) as shop:
        assert (await told(shop)).status == "in_transit"
        shop.store.instead = [lambda: throttled(status=status)] * 2
        assert (await failure(shop)).category == "throttled"


ENDLESS = [
    lambda: throttled(available=-3_000),
    lambda: web.Response(status=429),
    lambda: web.json_response({"errors": "too many"}, status=429),
    lambda: web.Response(status=429, headers={"Retry-After": "30"}),
    lambda: web.json_response({"errors": [{"extensions": {"code": "THROTTLED"}}]}),
]


@pytest.mark.parametrize("reply", ENDLESS)
async def test_a_limit_that_takes_too_long_or_says_nothing_is_not_waited_for(reply: Any) -> None:
    async with connected(ShopifyStore([ORDER], instead=[reply])) as shop:
        assert (await failure(shop)).category in {"throttled", "backend_error"}
    assert shop.asked == 1


async def test_a_retry_after_is_kept_to() -> None:
    soon = web.Response(status=429, headers={"Retry-After": "0.01"})
    async with connected(ShopifyStore([ORDER], instead=[lambda: soon])) as shop:
        assert (await told(shop)).status == "in_transit"


BROKEN = [
    (lambda: web.json_response({"errors": "Unavailable Shop"}, status=402), "http_status", 402),
    (lambda: web.json_response({"errors": "Locked"}, status=423), "http_status", 423),
    (lambda: web.json_response({"errors": "Not Found"}, status=404), "http_status", 404),
    (lambda: web.Response(status=503), "http_status", 503),
    (lambda: web.json_response({"errors": "oh no"}), "backend_error", 200),
    (lambda: web.json_response({"data": None}), "backend_error", 200),
    (lambda: web.json_response({}), "backend_error", 200),
    (lambda: web.json_response({"data": {}}), "backend_error", 200),
    (lambda: web.json_response({"data": []}), "invalid_field", 200),
    (lambda: web.json_response({"errors": [1]}), "invalid_field", 200),
    (lambda: web.json_response({"data": {"named": None}}), "invalid_field", 200),
    (lambda: web.json_response({"data": {"named": {"nodes": [None]}}}), "invalid_field", 200),
    (lambda: web.json_response({"data": {"named": {"nodes": [{}] * 6}}}), "invalid_field", 200),
    (
        lambda: web.json_response(
            {"data": None, "errors": [{"extensions": {"code": "INTERNAL_SERVER_ERROR", "requestId": "ab-12"}}]}
        ),
        "backend_error",
        200,
    ),
    (lambda: web.json_response({"errors": [{"extensions": {"code": "undefinedField"}}]}), "backend_error", 200),
]


@pytest.mark.parametrize(("reply", "category", "status"), BROKEN)
async def test_an_answer_that_is_none_is_a_failure(reply: Any, category: str, status: int) -> None:
    async with connected(ShopifyStore([ORDER], instead=[reply])) as shop:
        found = await failure(shop)
    assert (found.category, found.http_status) == (category, status)
    assert shop.asked == 1


async def test_a_fault_at_shopify_is_logged_with_its_id_alone(caplog: pytest.LogCaptureFixture) -> None:
    error = {"message": "#1001 broke", "extensions": {"code": "INTERNAL_SERVER_ERROR", "requestId": "ab-12"}}
    async with connected(ShopifyStore([ORDER], instead=[lambda: web.json_response({"errors": [error]})])) as shop:
        await failure(shop)
    (record,) = [each for each in caplog.records if each.name == "waybill.lookup"]
    assert (record.getMessage(), record.__dict__["request_id"]) == ("shopify.error", "ab-12")
    assert "1001" not in str(record.__dict__)


async def test_another_version_is_warned_of_once_and_used(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    async with connected(ShopifyStore([ORDER], version="2027-01")) as shop:
        for _ in range(3):
            assert (await told(shop)).status == "in_transit"
    assert [record.getMessage() for record in caplog.records] == ["shopify.version"]
    assert caplog.records[0].__dict__["served"] == "2027-01"


WORDS = ["displayFulfillmentStatus", "displayStatus", "status", "reason", "methodType", "cancelReason"]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("value", ["NEW_IN_2027", "", "delivered?"])
async def test_an_unknown_word_is_told_carefully(word: str, value: str) -> None:
    def rename(value_: Any, key: str | None = None) -> Any:
        if isinstance(value_, dict):
            return {key: rename(each, key) for key, each in value_.items()}
        if isinstance(value_, list):
            return [rename(each) for each in value_]
        return value if key == word else value_

    def spoil(answer: dict[str, Any]) -> None:
        answer["data"] = rename(answer["data"])

    parcel = sending("DELIVERED", deliveredAt="2026-11-19T00:00:00Z")
    whole = sent(parcel, lineItems=[line(1, left=1)], fulfillmentOrders=[part("ON_HOLD", "INCORRECT_ADDRESS")])
    async with connected(ShopifyStore([whole], spoil=spoil)) as shop:
        answer = await told(shop)
    assert 1 <= len(answer.summary) <= 1000
    if word in {"displayStatus", "status"}:
        assert "delivered" not in answer.summary
