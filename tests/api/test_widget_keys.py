"""Publishable keys over HTTP: for one agent, on origins that are named exactly."""

import pytest

from tests.api.operator import Operator

NEW = {"name": "Shop", "origins": ["https://shop.example.com", "http://localhost:3000"]}


@pytest.fixture
def keys(operator: Operator) -> str:
    return f"/agents/{operator.town.agent}/publishable-keys"


async def test_a_key_for_pages_is_made_pinned_changed_and_revoked_for_good(operator: Operator, keys: str) -> None:
    made = (await operator.post(keys, NEW)).data
    one = f"{keys}/{made['id']}"
    assert made["key"].startswith("wb_pk_live_")
    assert (made["agentId"], made["origins"], made["revokedAt"]) == (operator.town.agent, NEW["origins"], None)
    assert (await operator.get(one)).data == made
    assert (await operator.get(keys)).data == [made]
    changed = (await operator.patch(one, {"origins": ["https://www.example.com"]})).data
    assert (changed["origins"], changed["key"]) == (["https://www.example.com"], made["key"])
    revoked = (await operator.delete(one)).data
    operator.town.clock.pass_(60)
    assert revoked["revokedAt"]
    assert (await operator.delete(one)).data == revoked
    assert (await operator.get(keys)).data == [revoked]


@pytest.mark.parametrize(
    "origin",
    [
        "*", "null", "", "https://*.example.com", "https://shop.example.com/", "https://shop.example.com/path",
        "http://shop.example.com", "https://me@shop.example.com", "https://shop.example.com?x", "shop.example.com",
        "https://SHOP.example.com", "https://shop.example.com:443", "https://schön.example.com", "https://", "file://",
        "javascript:alert(1)", "https://shop.example.com\n", "https://a b", "https://" + "a" * 255,
    ],
)  # fmt: skip
async def test_an_origin_is_scheme_host_and_port_as_browsers_send_them(
    operator: Operator, keys: str, origin: str
) -> None:
    reply = await operator.post(keys, {**NEW, "origins": [origin]})
    assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), "origins.0")


async def test_a_key_has_one_to_twenty_origins(operator: Operator, keys: str) -> None:
    for number, status in ((0, 400), (20, 201), (21, 400)):
        origins = [f"https://shop{each}.example.com" for each in range(number)]
        assert (await operator.post(keys, {**NEW, "origins": origins})).status == status


async def test_a_key_of_one_agent_is_not_found_under_another(operator: Operator, keys: str) -> None:
    made = (await operator.post(keys, NEW)).data["id"]
    other = f"/agents/{(await operator.post('/agents', {'name': 'Other'})).data['id']}/publishable-keys/{made}"
    for reply in (
        await operator.get(other),
        await operator.patch(other, {"origins": NEW["origins"]}),
        await operator.delete(other),
    ):
        assert reply.refused == (404, "not_found")
    assert (await operator.get(f"{keys}/{made}")).data["revokedAt"] is None


async def test_an_agent_has_at_most_a_hundred(operator: Operator, keys: str) -> None:
    for _ in range(100):
        assert (await operator.post(keys, NEW)).status == 201
    assert (await operator.post(keys, NEW)).refused == (409, "limit_reached")
    assert len(await operator.pages(keys, 30)) == 100
