"""What nobody may set cannot be slipped in beside what they may: each body takes its own fields and no other."""

import pytest

from infra.store.export import export
from tests.api.estate import Estate, bodies, filled, name, operations
from tests.api.operator import Operator
from tests.world.town import Town

SLIPPED = {
    "tenant_id": 1,
    "tenantId": 1,
    "plan": "custom",
    "id": "agt_mine",
    "published": 7,
    "publishedVersion": 7,
    "published_version": 7,
    "createdAt": "2020-01-01T00:00:00Z",
    "revision": 1,
    "scope": "keys:write",
    "last4": "0000",
    "proven": ["email"],
    "__proto__": {},
}


async def everything(town: Town) -> bytes:
    """All that both tenants have."""
    store, vault = town.house.store, town.house.vault
    pieces = [piece for tenant in (1, 2) async for piece in export(store, vault, tenant)]
    return b"".join(pieces)


@pytest.mark.parametrize("slipped", SLIPPED)
async def test_no_body_takes(estate: Estate, slipped: str) -> None:
    owner = estate.owner
    before = await everything(owner.town)
    for operation in operations(owner):
        body = bodies(owner, estate.ids).get(name(operation))
        if not operation.has_body or not isinstance(body, dict) or slipped in body:
            continue
        sent = {slipped: SLIPPED[slipped], **body}
        reply = await owner.ask(operation.method, filled(operation.path, estate.ids), sent)
        assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), slipped), name(operation)
    assert await everything(owner.town) == before


async def test_no_query_takes_another_tenant(estate: Estate) -> None:
    for operation in operations(estate.owner):
        if not operation.has_body:
            path = filled(operation.path, estate.ids)
            for query in ("tenantId=1", "tenant_id=1", "plan=custom"):
                reply = await estate.owner.ask(operation.method, f"{path}?{query}")
                assert reply.refused == (400, "invalid_request"), name(operation)


async def test_of_a_field_that_stands_twice_the_last_is_read_once_and_for_all(operator: Operator) -> None:
    reply = await operator.post("/keys", b'{"name":"x","scopes":["chat:read"],"scopes":["agents:read"]}')
    assert (reply.data["scopes"], operator.tenant) == (["agents:read"], operator.town.tenant)
