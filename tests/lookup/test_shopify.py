"""Which order of a Shopify store is looked up."""

import json
from typing import Any

import pytest
from shopify_asking import JANE, OMARS, ORDER, refusal, told
from shopify_orders import line, order, sending, sent
from shopify_server import TOKEN, ShopifyStore, connected

from lookup.connectors.shopify.connector import NO_ORDER
from lookup.order import Kind, Question, Refusal, Refused


async def test_an_order_is_found_by_its_number_and_told_in_our_words() -> None:
    async with connected(ShopifyStore([ORDER, OMARS])) as shop:
        answer = await told(shop)
    assert answer.status == "in_transit"
    assert answer.summary == "Order 1001 is on its way with UPS; it is expected on Tuesday, 24 November."
    assert answer.details == {
        "carrier": "UPS",
        "tracking": "1Z1",
        "tracking_url": "https://ups.example.com/1Z1",
        "eta": "2026-11-24",
        "international": False,
        "items": [{"name": "Desk lamp", "quantity": 1}],
    }
    assert [asked.operation for asked in shop.store.asked] == ["OrderByNumber", "OrderDetails"]


async def test_the_requests_go_to_the_pinned_version_and_want_to_hear_of_warnings() -> None:
    async with connected(ShopifyStore([ORDER])) as shop:
        await told(shop)
    for asked in shop.store.asked:
        assert asked.url == "/admin/api/2026-10/graphql.json"
        assert asked.headers["X-Shopify-Access-Token"] == TOKEN
        assert asked.headers["Shopify-Search-Query-Debug"] == "1"


SAME = ["#1001", "1001", " #1001 ", "\uff11\uff10\uff10\uff11", "XPAV284CT", "xpav284ct", "jane.doe@example.com"]


@pytest.mark.parametrize("reference", SAME)
async def test_one_order_is_found_however_it_is_named(reference: str) -> None:
    named = {**ORDER, "confirmationNumber": "XPAV284CT"}
    async with connected(ShopifyStore([named, OMARS])) as shop:
        assert (await told(shop, reference)).status == "in_transit"


@pytest.mark.parametrize("reference", ["EN1001-A", "en1001-a", "1001", "EN1001", "1001-A", "#1001"])
async def test_a_prefix_and_a_suffix_may_be_left_out(reference: str) -> None:
    store = ShopifyStore([sent(sending("DELIVERED"), name="EN1001-A"), order("EN10010-A", id="gid://shopify/Order/2")])
    async with connected(store, prefix="EN", suffix="-A") as shop:
        assert (await told(shop, reference)).status == "delivered"


NEVER = [
    '"1001"', "'1001'", "1001\\", "name:1001", "(1001)", "100*", "*", "1001 OR status:open", "1001 1002", "OR", "NOT",
    "-1001", "1001\n", "10\n01", "1001\u2028", "", "#", "lamp", "10" * 17, "1" * 100_000, "status:open", "1001,1002",
    "jane.doe@example.com OR 1001", "@", "jane@", "\u0661\u0660\u0660\u0661",
]  # fmt: skip


@pytest.mark.parametrize("reference", NEVER, ids=lambda text: repr(text[:30]))
async def test_what_could_bend_a_search_or_be_no_number_never_leaves(reference: str) -> None:
    async with connected(ShopifyStore([ORDER])) as shop:
        assert await refusal(shop, reference) is Refusal.INVALID_REFERENCE
    assert not shop.asked


async def test_a_store_that_ignores_the_filter_tells_of_no_stranger() -> None:
    async with connected(ShopifyStore([OMARS, order("#1002", "omar@example.com")], ignores_filters=True)) as shop:
        assert await refusal(shop) is Refusal.NOT_FOUND
        assert await refusal(shop, "jane.doe@example.com") is Refusal.NOT_FOUND
    asked = [(asked.operation, asked.variables.get("id")) for asked in shop.store.asked]
    assert asked == [("OrderByNumber", None), ("OrderByEmail", None), ("OrderDetails", NO_ORDER)]


