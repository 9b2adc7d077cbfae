"""A store's name is where a token is sent: nothing but a name of Shopify's own domain is taken for one."""

import pytest

from tests.api.operator import Operator

CONNECT = "/integrations/shopify/connect"
TOKEN = "shpat_0123456789abcdef"
SHOPS = [
    "lamps.myshopify.com\n", "lamps.myshopify.com\r\nHost: evil.example.com", "\nlamps.myshopify.com",
    " lamps.myshopify.com", "lamps.myshopify.com ", "lamps.myshopify.com\0", "lamps.myshopify.com\u2028",
    "lamps.myshopify.com.evil.example.com", "lamps.myshopify.com.", "lamps.myshopify.comx", "lamps.myshopify.com:8443",
    "lamps.myshopify.com/", "lamps.myshopify.com/admin", "lamps.myshopify.com?x=", "lamps.myshopify.com#",
    "evil.example.com", "evil.example.com/lamps.myshopify.com", "evil.example.com#.myshopify.com",
    "evil.example.com?.myshopify.com", "evilmyshopify.com", "myshopify.com", ".myshopify.com", "-lamps.myshopify.com",
    "a.b.myshopify.com", "lamps_.myshopify.com", "me@lamps.myshopify.com", "me:pw@lamps.myshopify.com",
    "evil.example.com@lamps.myshopify.com", "lamps.myshopify.com@evil.example.com", "https://lamps.myshopify.com",
    "//lamps.myshopify.com", "Lamps.myshopify.com", "lamps.MYSHOPIFY.com", "xn--lmps-5na.myshopify.c\u043em",
    "l\u0430mps.myshopify.com", "lamps.myshopify。com", "lamps。myshopify.com", "\uff4camps.myshopify.com",
    "lamps.xn--myshopif-1ya.com", "lamps%2emyshopify.com", "127.0.0.1", "localhost", "a" * 64 + ".myshopify.com", "",
    "..myshopify.com", "lamps..myshopify.com",
]  # fmt: skip


async def test_what_is_no_store_of_shopifys_is_sent_no_token(rival: Operator) -> None:
    for shop in SHOPS:
        reply = await rival.post(CONNECT, {"credentials": {"shop": shop, "accessToken": TOKEN}})
        assert reply.status == 400, shop
        assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), "credentials.shop")
        assert TOKEN not in str(reply.body)
    assert (await rival.get("/integrations")).data == []


@pytest.mark.parametrize(
    "credentials",
    [
        {},
        {"accessToken": TOKEN, "clientId": TOKEN, "clientSecret": TOKEN},
        {"accessToken": TOKEN, "clientSecret": TOKEN},
        {"clientId": TOKEN},
        {"clientSecret": TOKEN},
        {"accessToken": TOKEN + "\r\nX-Evil: 1"},
        {"accessToken": TOKEN + " "},
        {"accessToken": "schl\u00fcssel" + TOKEN},
        {"accessToken": "short"},
        {"accessToken": TOKEN, "apiVersion": "unstable"},
    ],
)
async def test_a_store_is_connected_in_one_of_two_ways(rival: Operator, credentials: dict[str, str]) -> None:
    reply = await rival.post(CONNECT, {"credentials": {"shop": "lamps.myshopify.com", **credentials}})
    assert reply.refused == (400, "invalid_request")
    assert TOKEN not in str(reply.body)


@pytest.mark.parametrize(
    "settings", [{"shop": "evil.myshopify.com"}, {"zone": "UTC"}, {"name_prefix": "*"}, {"url": "x"}]
)
async def test_what_a_check_finds_out_cannot_be_set(rival: Operator, settings: dict[str, str]) -> None:
    body = {"credentials": {"shop": "lamps.myshopify.com", "accessToken": TOKEN}, "settings": settings}
    reply = await rival.post(CONNECT, body)
    assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), f"settings.{next(iter(settings))}")
