"""Lists come page by page, and a cursor is good for the list that gave it and no other."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.estate import Estate, filled, operations
from tests.api.operator import Operator

MANY = 7
MAKES: dict[str, Callable[[int, Estate], object]] = {
    "/agents": lambda number, _: {"name": f"Agent {number}"},
    "/keys": lambda number, _: {"name": f"Key {number}", "scopes": ["chat:read"]},
    "/agents/{id}/publishable-keys": lambda number, _: {"name": f"Key {number}", "origins": ["https://a.example.com"]},
    "/numbers": lambda number, estate: {"e164": f"+1415555268{number}", "agentId": estate.ids["agents"]},
    "/members": lambda number, _: {"name": "Ada", "email": f"ada{number}@example.com", "role": "colleague"},
    "/webhooks": lambda number, estate: {"url": f"{estate.owner.shop}/{number}", "events": ["ticket.created"]},
    "/webhooks/{id}/deliveries": lambda *_: {},
    "/agents/{id}/versions": lambda number, _: {"note": f"Number {number}"},
}
MADE_AT = {"/webhooks/{id}/deliveries": "/webhooks/{id}/test", "/agents/{id}/versions": "/agents/{id}/publish"}


async def grown(estate: Estate, path: str) -> str:
    """The list's own path, with several things more in it, some of them made at the same instant."""
    for number in range(MANY):
        body = MAKES[path](number, estate)
        made = await estate.owner.post(filled(MADE_AT.get(path, path), estate.ids), body)
        assert made.status == 201, made.body
        if number % 2:
            estate.owner.town.clock.pass_(1)
    return filled(path, estate.ids)


def names(found: list[Any]) -> list[object]:
    return [each.get("id") or each["version"] for each in found]


@pytest.mark.parametrize("path", MAKES)
async def test_a_list_is_the_same_in_pages_of_any_size_and_tells_nothing_twice(estate: Estate, path: str) -> None:
    list_path = await grown(estate, path)
    whole = names((await estate.owner.get(f"{list_path}?limit=100")).data)
    assert len(set(whole)) == len(whole) > MANY
    for limit in (1, 3, len(whole)):
        assert names(await estate.owner.pages(list_path, limit)) == whole


async def test_connections_come_in_pages_too(estate: Estate) -> None:
    whole = (await estate.owner.get("/integrations")).data
    assert [each["kind"] for each in await estate.owner.pages("/integrations", 1)] == [each["kind"] for each in whole]
    assert len(whole) == len({"generic_https", "twilio"})


async def test_what_is_made_between_two_pages_is_neither_twice_nor_in_the_way(estate: Estate) -> None:
    owner = estate.owner
    await grown(estate, "/agents")
    first = await owner.get("/agents?limit=3")
    owner.town.clock.pass_(1)
    await owner.post("/agents", {"name": "Meanwhile"})
    rest = await owner.get(f"/agents?limit=100&cursor={first.cursor}")
    found = [each["name"] for each in (*first.data, *rest.data)]
    assert found[-1] == "Meanwhile"
    assert sorted(found[:-1]) == [*(f"Agent {number}" for number in range(MANY)), "Order status"]


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "", "1.5", "1e1"])
async def test_a_page_has_one_to_a_hundred(operator: Operator, limit: str) -> None:
    reply = await operator.get(f"/agents?limit={limit}")
    assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), "limit")


@pytest.mark.parametrize("query", ["offset=1", "limit=1&tenantId=1", "tenant_id=1"])
async def test_a_list_takes_no_other_words(operator: Operator, query: str) -> None:
    assert (await operator.get(f"/agents?{query}")).refused == (400, "invalid_request")


async def cursor_of(estate: Estate, path: str) -> str:
    cursor = (await estate.owner.get(f"{await grown(estate, path)}?limit=1")).cursor
    assert cursor
    return cursor


def tampered(cursor: str) -> list[str]:
    packed, _, sign = cursor.partition(".")
    return [
        "", ".", "x", "x.y", packed, f"{packed}.", f".{sign}", f"{packed}.{sign[:-1]}", f"A{packed[1:]}.{sign}",
        f"{packed}.{sign}0", f"{packed}.{sign.swapcase()}", f"{packed}%00.{sign}", "%F0%9F%94%91." + sign, "a" * 300,
        "a" * 301,
    ]  # fmt: skip


async def test_a_cursor_that_was_tampered_with_is_refused(estate: Estate) -> None:
    for cursor in tampered(await cursor_of(estate, "/agents")):
        reply = await estate.owner.get(f"/agents?cursor={cursor}")
        assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), "cursor"), cursor


async def test_a_cursor_of_another_list_or_of_another_tenant_is_refused(estate: Estate, operator: Operator) -> None:
    cursor = await cursor_of(estate, "/agents")
    assert (await estate.owner.get(f"/agents?cursor={cursor}")).status == 200
    assert (await operator.get(f"/agents?cursor={cursor}")).refused == (400, "invalid_request")
    for each in operations(estate.owner):
        if each.listed and each.path != "/agents":
            reply = await estate.owner.get(f"{filled(each.path, estate.ids)}?cursor={cursor}")
            assert reply.refused == (400, "invalid_request"), each.path
