"""Agents: the assistants a tenant sets up. What is set here is a draft until it is published."""

from dataclasses import dataclass
from typing import Required, TypedDict, Unpack

from infra.store.ids import new_id
from infra.store.page import ALL, BEGINNING, Place
from infra.store.transaction import Row, Transaction
from tenants import tenancy
from tenants.draft import CallerVerification, Draft, GuardrailRules, Skill
from tenants.errors import changed_meanwhile, not_found
from tenants.handoff import Handoff


@dataclass(frozen=True, slots=True)
class Agent:
    """A draft and where it stands. `published`: the number of the version that is served; times in Unix seconds."""

    id: str
    tenant_id: int
    draft: Draft
    published: int | None
    revision: int
    created_at: float
    updated_at: float


class Changes(TypedDict, total=False):
    """What `revise` may set; what is left out stays. `at` in Unix seconds; `seen` is the revision it was made to."""

    at: Required[float]
    seen: int | None
    name: str
    skills: frozenset[Skill]
    policy: CallerVerification
    guardrails: GuardrailRules
    handoff: Handoff


async def create(t: Transaction, tenant_id: int, *, name: str, at: float) -> Agent:
    """A new agent without skills, with the default policy and guardrails. Raises: SetupError (not_found, invalid)."""
    await tenancy.find(t, tenant_id)
    agent = Agent(new_id("agt"), tenant_id, Draft(name=tenancy.checked_name(name)), None, 1, at, at)
    await t.run(
        "INSERT INTO agents (id, tenant_id, draft, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)",
        *(agent.id, tenant_id, agent.draft.model_dump_json(), at),
    )
    return agent


async def find(t: Transaction, tenant_id: int, agent_id: str) -> Agent:
    """One agent of this tenant. Raises: SetupError (not_found)."""
    row = await t.row("SELECT * FROM agents WHERE id = $1 AND tenant_id = $2", agent_id, tenant_id)
    if row is None:
        raise not_found(f"Agent {agent_id}")
    return _agent(row)


async def every(t: Transaction, tenant_id: int, after: Place = BEGINNING, limit: int = ALL) -> list[Agent]:
    """The agents of a tenant, oldest first."""
    rows = await t.rows(
        "SELECT * FROM agents WHERE tenant_id = $1 AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4",
        *(tenant_id, *after, limit),
    )
    return [_agent(row) for row in rows]


async def revise(t: Transaction, tenant_id: int, agent_id: str, **changes: Unpack[Changes]) -> Agent:
    """Change the draft; customers notice nothing until it is published.

    Raises: SetupError: not_found; invalid; changed_meanwhile where another revision stands than was seen.
    """
    agent = await find(t, tenant_id, agent_id)
    if changes.get("seen") not in {None, agent.revision}:
        raise changed_meanwhile()
    set_now = {
        "name": tenancy.checked_name(changes.get("name", agent.draft.name)),
        "skills": tuple(sorted(changes.get("skills", agent.draft.skills))),
        "policy": changes.get("policy", agent.draft.policy),
        "guardrails": changes.get("guardrails", agent.draft.guardrails),
        "handoff": changes.get("handoff", agent.draft.handoff),
    }
    draft, at = Draft.model_validate(set_now), changes["at"]
    await t.run(
        "UPDATE agents SET draft = $1, updated_at = $2, revision = revision + 1 WHERE id = $3 AND tenant_id = $4",
        *(draft.model_dump_json(), at, agent_id, tenant_id),
    )
    return Agent(agent.id, tenant_id, draft, agent.published, agent.revision + 1, agent.created_at, at)


def _agent(row: Row) -> Agent:
    draft = Draft.model_validate_json(row["draft"])
    times = row["created_at"], row["updated_at"]
    return Agent(row["id"], row["tenant_id"], draft, row["published"], row["revision"], *times)
