"""What is found out about a store while it is being connected, and what a connection may say."""

from typing import Any

import pytest
from shopify_orders import address, order, sending, sent
from shopify_server import APP, SCOPES, TOKEN, ShopifyStore, connected

from lookup.connectors.shopify.store import AccessToken, Store, admin_url
from lookup.order import OrderSourceError

SEEN = sent(sending("IN_TRANSIT"))


async def warnings(store: ShopifyStore) -> tuple[str, ...]:
    async with connected(store) as shop:
        return (await shop.source.check()).warnings


async def test_a_store_in_good_order_says_all_that_lookups_need() -> None:
    store = ShopifyStore([SEEN], prefix="EN", suffix="-A")
    async with connected(store, zone="UTC", country=None) as shop:
        found = await shop.source.check()
    assert (found.name, found.prefix, found.suffix) == ("Jane's lamps", "EN", "-A")
    assert (found.zone, found.country, found.versions) == ("America/New_York", "US", ("2026-10",))
    assert (found.works, found.sees_all_orders, found.served) == (True, True, "2026-10")
    assert found.scopes == tuple(sorted(SCOPES))
    assert found.holders == ("email", "zip")
    assert found.costs == (14, 14)
    assert found.warnings == ()
    assert [asked.operation for asked in store.asked] == ["Store", "OrderByNumber", "OrderDetails"]


async def test_what_was_found_is_what_lookups_go_by() -> None:
    async with connected(ShopifyStore([SEEN], prefix="EN", suffix="-A")) as shop:
        found = await shop.source.check()
    known = found.applied(Store("a.myshopify.com", APP, budget=3))
    assert known == Store(
        "a.myshopify.com",
        APP,
        budget=3,
        prefix="EN",
        suffix="-A",
        zone="America/New_York",
        country="US",
        sees_all_orders=True,
    )


async def test_nothing_of_an_order_or_a_customer_stays() -> None:
    async with connected(ShopifyStore([SEEN])) as shop:
        found = repr(await shop.source.check())
    assert not [word for word in ("1001", "jane.doe", "94107", "1Z1", "Desk lamp") if word in found]


@pytest.mark.parametrize(
    ("store", "warning"),
    [
        (ShopifyStore([SEEN], scopes=SCOPES[:2]), "last 60 days"),
        (ShopifyStore([SEEN], scopes=SCOPES[:3]), "fulfillment orders"),
        (ShopifyStore([SEEN], scopes=(*SCOPES[:1], *SCOPES[2:])), "read_customers is missing"),
        (ShopifyStore([SEEN], scopes=(*SCOPES, "write_orders", "write_customers")), "write_customers, write_orders"),
        (ShopifyStore([SEEN], version="2027-01"), "version 2027-01 of the Admin API instead of 2026-10"),
        (ShopifyStore([]), "no order yet"),
        (
            ShopifyStore([order(email=None, shippingAddress=None, billingAddress=address(None))]),
            "cannot verify callers",
        ),
        (ShopifyStore([SEEN], denied={"Order.customer"}), "may not read named.nodes[].customer"),
    ],
)
async def test_what_is_not_as_it_should_be_is_said_in_a_sentence(store: ShopifyStore, warning: str) -> None:
    said = await warnings(store)
    assert [sentence for sentence in said if warning in sentence]


async def test_a_denied_field_means_that_nothing_works() -> None:
    async with connected(ShopifyStore([SEEN], denied={"Order.customer"})) as shop:
        found = await shop.source.check()
    assert not found.works
    assert found.holders is None


async def test_what_waits_to_be_sent_may_be_denied() -> None:
    async with connected(ShopifyStore([SEEN], denied={"Order.fulfillmentOrders"})) as shop:
        assert (await shop.source.check()).works


async def test_a_zone_that_is_not_known_here_is_utc() -> None:
    def spoil(answer: dict[str, Any]) -> None:
        if "shop" in answer["data"]:
            answer["data"]["shop"]["ianaTimezone"] = "Mars/Olympus"

    async with connected(ShopifyStore([SEEN], spoil=spoil)) as shop:
        found = await shop.source.check()
    assert found.zone == "UTC"
    assert [sentence for sentence in found.warnings if "time zone" in sentence]


async def test_a_store_that_cannot_be_asked_is_one_exception() -> None:
    async with connected(ShopifyStore([SEEN]), credentials=AccessToken("shpat_old")) as shop:
        with pytest.raises(OrderSourceError) as raised:
            await shop.source.check()
    assert raised.value.failure.category == "credentials"


async def test_trouble_in_the_middle_is_the_same_exception() -> None:
    def spoil(answer: dict[str, Any]) -> None:
        if "named" in answer["data"]:
            answer["errors"] = [{"extensions": {"code": "INTERNAL_SERVER_ERROR"}}]

    async with connected(ShopifyStore([SEEN], spoil=spoil)) as shop:
        with pytest.raises(OrderSourceError) as raised:
            await shop.source.check()
    assert raised.value.failure.category == "backend_error"


NO_SHOP = [
    "janes-lamps.myshopify.com\n", "janes-lamps.myshopify.com.", "janes-lamps.myshopify.com/", "Janes.myshopify.com",
    "https://a.myshopify.com", "a@b.myshopify.com", "a.myshopify.com:8443", "a.b.myshopify.com", "-a.myshopify.com",
    "a.myshopify.com.evil.com", "evil.com/a.myshopify.com", "a_b.myshopify.com", "\u0430.myshopify.com",
    "myshopify.com", ".myshopify.com", "shop.example.com", "127.0.0.1", f"{'a' * 64}.myshopify.com", "",
    "amyshopify.com",
]  # fmt: skip


@pytest.mark.parametrize("shop", NO_SHOP)
def test_a_shop_is_its_name_at_shopify_and_nothing_else(shop: str) -> None:
    with pytest.raises(ValueError, match="name at Shopify"):
        Store(shop, APP)


@pytest.mark.parametrize("shop", ["a.myshopify.com", "1-a.myshopify.com", f"{'a' * 63}.myshopify.com"])
def test_its_address_is_made_of_that_name(shop: str) -> None:
    assert admin_url(Store(shop, APP).shop) == f"https://{shop}"


WRONG = [
    {"version": "2026-11"}, {"version": "unstable"}, {"version": "2026-10\n"}, {"version": "\u0662026-10"},
    {"budget": 0.5}, {"budget": 31}, {"zone": "Mars/Olympus"}, {"zone": "../../etc/passwd"}, {"zone": ""},
]  # fmt: skip


@pytest.mark.parametrize("settings", WRONG, ids=str)
def test_settings_are_checked(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"version|budget|zone"):
        Store("a.myshopify.com", APP, **settings)


@pytest.mark.parametrize("value", ["", "a b", "a\r\nX-Extra: 1", "t\u00f6ken", "x" * 256])
def test_a_credential_fits_into_a_header(value: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        AccessToken(value)
    with pytest.raises(ValueError, match="printable ASCII"):
        type(APP)("app-1", value)


def test_credentials_are_never_shown() -> None:
    shown = f"{Store('a.myshopify.com', AccessToken(TOKEN))!r} {Store('a.myshopify.com', APP)!r}"
    assert not [secret for secret in (TOKEN, APP.client_id, APP.client_secret) if secret in shown]
