"""Who may do what: no door opens without a key, none with the wrong one, and each wants its own scope."""

import asyncio
import logging
from pathlib import Path

import pytest

from routes.times import iso
from server.app import build_app
from server.logs import JsonLines
from tenants.principal import Scope
from tests.api.estate import NOWHERE, filled, operations
from tests.api.operator import EVERYTHING, ROOT, Operator, Reply

PUBLIC = {"/healthz", "/health", "/readyz", "/metrics", "/openapi.json", "/docs"}
ELSEWHERE = ("/widget/", "/console", "/voice/")
"""Visitors come in by publishable keys and passes (tests/widget), members by sessions of their own (tests/console),
Twilio by its signature (tests/voice/test_doors.py)."""
OF_OPENAI = {
    ("POST", "/chat/completions"): Scope.CHAT_WRITE,
    ("GET", "/models"): Scope.CHAT_READ,
    ("GET", "/models/{id}"): Scope.CHAT_READ,
}
DOCS = Path(__file__).parents[2] / "docs" / "api.md"
IDS = {**NOWHERE, "models": NOWHERE["agents"]}
Door = tuple[str, str]
"""Method and path."""


def scopes(operator: Operator) -> dict[Door, Scope]:
    """The scope of each route that wants a key."""
    ours = {
        (each.method, root + each.path): each.scope
        for each in operations(operator)
        for root in ((ROOT, "") if each.bare else (ROOT,))
    }
    prefixes = ("", "/v1", "/api/v1")
    return ours | {(method, prefix + path): scope for (method, path), scope in OF_OPENAI.items() for prefix in prefixes}


async def knock(operator: Operator, door: Door, key: str | None, query: str = "") -> Reply:
    method, path = door
    body = None if method in {"GET", "DELETE"} else {}
    return await operator.ask(method, filled(path, IDS) + query, body, key=key, root="")


async def test_no_route_but_a_listed_few_is_without_a_scope(operator: Operator) -> None:
    routes = build_app(operator.town.house).router.routes()
    doors = {
        ("GET" if route.method == "HEAD" else route.method, route.resource.canonical)
        for route in routes
        if route.resource is not None and route.method != "OPTIONS"
    }
    closed = set(scopes(operator))
    assert closed <= doors
    assert {path for _, path in doors - closed if not path.startswith(ELSEWHERE)} == PUBLIC


async def test_every_door_refuses_a_key_without_its_scope_and_lets_no_other_scope_stand_for_it(
    operator: Operator,
) -> None:
    found = scopes(operator)
    without = {scope: (await operator.with_scopes(*EVERYTHING - {scope})) for scope in set(found.values())}
    for door, scope in found.items():
        reply = await knock(operator, door, without[scope].key)
        assert reply.status == 403, (door, reply.body)
        assert scope.value in str(reply.body), door
        if "completions" not in door[1] and "models" not in door[1]:
            assert reply.refused == (403, "scope_missing")
    for other in without.values():
        await other.leaves()


async def expired(operator: Operator) -> str:
    at = iso(operator.town.clock() + 60)
    issued = await operator.post("/keys", {"name": "Short", "scopes": ["agents:read"], "expiresAt": at})
    operator.town.clock.pass_(61)
    return str(issued.data["secret"])


async def revoked(operator: Operator) -> str:
    issued = (await operator.post("/keys", {"name": "Gone", "scopes": [scope.value for scope in Scope]})).data
    assert (await operator.get("/agents", Authorization=f"Bearer {issued['secret']}")).status == 200
    assert (await operator.delete(f"/keys/{issued['id']}")).data["revokedAt"]
    return str(issued["secret"])


async def publishable(operator: Operator) -> str:
    agent = (await operator.post("/agents", {"name": "Shop"})).data["id"]
    origins = ["https://shop.example.com"]
    made = await operator.post(f"/agents/{agent}/publishable-keys", {"name": "Page", "origins": origins})
    return str(made.data["key"])


async def malformed(operator: Operator) -> str:
    return operator.key[:-1]


async def absent(_operator: Operator) -> str:
    return ""


@pytest.mark.parametrize("wrong", [expired, revoked, publishable, malformed, absent])
async def test_no_door_opens_to(operator: Operator, wrong: object) -> None:
    assert callable(wrong)
    key = await wrong(operator)
    code = "wrong_key" if key else "no_key"
    for door in scopes(operator):
        reply = await knock(operator, door, key)
        assert (reply.status, reply.headers["WWW-Authenticate"]) == (401, "Bearer"), (door, reply.body)
        if "error" not in reply.body:
            assert reply.refused == (401, code)


@pytest.mark.parametrize("header", ["{}", "Basic {}", "Bearer  ", "Token {}", "Bearer"])
async def test_a_key_comes_as_a_bearer_token_or_not_at_all(operator: Operator, header: str) -> None:
    reply = await operator.ask("GET", "/agents", key="", Authorization=header.format(operator.key))
    assert reply.refused == (401, "no_key")


@pytest.mark.parametrize("query", ["?api_key={}", "?limit=1&token={}", "?{}", "/{}"])
async def test_a_key_in_a_url_is_refused_with_the_way_it_should_come(
    operator: Operator, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    for door in (*scopes(operator), ("GET", "/healthz"), ("GET", "/nowhere")):
        for key in (None, ""):
            reply = await knock(operator, door, key, query.format(operator.key))
            assert reply.status == 400, (door, reply.body)
            assert "Authorization" in str(reply.body)
            assert "wb_sk" not in str(reply.body)
            if "error" not in reply.body:
                assert reply.refused == (400, "key_in_url")
    assert "wb_sk" not in caplog.text
    assert operator.key not in caplog.text


async def sent(operator: Operator, line: str) -> bytes:
    """What comes back for a request line that no client library would write so."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(operator.town.url.rpartition(":")[2]))
    writer.write(f"{line}\r\nHost: waybill\r\nConnection: close\r\n\r\n".encode())
    reply = await reader.read()
    writer.close()
    await writer.wait_closed()
    return reply


@pytest.mark.parametrize("written", ["wb%5Fsk_live_x", "%77b_sk_live_x", "%77%62%5f%73%6b%5f"])
async def test_a_key_in_a_url_is_seen_however_it_is_written(operator: Operator, written: str) -> None:
    assert b'"key_in_url"' in await sent(operator, f"GET /api/v1/agents?key={written} HTTP/1.1")


async def test_a_broken_request_line_with_a_key_in_it_leaves_no_key_in_the_log(
    operator: Operator, caplog: pytest.LogCaptureFixture
) -> None:
    reply = await sent(operator, f"GET /agents?key={operator.key} HTTP/9.7 x")
    assert reply.startswith(b"HTTP/1.0 400")
    lines = [JsonLines().format(record) for record in caplog.records]
    assert lines
    assert operator.key not in "".join(lines)
