"""*Save and publish*: connect, give the agents what was ticked, and publish them, all in one transaction."""

from dataclasses import dataclass

from console.connector_form import Judge, Wishes
from infra.store.transaction import Transaction
from infra.store.vault import Vault
from tenants import agents, integrations, publishing
from tenants.agents import Agent
from tenants.connecting import Tried
from tenants.draft import CallerVerification, Skill
from tenants.errors import Code, SetupError
from tenants.integrations import Integration
from tenants.trial import Trial
from verification.policy import Factor, Require

DEFAULT_AGENT = "Order status"
NO_AGENT = "Choose the agents that shall use the connector, one at least."
NOTE = "Order Status Connector"
NAMES = {Factor.EMAIL: "e-mail", Factor.ZIP: "ZIP", Factor.PHONE: "phone number"}
UNPROVEN = (
    "Nothing was saved: nobody has seen that your endpoint checks what customers name. Give the test order's {} above,"
    " or say under “Who may hear it” who checks."
)
PARTLY_PROVEN = (
    "Nothing was saved: the test order proved the {}, but customers may name the {} as well. Give the test order's {},"
    " too, or say under “Who may hear it” who checks."
)


@dataclass(frozen=True, slots=True)
class Saving:
    """What is to be saved, and for whom."""

    tenant: int
    tried: Tried
    wishes: Wishes
    at: float

    async def work(self, tx: Transaction, vault: Vault) -> Integration:
        """Everything or nothing. Raises: SetupError, also where publishing is refused."""
        kept = await self.tried.keep(tx, vault, replace=True, at=self.at)
        for agent in await self._agents(tx):
            await self._publish(tx, agent, kept)
        return kept

    async def _agents(self, tx: Transaction) -> list[Agent]:
        """Those that were ticked; where there is none at all, one is made."""
        found = await agents.every(tx, self.tenant)
        if not found:
            return [await agents.create(tx, self.tenant, name=DEFAULT_AGENT, at=self.at)]
        if len(found) == 1:
            return found
        chosen = [agent for agent in found if agent.id in self.wishes.agents]
        if not chosen:
            raise SetupError(Code.INVALID, NO_AGENT)
        return chosen

    async def _publish(self, tx: Transaction, agent: Agent, kept: Integration) -> None:
        skills = frozenset(skill for skill in Skill if skill.kind in kept.kinds)
        policy = judged(agent.draft.policy, self.wishes.judge)
        await agents.revise(tx, self.tenant, agent.id, at=self.at, skills=skills, policy=policy)
        await publishing.publish(tx, self.tenant, agent.id, note=NOTE, at=self.at)


def judged(policy: CallerVerification, judge: Judge | None) -> CallerVerification:
    """The agent's policy with what the merchant said of who checks the claims."""
    asks = policy.require if policy.require is not Require.NONE else Require.ANY
    factors = policy.factors or CallerVerification().factors
    match judge:
        case Judge.NOBODY:
            changes: dict[str, object] = {"require": Require.NONE, "endpoint_verifies": False}
        case Judge.ENDPOINT:
            changes = {"require": asks, "factors": factors, "endpoint_verifies": True}
        case _:
            changes = {"require": asks, "factors": factors, "endpoint_verifies": False}
    return policy.model_copy(update=changes)


def judge_of(policies: list[CallerVerification], kept: Integration) -> Judge | None:
    """What the form shows as chosen, from what the agents' drafts say."""
    if any(policy.endpoint_verifies for policy in policies):
        return Judge.ENDPOINT
    if policies and all(policy.require is Require.NONE for policy in policies):
        return Judge.NOBODY
    return Judge.TEST if kept.proven or kept.carries_factors else None


def left_unproven(policies: list[CallerVerification], trial: Trial | None) -> str:
    """What the merchant can do about an endpoint that nobody has seen check what customers may name."""
    asked = {factor for policy in policies if policy.require is not Require.NONE for factor in policy.factors}
    factors = [factor for factor in Factor if factor in (asked or CallerVerification().factors)]
    shown = (*trial.proven, *trial.carries_factors) if trial else ()
    proven = [NAMES[factor] for factor in factors if factor in shown]
    missing = " and ".join(NAMES[factor] for factor in factors if factor not in shown)
    if not proven or not missing:
        return UNPROVEN.format(" and ".join(NAMES[factor] for factor in factors))
    return PARTLY_PROVEN.format(" and ".join(proven), missing, missing)


async def connected(tx: Transaction, tenant: int) -> Integration | None:
    """The tenant's connector."""
    return await integrations.active(tx, tenant)