async def test_of_two_orders_of_the_same_name_neither_is_told() -> None:
    twin = {**ORDER, "id": "gid://shopify/Order/2"}
    async with connected(ShopifyStore([ORDER, twin])) as shop:
        assert await refusal(shop) is Refusal.NOT_FOUND


async def test_similar_names_are_other_orders() -> None:
    near = [order("#10010", id="gid://a"), order("#1001-A", id="gid://b"), order("#001001", id="gid://c"), ORDER]
    async with connected(ShopifyStore(near, ignores_filters=True)) as shop:
        assert (await told(shop)).summary.startswith("Order 1001 is on its way")


async def test_a_name_that_is_anothers_confirmation_number_is_nobodys() -> None:
    other = order("#7", "omar@example.com", confirmationNumber="ORD9842")
    async with connected(ShopifyStore([order("ORD9842"), other])) as shop:
        assert await refusal(shop, "ORD9842") is Refusal.NOT_FOUND


async def test_by_email_the_newest_open_order_is_meant_else_the_newest() -> None:
    old = sent(sending("IN_TRANSIT"), name="#1001", createdAt="2026-09-01T00:00:00Z")
    closed = order("#1002", createdAt="2026-10-01T00:00:00Z", closedAt="2026-10-09T00:00:00Z")
    cancelled = order("#1003", createdAt="2026-11-01T00:00:00Z", cancelledAt="2026-11-02T00:00:00Z")
    async with connected(ShopifyStore([old, closed, cancelled])) as shop:
        assert "1001" in (await told(shop, "jane.doe@example.com")).summary
        shop.store.orders.remove(old)
        assert "1003" in (await told(shop, "jane.doe@example.com")).summary
        assert await refusal(shop, "nobody@example.com") is Refusal.NOT_FOUND


async def test_the_largest_order_fits_into_what_the_client_reads() -> None:
    """25 parcels with five numbers each and all lines in every one, of an order of forty with the longest titles."""
    rows = [{"company": "x" * 60, "number": "1Z" * 15, "url": f"https://x.example/{'y' * 200}"}] * 5
    parcel = sending("IN_TRANSIT", lines=list(range(1, 41)), trackingInfo=rows, event="2026-11-19T12:00:00Z")
    big = sent(*[parcel] * 25, lineItems=[line(number, "x" * 255, 3) for number in range(1, 41)])
    sizes: list[int] = []
    store = ShopifyStore([big], spoil=lambda answer: sizes.append(len(json.dumps(answer))))
    async with connected(store) as shop:
        answer = await told(shop)
    assert "There are" in answer.summary
    assert "at least 20 parcels" in answer.summary
    assert answer.status == "shipped"
    assert len(answer.summary) <= 1000
    assert 40_000 < max(sizes) < 65_536


async def test_a_project_is_nothing_that_a_store_has() -> None:
    async with connected(ShopifyStore([ORDER])) as shop:
        refused = await shop.source.look_up(Question(Kind.PROJECT, "#1001", JANE))
    assert isinstance(refused, Refused)
    assert refused.refusal is Refusal.NOT_FOUND
    assert not shop.asked


async def test_an_order_that_is_gone_before_its_details_are_read_is_not_found() -> None:
    def vanish(answer: dict[str, Any]) -> None:
        if "order" in answer["data"]:
            answer["data"]["order"] = None

    async with connected(ShopifyStore([ORDER], spoil=vanish)) as shop:
        assert await refusal(shop) is Refusal.NOT_FOUND


async def test_details_of_another_order_are_not_told() -> None:
    def swap(answer: dict[str, Any]) -> None:
        if "order" in answer["data"]:
            answer["data"]["order"]["id"] = "gid://shopify/Order/2"

    async with connected(ShopifyStore([ORDER], spoil=swap)) as shop:
        assert await refusal(shop) is Refusal.NOT_FOUND
