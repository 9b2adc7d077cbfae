"""Connecting a Shopify store over HTTP: read first, then kept, and asked live ever after."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from tests.api.operator import Operator
from tests.api.shopify import APP, CREDENTIALS, SHOP, Merchant, merchant
from tests.lookup.shopify_server import TOKEN
from tests.world.written import written

CONNECT = "/integrations/shopify/connect"
ORDER = {"reference": "#1001", "claims": {"email": "jane.doe@example.com"}}


@pytest.fixture
async def jane(rival: Operator) -> AsyncIterator[Merchant]:
    """A merchant without anything yet."""
    async with merchant(rival) as jane:
        yield jane


async def test_a_store_is_read_before_it_is_kept_and_its_token_never_shown(jane: Merchant) -> None:
    connected = await jane.operator.post(CONNECT, {"credentials": CREDENTIALS, "test": ORDER})
    data = connected.data
    assert (connected.status, data["last4"], data["secret"]) == (201, {"accessToken": TOKEN[-4:]}, None)
    assert {"shop": SHOP, "zone": "America/New_York", "seesAllOrders": True}.items() <= data["settings"].items()
    assert data["test"][0]["got"] == "ok"
    assert "email" in data["carries"]
    assert TOKEN not in str(connected.body)
    assert TOKEN not in str((await jane.operator.get("/integrations/shopify")).body)
    assert TOKEN.encode() not in await written(jane.operator.town.house.store)


async def test_an_app_of_the_same_organisation_connects_by_its_id_and_secret(jane: Merchant) -> None:
    connected = await jane.operator.post(CONNECT, {"credentials": {"shop": SHOP, **APP}})
    assert (connected.status, connected.data["last4"]) == (201, {name: value[-4:] for name, value in APP.items()})
    wrong = {"shop": SHOP, **APP, "clientSecret": "not-the-apps-own-secret"}
    refused = await jane.operator.post(CONNECT, {"credentials": wrong, "replace": True})
    assert refused.refused == (409, "connection_failed")


def unauthorized() -> web.StreamResponse:
    return web.json_response({"errors": "[API] Invalid API key or access token"}, status=401)


async def test_a_store_that_cannot_be_read_is_not_kept_and_replaces_nothing(jane: Merchant) -> None:
    endpoint = {"settings": {"url": f"{jane.operator.shop}/status"}}
    before = (await jane.operator.post("/integrations/generic_https/connect", endpoint)).data
    jane.store.instead = [unauthorized] * 9
    reply = await jane.operator.post(CONNECT, {"credentials": CREDENTIALS, "replace": True})
    assert reply.refused == (409, "connection_failed")
    assert reply.body["detail"].startswith("The store cannot be read:")
    assert (await jane.operator.get("/integrations")).data == [before]


async def test_the_same_request_twice_reads_the_store_once(jane: Merchant) -> None:
    named = {"Idempotency-Key": "store-1"}
    first = await jane.operator.post(CONNECT, {"credentials": CREDENTIALS}, **named)
    asked = len(jane.store.asked)
    again = await jane.operator.post(CONNECT, {"credentials": CREDENTIALS}, **named)
    assert (again.status, again.data["id"], len(jane.store.asked)) == (201, first.data["id"], asked)


async def answered(jane: Merchant, agent: str, said: str) -> str:
    body = {"model": agent, "messages": [{"role": "user", "content": said}]}
    reply: Any = (await jane.operator.post("/chat/completions", body)).body
    return str(reply["choices"][0]["message"]["content"])


async def test_from_nothing_to_an_answer_out_of_the_store(jane: Merchant) -> None:
    await jane.operator.post(CONNECT, {"credentials": CREDENTIALS})
    agent = (await jane.operator.post("/agents", {"name": "Order status"})).data["id"]
    skills = await jane.operator.post(f"/agents/{agent}/integrations/shopify/provision")
    assert skills.data["actions"] == ["lookup_order"]
    assert (await jane.operator.post(f"/agents/{agent}/publish")).status == 201
    assert "Order 1001" in await answered(jane, agent, "Where is #1001? jane.doe@example.com")
    assert "Order 1001" not in await answered(jane, agent, "Where is #1001? omar@example.com")
    assert "Order 1002" in await answered(jane, agent, "Where is #1002? omar@example.com")
