"""No verb of this room shows or changes what belongs to another tenant."""

from collections.abc import Callable

import pytest

from infra.store.transaction import Row, Store, Transaction, Work
from infra.store.vault import Vault
from lookup.order import Failure
from tenants import agents, integrations, keys, publishing, tenancy
from tenants.agents import Agent
from tenants.draft import Skill
from tenants.errors import Code, SetupError
from tenants.integrations import Integration
from tenants.keys import Key
from tenants.outcomes import Outcomes
from tenants.plans import Plan
from tenants.principal import Scope
from tenants.tenancy import Tenant
from tests.tenants.shops import PROVEN, connector

TABLES = ("keys", "integrations", "agents", "versions")


class Owned:
    """All that Acme has."""

    def __init__(self, agent: Agent, integration: Integration, key: Key) -> None:
        self.agent_id, self.integration_id, self.key_id = agent.id, integration.id, key.id
        self.tenant_id = agent.tenant_id


@pytest.fixture
async def owned(store: Store, vault: Vault, agent: Agent) -> Owned:
    new = connector(agent.tenant_id)
    kept = await store.write(lambda t: integrations.connect(t, vault, new, trial=PROVEN, replace=False, at=3.0))
    await store.write(lambda t: publishing.publish(t, agent.tenant_id, agent.id, at=4.0))
    key, _ = await store.write(
        lambda t: keys.issue(t, agent.tenant_id, name="k", scopes=frozenset({Scope.CHAT_READ}), at=5.0)
    )
    return Owned(agent, kept, key)


REFUSED: list[Callable[[int, Owned], Work[object]]] = [
    lambda me, acme: lambda t: agents.find(t, me, acme.agent_id),
    lambda me, acme: lambda t: agents.revise(t, me, acme.agent_id, at=9.0, skills=frozenset(Skill)),
    lambda me, acme: lambda t: publishing.publish(t, me, acme.agent_id, at=9.0),
    lambda me, acme: lambda t: publishing.versions(t, me, acme.agent_id),
    lambda me, acme: lambda t: keys.revoke(t, me, acme.key_id, at=9.0),
    lambda me, acme: lambda t: integrations.record(t, me, acme.integration_id, PROVEN),
    lambda me, _: lambda t: integrations.find(t, me),
    lambda me, _: lambda t: integrations.disconnect(t, me, at=9.0),
]


@pytest.mark.parametrize("verb", REFUSED)
async def test_what_is_another_tenants_does_not_exist(
    store: Store, owned: Owned, rival: Tenant, verb: Callable[[int, Owned], Work[object]]
) -> None:
    before = await rows(store, owned.tenant_id)
    with pytest.raises(SetupError) as told:
        await store.write(verb(rival.id, owned))
    assert told.value.code is Code.NOT_FOUND
    assert await rows(store, owned.tenant_id) == before


async def test_another_tenants_lists_are_ones_own(store: Store, owned: Owned, rival: Tenant) -> None:
    assert await store.read(lambda t: agents.every(t, rival.id)) == []
    assert await store.read(lambda t: keys.every(t, rival.id)) == []
    assert await store.read(lambda t: publishing.newest(t, rival.id)) == {}
    assert await store.read(lambda t: publishing.version(t, rival.id, owned.agent_id, 1)) is None
    assert await store.read(lambda t: integrations.active(t, rival.id)) is None


async def test_what_one_tenant_does_leaves_the_other_as_it_was(
    store: Store, vault: Vault, owned: Owned, rival: Tenant
) -> None:
    before = await rows(store, owned.tenant_id)
    new = connector(rival.id)
    kept = await store.write(lambda t: integrations.connect(t, vault, new, trial=PROVEN, replace=True, at=6.0))
    theirs = await store.write(lambda t: agents.create(t, rival.id, name="Theirs", at=6.0))
    await store.write(lambda t: publishing.publish(t, rival.id, theirs.id, at=6.0))
    key, _ = await store.write(lambda t: keys.issue(t, rival.id, name="k", scopes=frozenset(Scope), at=6.0))
    await store.write(lambda t: keys.revoke(t, rival.id, key.id, at=7.0))
    await store.write(lambda t: tenancy.change_plan(t, rival.id, Plan.STARTER))
    outcomes = Outcomes(store, lambda: 8.0)
    await outcomes.failed(rival.id, owned.integration_id, Failure("timeout"))
    await outcomes.succeeded(rival.id, owned.integration_id)
    await store.write(lambda t: integrations.disconnect(t, rival.id, at=9.0))
    assert await rows(store, owned.tenant_id) == before
    assert kept.tenant_id == rival.id
    assert (await store.read(lambda t: tenancy.find(t, owned.tenant_id))).plan is Plan.PRO


async def rows(store: Store, tenant_id: int) -> list[Row]:
    async def work(t: Transaction) -> list[Row]:
        queries = [f"SELECT * FROM {table} WHERE tenant_id = $1" for table in TABLES]
        return [row for query in queries for row in await t.rows(query, tenant_id)]

    return await store.read(work)
