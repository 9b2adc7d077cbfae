"""What the doors ask: answered from memory until something changed, and from the next request on as it was changed."""

from collections.abc import AsyncIterator, Awaitable
from typing import TypeVar

import pytest

from conversation.terms import Guardrails, Terms
from infra.store.opening import open_store
from infra.store.transaction import Store, Work
from infra.store.vault import Vault
from intents.meaning import Hints
from lookup.order import Failure, Kind
from tenants import agents, generation, integrations, keys, publishing, tenancy
from tenants.agents import Agent
from tenants.connector import Connection
from tenants.directory import Directory, PublishedAgent
from tenants.draft import CallerVerification, GuardrailRules, Skill
from tenants.errors import Code, NoPublishedVersion, SetupError
from tenants.integrations import Integration
from tenants.outcomes import Outcomes
from tenants.plans import Plan
from tenants.principal import Scope
from tenants.tenancy import Tenant
from tests.tenants.shops import PROVEN, Roads, connector
from verification.policy import Policy, Require

T = TypeVar("T")
STATED = CallerVerification(endpointVerifies=True)


class CountingStore:
    """A store that counts what is read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.readings = 0

    def write(self, work: Work[T], *, synced: bool = True) -> Awaitable[T]:
        return self._store.write(work, synced=synced)

    async def read(self, work: Work[T]) -> T:
        self.readings += 1
        return await self._store.read(work)

    async def close(self) -> None:
        await self._store.close()


@pytest.fixture
def counting(store: Store) -> CountingStore:
    return CountingStore(store)


@pytest.fixture
def roads() -> Roads:
    return Roads()


@pytest.fixture
def directory(counting: CountingStore, vault: Vault, roads: Roads) -> Directory:
    return Directory(counting, vault, roads, lambda: 10.0)


@pytest.fixture
async def elsewhere(database_url: str) -> AsyncIterator[Store]:
    """The same database, as another process has it open."""
    opened = await open_store(database_url)
    yield opened
    await opened.close()


async def connect(store: Store, vault: Vault, new: Connection) -> Integration:
    return await store.write(lambda t: integrations.connect(t, vault, new, trial=PROVEN, replace=True, at=5.0))


async def publish(store: Store, agent: Agent, **changes: object) -> None:
    if changes:
        await store.write(lambda t: agents.revise(t, agent.tenant_id, agent.id, at=6.0, **changes))  # type: ignore[arg-type]
    await store.write(lambda t: publishing.publish(t, agent.tenant_id, agent.id, at=7.0))


async def served(directory: Directory, agent: Agent, version: int | None = None) -> PublishedAgent:
    found = await directory.agent(agent.tenant_id, agent.id, version)
    assert found is not None
    return found


async def test_a_published_assistant_is_served_with_its_terms_and_its_shop(
    store: Store, vault: Vault, directory: Directory, agent: Agent, roads: Roads
) -> None:
    kept = await connect(store, vault, connector(agent.tenant_id, kinds=(Kind.ORDER,)))
    await publish(store, agent, skills=frozenset(Skill))
    found = await served(directory, agent)
    assert (found.tenant_id, found.agent_id, found.name, found.version) == (agent.tenant_id, agent.id, "Waybill", 1)
    assert found.terms == Terms(kinds=frozenset({Kind.ORDER}), plan_allows=True, verifies=True, hints=Hints(("ORD-",)))
    assert (found.integration_id, roads.made) == (kept.id, [integrations.connection_of(kept, vault)])
    assert found.shop is not None


async def test_what_is_not_ticked_or_not_connected_is_not_looked_up(
    store: Store, vault: Vault, directory: Directory, agent: Agent
) -> None:
    await publish(store, agent, skills=frozenset({Skill.LOOKUP_PROJECT}))
    alone = await served(directory, agent)
    assert (alone.terms.kinds, alone.shop, alone.integration_id) == (frozenset(), None, None)
    await connect(store, vault, connector(agent.tenant_id))
    assert (await served(directory, agent)).terms.kinds == {Kind.PROJECT}
    await store.write(lambda t: integrations.disconnect(t, agent.tenant_id, at=8.0))
    assert await served(directory, agent) == alone


async def test_an_unknown_agent_is_none_and_a_mere_draft_says_so(
    store: Store, directory: Directory, agent: Agent
) -> None:
    assert await directory.agent(agent.tenant_id, "agt_nobody") is None
    assert await directory.published(agent.tenant_id) == []
    with pytest.raises(NoPublishedVersion) as told:
        await directory.agent(agent.tenant_id, agent.id)
    assert told.value.code is Code.NO_PUBLISHED_VERSION
    await publish(store, agent)
    assert await directory.published(agent.tenant_id) == [await served(directory, agent)]
    assert await directory.agent(agent.tenant_id, agent.id, 2) is None
    with pytest.raises(SetupError):
        await directory.agent(404, agent.id)


async def test_a_conversation_keeps_its_version_but_for_policy_guardrails_plan_and_connector(
    store: Store, vault: Vault, directory: Directory, agent: Agent
) -> None:
    await connect(store, vault, connector(agent.tenant_id))
    await publish(store, agent, name="First", skills=frozenset({Skill.LOOKUP_ORDER}))
    await publish(
        store,
        agent,
        name="Second",
        skills=frozenset(),
        policy=CallerVerification(require=Require.ALL),
        guardrails=GuardrailRules(disclose=()),
    )
    await store.write(lambda t: tenancy.change_plan(t, agent.tenant_id, Plan.GROWTH))
    first, second = await served(directory, agent, 1), await served(directory, agent)
    assert (first.name, first.terms.kinds) == ("First", frozenset({Kind.ORDER}))
    assert (second.name, second.terms.kinds) == ("Second", frozenset())
    for found in (first, second):
        assert found.terms.policy == Policy(require=Require.ALL)
        assert found.terms.guardrails == Guardrails(disclose=())
        assert not found.terms.plan_allows


async def test_the_endpoint_verifies_if_it_is_proven_or_the_merchant_says_so(
    store: Store, vault: Vault, directory: Directory, agent: Agent
) -> None:
    await publish(store, agent)
    assert not (await served(directory, agent)).terms.verifies
    await connect(store, vault, connector(agent.tenant_id))
    assert (await served(directory, agent)).terms.verifies
    new = connector(agent.tenant_id)
    await store.write(lambda t: integrations.connect(t, vault, new, replace=True, at=8.0))
    assert not (await served(directory, agent)).terms.verifies
    await publish(store, agent, policy=STATED)
    assert (await served(directory, agent)).terms.verifies


async def test_a_request_reads_one_row_when_nothing_changed(
    store: Store, directory: Directory, agent: Agent, counting: CountingStore
) -> None:
    await publish(store, agent)
    _, token = await store.write(
        lambda t: keys.issue(t, agent.tenant_id, name="k", scopes=frozenset({Scope.CHAT_WRITE}), at=1.0)
    )
    await directory.principal(token)
    remembered = await served(directory, agent)
    counting.readings = 0
    assert await directory.principal(token)
    assert await served(directory, agent) is remembered
    assert await directory.published(agent.tenant_id) == [remembered]
    assert counting.readings == 3


async def test_every_change_of_another_process_holds_from_the_next_request_on(
    elsewhere: Store, vault: Vault, directory: Directory, agent: Agent
) -> None:
    await publish(elsewhere, agent)
    assert (await served(directory, agent)).terms.plan_allows
    await elsewhere.write(lambda t: tenancy.change_plan(t, agent.tenant_id, Plan.STARTER))
    assert not (await served(directory, agent)).terms.plan_allows
    await publish(elsewhere, agent, name="Renamed")
    assert (await served(directory, agent)).name == "Renamed"
    kept = await connect(elsewhere, vault, connector(agent.tenant_id))
    assert (await served(directory, agent)).integration_id == kept.id


async def test_the_shop_stays_the_same_object_while_its_connection_is_active(
    store: Store, vault: Vault, directory: Directory, agent: Agent, roads: Roads
) -> None:
    kept = await connect(store, vault, connector(agent.tenant_id))
    await publish(store, agent)
    shop = (await served(directory, agent)).shop
    await publish(store, agent, name="Renamed")
    await store.write(lambda t: integrations.record(t, agent.tenant_id, kept.id, PROVEN))
    assert (await served(directory, agent)).shop is shop
    await connect(store, vault, connector(agent.tenant_id))
    assert (await served(directory, agent)).shop is not shop
    assert len(roads.made) == 2


async def test_how_a_lookup_went_makes_nobody_read_anew(
    store: Store, vault: Vault, directory: Directory, agent: Agent, counting: CountingStore
) -> None:
    kept = await connect(store, vault, connector(agent.tenant_id))
    await publish(store, agent)
    await served(directory, agent)
    outcomes = Outcomes(store, lambda: 1.0)
    await outcomes.failed(agent.tenant_id, kept.id, Failure("timeout"))
    await outcomes.succeeded(agent.tenant_id, kept.id)
    counting.readings = 0
    await served(directory, agent)
    assert counting.readings == 1


async def test_a_draft_in_the_making_is_noticed_by_nobody(store: Store, directory: Directory, agent: Agent) -> None:
    await publish(store, agent)
    before, number = await served(directory, agent), await store.read(generation.current)
    await store.write(lambda t: agents.revise(t, agent.tenant_id, agent.id, at=8.0, name="Draft", policy=STATED))
    assert await served(directory, agent) is before
    assert await store.read(generation.current) == number


async def test_each_tenant_is_served_its_own(
    store: Store, vault: Vault, directory: Directory, agent: Agent, rival: Tenant
) -> None:
    await connect(store, vault, connector(agent.tenant_id))
    theirs = await store.write(lambda t: agents.create(t, rival.id, name="Theirs", at=2.0))
    await publish(store, agent)
    await publish(store, theirs)
    assert await directory.agent(rival.id, agent.id) is None
    assert await directory.agent(agent.tenant_id, theirs.id) is None
    assert [found.name for found in await directory.published(rival.id)] == ["Theirs"]
    assert (await served(directory, theirs)).shop is None
