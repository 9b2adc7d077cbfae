"""Provisioning: turning what a connection can do into skills of an agent's draft."""

from dataclasses import dataclass

from infra.store.transaction import Transaction
from tenants import agents, integrations
from tenants.agents import Agent
from tenants.connector import IntegrationKind
from tenants.draft import Skill
from tenants.errors import Code, SetupError


@dataclass(frozen=True, slots=True)
class Provisioned:
    """An agent with its skills as they stand now. `changed`: not all of this was so before."""

    agent: Agent
    changed: bool


async def provision(
    t: Transaction, tenant_id: int, agent_id: str, kind: IntegrationKind, wanted: frozenset[Skill] | None, *, at: float
) -> Provisioned:
    """Give an agent these skills, by default all that the connection has; what it has already stays.

    Raises: SetupError: not_found; not_connected; invalid for a skill that the connection does not have.
    """
    agent = await agents.find(t, tenant_id, agent_id)
    _able(kind)
    connected = await integrations.of_kind(t, tenant_id, kind)
    if connected is None:
        raise SetupError(Code.NOT_CONNECTED, f"Connect {kind.value} first.")
    able = frozenset(skill for skill in Skill if skill.kind in connected.kinds)
    if unable := sorted((wanted or able) - able):
        raise SetupError(Code.INVALID, f"This connection does not answer {', '.join(unable)}.")
    return await _set(t, agent, frozenset(agent.draft.skills) | (wanted or able), at)


async def withdraw(
    t: Transaction, tenant_id: int, agent_id: str, kind: IntegrationKind, wanted: frozenset[Skill] | None, *, at: float
) -> Provisioned:
    """Take these skills, by default all, from an agent's draft; the connection may be gone already.

    Raises: SetupError: not_found; invalid.
    """
    agent = await agents.find(t, tenant_id, agent_id)
    _able(kind)
    return await _set(t, agent, frozenset(agent.draft.skills) - (wanted or frozenset(Skill)), at)


def _able(kind: IntegrationKind) -> None:
    if not kind.looks_up:
        raise SetupError(Code.INVALID, f"{kind.value} has no action that can be provisioned.")


async def _set(t: Transaction, agent: Agent, skills: frozenset[Skill], at: float) -> Provisioned:
    if skills == frozenset(agent.draft.skills):
        return Provisioned(agent, changed=False)
    return Provisioned(await agents.revise(t, agent.tenant_id, agent.id, at=at, skills=skills), changed=True)
