"""Keys over HTTP: shown once, never stronger than who issues them, and good for nothing once they are revoked."""

from typing import Any

import pytest

from routes.times import iso
from tenants.principal import Scope
from tests.api.operator import Operator
from tests.world.written import written

NEW = {"name": "Program", "scopes": ["chat:write", "chat:read"]}


async def test_a_key_is_shown_once_and_kept_as_a_digest(operator: Operator) -> None:
    issued = (await operator.post("/keys", NEW)).data
    assert issued["secret"].startswith("wb_sk_live_")
    assert (issued["last4"], issued["scopes"]) == (issued["secret"][-4:], ["chat:read", "chat:write"])
    shown = (await operator.get(f"/keys/{issued['id']}")).data
    assert shown == issued | {"secret": None}
    assert shown in (await operator.get("/keys?limit=100")).data
    assert issued["secret"].encode() not in await written(operator.town.house.store)


async def test_a_key_does_what_its_scopes_say_until_it_is_revoked(operator: Operator) -> None:
    issued = (await operator.post("/keys", NEW)).data
    body = {"agentId": operator.town.agent}
    assert (await operator.ask("POST", "/chat/sessions", body, key=issued["secret"])).status == 201
    assert (await operator.ask("GET", "/agents", key=issued["secret"])).refused == (403, "scope_missing")
    first = (await operator.delete(f"/keys/{issued['id']}")).data
    operator.town.clock.pass_(60)
    assert (await operator.delete(f"/keys/{issued['id']}")).data == first
    assert first["revokedAt"]
    assert (await operator.ask("POST", "/chat/sessions", body, key=issued["secret"])).refused == (401, "wrong_key")
    assert (await operator.get(f"/keys/{issued['id']}")).data == first


async def test_a_key_may_revoke_itself(operator: Operator) -> None:
    issued = (await operator.post("/keys", {"name": "Self", "scopes": ["keys:write"]})).data
    assert (await operator.ask("DELETE", f"/keys/{issued['id']}", key=issued["secret"])).status == 200
    assert (await operator.ask("DELETE", f"/keys/{issued['id']}", key=issued["secret"])).refused == (401, "wrong_key")


async def test_a_key_expires_to_the_second(operator: Operator) -> None:
    clock = operator.town.clock
    issued = (await operator.post("/keys", {**NEW, "scopes": ["agents:read"], "expiresAt": iso(clock() + 60)})).data
    clock.pass_(59)
    assert (await operator.ask("GET", "/agents", key=issued["secret"])).status == 200
    clock.pass_(1)
    assert (await operator.ask("GET", "/agents", key=issued["secret"])).refused == (401, "wrong_key")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes.0"),
        ({"scopes": ["chat:*"]}, "scopes.0"),
        ({"scopes": "chat:read"}, "scopes"),
        ({"name": ""}, "name"),
        ({"expiresAt": "tomorrow"}, "expiresAt"),
        ({"expiresAt": "2100-01-01T00:00:00"}, "expiresAt"),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, None),
        ({"expiresAt": "9999-12-31T23:59:59-23:59"}, "expiresAt"),
        ({"secret": "wb_sk_live_mine"}, "secret"),
        ({"revokedAt": None}, "revokedAt"),
    ],
)
async def test_what_a_key_cannot_be_is_refused(operator: Operator, more: dict[str, Any], field: str | None) -> None:
    before = (await operator.get("/keys?limit=100")).data
    reply = await operator.post("/keys", {**NEW, **more})
    assert (reply.refused, reply.body.get("field")) == ((400, "invalid_request"), field), reply.body
    assert (await operator.get("/keys?limit=100")).data == before


async def test_a_key_issues_no_key_with_more_scopes_than_it_has(operator: Operator) -> None:
    issuer = await operator.with_scopes(Scope.KEYS_WRITE, Scope.CHAT_READ)
    assert (await issuer.post("/keys", {"name": "Same", "scopes": ["chat:read", "keys:write"]})).status == 201
    for scope in set(Scope) - {Scope.KEYS_WRITE, Scope.CHAT_READ}:
        reply = await issuer.post("/keys", {"name": "More", "scopes": ["chat:read", scope.value]})
        assert reply.refused == (403, "scope_escalation")
    await issuer.leaves()
