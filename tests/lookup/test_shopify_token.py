"""The token that opens a Shopify store, and the time that a lookup may take."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from aiohttp import web
from shopify_asking import ORDER, failure, told
from shopify_server import APP, ShopifyStore, connected

from infra.net.client import GuardedClient
from infra.net.reply import Reply
from lookup.connectors.shopify.store import AccessToken
from lookup.connectors.shopify.token import FetchedToken
from lookup.order import OrderSourceError
from lookup.places import Places


async def test_client_credentials_are_changed_for_a_token_that_lookups_at_the_same_time_share() -> None:
    async with connected(ShopifyStore([ORDER], tokens=set()), credentials=APP) as shop:
        answers = await asyncio.gather(*(told(shop) for _ in range(10)))
        assert {answer.status for answer in answers} == {"in_transit"}
    assert shop.store.granted == 1


async def test_a_token_is_renewed_before_it_ends() -> None:
    async with connected(ShopifyStore([ORDER]), credentials=APP) as shop:
        await told(shop)
        shop.store.now += 0.79 * 86_399
        await told(shop)
        assert shop.store.granted == 1
        shop.store.now += 0.02 * 86_399
        await told(shop)
    assert shop.store.granted == 2


async def test_a_revoked_token_is_renewed_once() -> None:
    async with connected(ShopifyStore([ORDER]), credentials=APP) as shop:
        await told(shop)
        shop.store.tokens = set()
        assert {answer.status for answer in await asyncio.gather(told(shop), told(shop))} == {"in_transit"}
        assert shop.store.granted == 2
        unauthorized = web.json_response
        shop.store.instead = [lambda: unauthorized({"errors": "no"}, status=401)] * 2
        assert (await failure(shop)).category == "credentials"
    assert shop.store.granted == 3


async def test_a_refused_token_says_so_and_is_no_guess_at_the_order() -> None:
    async with connected(ShopifyStore([ORDER]), credentials=AccessToken("shpat_old")) as shop:
        found = await failure(shop)
    assert (found.category, found.http_status) == ("credentials", None)
    assert shop.asked == 1


@pytest.mark.parametrize("life", [0, -1, "soon", None])
async def test_a_grant_that_makes_no_sense_is_a_failure(life: Any) -> None:
    async with connected(ShopifyStore([ORDER], life=life), credentials=APP) as shop:
        found = await failure(shop)
    assert (found.category, found.field) == ("invalid_field", "access_token")


async def test_a_store_that_grants_nothing_at_all_is_a_failure() -> None:
    async with connected(ShopifyStore([ORDER], grants=False), credentials=APP) as shop:
        found = await failure(shop)
    assert (found.category, found.http_status) == ("http_status", 503)
    assert not shop.asked


class Silent:
    """A store that takes requests and never answers."""

    def __init__(self) -> None:
        self.asked = 0

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, deadline: float) -> Reply:
        del url, headers, body, deadline
        self.asked += 1
        return await asyncio.get_running_loop().create_future()


async def test_whoever_waits_for_a_token_waits_no_longer_than_the_budget() -> None:
    silent, soon = Silent(), asyncio.get_running_loop().time() + 0.02
    token = FetchedToken("https://a.myshopify.com/", "app-1", "secret-1", poster=silent, clock=lambda: 0.0)
    came = await asyncio.gather(*(token.current(soon) for _ in range(3)), return_exceptions=True)
    assert [each.failure.category for each in came if isinstance(each, OrderSourceError)] == ["timeout"] * 3
    assert silent.asked == 1


async def test_whoever_gives_up_waiting_for_a_token_leaves_it_to_the_next() -> None:
    async with connected(ShopifyStore([ORDER], tokens=set()), credentials=APP) as shop:
        first = asyncio.ensure_future(told(shop))
        await asyncio.sleep(0)
        first.cancel()
        assert (await told(shop)).status == "in_transit"


async def test_refused_client_credentials_say_so() -> None:
    other = type(APP)("app-1", "wrong")
    async with connected(ShopifyStore([ORDER]), credentials=other) as shop:
        assert (await failure(shop)).category == "credentials"
    assert not shop.asked


async def test_when_there_is_no_place_no_request_leaves() -> None:
    async with connected(ShopifyStore([ORDER]), places=Places(at_once=0, waiting=0)) as shop:
        assert (await failure(shop)).category == "busy"
    assert not shop.asked


class Watched:
    """The guarded client, and the deadlines it was given."""

    def __init__(self, client: GuardedClient) -> None:
        self._client = client
        self.deadlines: list[float] = []

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, deadline: float) -> Reply:
        self.deadlines.append(deadline)
        return await self._client.post(url, headers=headers, body=body, deadline=deadline)


async def test_the_budget_is_for_everything_the_token_included() -> None:
    watched: list[Watched] = []

    def watch(client: GuardedClient) -> Watched:
        watched.append(Watched(client))
        return watched[0]

    before = asyncio.get_running_loop().time()
    async with connected(ShopifyStore([ORDER]), credentials=APP, budget=3, poster=watch) as shop:
        await told(shop)
    deadlines = watched[0].deadlines
    assert len(deadlines) == 3
    assert len(set(deadlines)) == 1
    assert before + 3 <= deadlines[0] <= asyncio.get_running_loop().time() + 3
