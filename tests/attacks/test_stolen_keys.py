"""A key that may do little, in the wrong hands: it stays little, and gets at nothing that others made under a name."""

import itertools

import pytest

from tenants.principal import Scope
from tests.api.operator import Operator

NAMED = {"Idempotency-Key": "order-17"}


async def test_no_chain_of_keys_ends_with_more_than_it_began(operator: Operator) -> None:
    thief = await operator.with_scopes(Scope.KEYS_WRITE)
    key = thief.key
    for step in range(3):
        issued = await operator.ask("POST", "/keys", {"name": f"Step {step}", "scopes": ["keys:write"]}, key=key)
        key = issued.data["secret"]
        for scope in set(Scope) - {Scope.KEYS_WRITE}:
            more = {"name": "More", "scopes": ["keys:write", scope.value]}
            assert (await operator.ask("POST", "/keys", more, key=key)).refused == (403, "scope_escalation")
    await thief.leaves()


async def test_a_scope_in_other_letters_is_no_scope(operator: Operator) -> None:
    thief = await operator.with_scopes(Scope.KEYS_WRITE)
    for scope in (
        "AGENTS:WRITE",
        "agents:write ",
        "agents:write\\u0000",
        "agents:*",
        "*",
        "agents",
        "keys:write,agents:write",
    ):
        reply = await thief.post("/keys", {"name": "More", "scopes": [scope]})
        assert reply.refused == (400, "invalid_request"), scope
    await thief.leaves()


async def test_a_replayed_creation_gives_no_other_key_what_it_made(operator: Operator) -> None:
    body = {"name": "Program", "scopes": ["keys:write"]}
    first = await operator.post("/keys", body, **NAMED)
    thief = await operator.with_scopes(Scope.KEYS_WRITE)
    theirs = await thief.post("/keys", body, **NAMED)
    assert theirs.data["id"] != first.data["id"]
    again = await operator.post("/keys", body, **NAMED)
    assert (again.data["id"], again.data["secret"]) == (first.data["id"], None)
    stronger = await operator.post("/keys", {**body, "scopes": ["keys:write", "agents:write"]}, **NAMED)
    assert stronger.refused == (409, "idempotency_key_reused")
    await thief.leaves()


async def test_a_replay_does_not_undo_a_revocation(operator: Operator) -> None:
    body = {"name": "Program", "scopes": ["agents:read"]}
    issued = (await operator.post("/keys", body, **NAMED)).data
    await operator.delete(f"/keys/{issued['id']}")
    again = (await operator.post("/keys", body, **NAMED)).data
    assert (again["id"], again["secret"], bool(again["revokedAt"])) == (issued["id"], None, True)
    assert (await operator.ask("GET", "/agents", key=issued["secret"])).refused == (401, "wrong_key")


@pytest.mark.parametrize("header", ["Authorization", "X-Api-Key"])
async def test_of_two_keys_in_one_request_none_lends_the_other_its_scopes(operator: Operator, header: str) -> None:
    thief = await operator.with_scopes(Scope.CHAT_READ)
    both = {"Authorization": f"Bearer {thief.key}", "X-Api-Key": operator.key}
    assert (await operator.ask("GET", "/agents", key="", **both)).refused == (403, "scope_missing")
    only = {header: f"Bearer {thief.key}" if header == "Authorization" else thief.key}
    assert (await operator.ask("GET", "/agents", key="", **only)).refused == (403, "scope_missing")
    await thief.leaves()


async def test_a_cursor_cannot_be_made_from_another(operator: Operator) -> None:
    """Neither half of two good cursors goes with the other's."""
    for number in range(4):
        operator.town.clock.pass_(1)
        await operator.post("/agents", {"name": f"Agent {number}"})
    first = await operator.get("/agents?limit=1")
    second = await operator.get(f"/agents?limit=1&cursor={first.cursor}")
    keys = await operator.get("/keys?limit=1")
    halves = [str(reply.cursor).split(".") for reply in (first, second, keys)]
    for (packed, sign), (_, other) in itertools.permutations(halves, 2):
        assert sign != other
        assert (await operator.get(f"/agents?cursor={packed}.{other}")).refused == (400, "invalid_request")
    assert (await operator.get(f"/keys?cursor={first.cursor}")).refused == (400, "invalid_request")
