"""Draft, publish, numbered version; and what may not be published."""

import pytest

from infra.store.transaction import Store
from infra.store.vault import Vault
from tenants import agents, integrations, publishing
from tenants.agents import Agent
from tenants.draft import CallerVerification, Draft, GuardrailRules, Skill
from tenants.errors import Code, SetupError
from tenants.integrations import Integration
from tenants.publishing import Version
from tenants.trial import Step, Trial
from tests.tenants.shops import PROVEN, connector
from verification.policy import Factor, Require

FAILED = (Step("the order, with a wrong claim", ("unauthorized",), "ok"),)


def shown(*carries: Factor) -> Trial:
    return Trial(FAILED, proven=(), strict=False, carries_factors=carries, conclusive=True)


async def connect(store: Store, vault: Vault, agent: Agent, trial: Trial | None) -> Integration:
    new = connector(agent.tenant_id)
    return await store.write(lambda t: integrations.connect(t, vault, new, trial=trial, replace=True, at=3.0))


async def publish(store: Store, agent: Agent, note: str | None = None) -> Version:
    return await store.write(lambda t: publishing.publish(t, agent.tenant_id, agent.id, note=note, at=4.0))


async def set_policy(store: Store, agent: Agent, policy: CallerVerification) -> Agent:
    return await store.write(lambda t: agents.revise(t, agent.tenant_id, agent.id, at=3.0, policy=policy))


async def test_versions_are_numbered_and_never_change(store: Store, agent: Agent) -> None:
    first = await publish(store, agent, "the first")
    skills, rules = frozenset(Skill), GuardrailRules(disclose=("eta",))
    await store.write(
        lambda t: agents.revise(t, agent.tenant_id, agent.id, at=3.0, name="Two", skills=skills, guardrails=rules)
    )
    second = await publish(store, agent)
    assert (first.number, second.number) == (1, 2)
    assert first.content == agent.draft
    assert second.content == Draft(name="Two", skills=tuple(Skill), guardrails=rules)
    assert await store.read(lambda t: publishing.versions(t, agent.tenant_id, agent.id)) == [second, first]
    assert (await store.read(lambda t: agents.find(t, agent.tenant_id, agent.id))).published == 2


async def test_a_refused_publication_uses_up_no_number(store: Store, vault: Vault, agent: Agent) -> None:
    await connect(store, vault, agent, None)
    with pytest.raises(SetupError):
        await publish(store, agent)
    await connect(store, vault, agent, PROVEN)
    assert (await publish(store, agent)).number == 1


async def test_a_note_is_bounded(store: Store, agent: Agent) -> None:
    with pytest.raises(SetupError, match="at most 500"):
        await publish(store, agent, "x" * 501)


async def test_without_a_connector_anything_may_be_published(store: Store, agent: Agent) -> None:
    assert (await publish(store, agent)).number == 1


ANY, ALL = Require.ANY, Require.ALL
BOTH = (Factor.EMAIL, Factor.ZIP)


@pytest.mark.parametrize(
    ("policy", "trial", "may"),
    [
        (CallerVerification(), None, False),
        (CallerVerification(), shown(), False),
        (CallerVerification(), PROVEN, True),
        (CallerVerification(endpointVerifies=True), None, True),
        (CallerVerification(require=Require.NONE), None, True),
        (CallerVerification(require=ANY, factors=BOTH), shown(Factor.ZIP), True),
        (CallerVerification(require=ANY, factors=BOTH), shown(Factor.PHONE), False),
        (CallerVerification(require=ALL, factors=BOTH), shown(Factor.ZIP), False),
        (CallerVerification(require=ALL, factors=BOTH), shown(Factor.ZIP, Factor.EMAIL), True),
    ],
)
async def test_a_policy_that_nobody_can_judge_is_not_published(
    store: Store, vault: Vault, agent: Agent, policy: CallerVerification, trial: Trial | None, *, may: bool
) -> None:
    await connect(store, vault, agent, trial)
    await set_policy(store, agent, policy)
    if may:
        assert (await publish(store, agent)).content.policy == policy
        return
    with pytest.raises(SetupError) as told:
        await publish(store, agent)
    assert told.value.code is Code.ENDPOINT_DOES_NOT_VERIFY


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "two\nlines"])
async def test_a_name_is_checked(store: Store, agent: Agent, name: str) -> None:
    with pytest.raises(SetupError, match="name has 1 to 200"):
        await store.write(lambda t: agents.revise(t, agent.tenant_id, agent.id, at=3.0, name=name))


@pytest.mark.parametrize(
    ("proven", "strict", "require", "may"),
    [
        ((Factor.EMAIL,), True, "any", False),
        ((Factor.EMAIL, Factor.ZIP), False, "any", True),
        ((Factor.EMAIL, Factor.ZIP), False, "all", False),
        ((Factor.EMAIL, Factor.ZIP), True, "all", True),
    ],
)
async def test_a_policy_needs_every_claim_judged_that_it_may_send(
    store: Store, vault: Vault, agent: Agent, proven: tuple[Factor, ...], strict: bool, require: str, may: bool
) -> None:
    showed = Trial((), proven, strict=strict, carries_factors=(), conclusive=True)
    connected = await connect(store, vault, agent, showed)
    assert connected.judges(CallerVerification.model_validate({"require": require})) is may
