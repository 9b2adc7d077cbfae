"""Agents over HTTP: made, listed, renamed; what else is set on one stands in `documents`."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import BaseModel, Field

from infra.store.page import Place
from infra.store.transaction import Store, Transaction
from routes.creating import once
from routes.operation import Call, Given, Nothing, Operation
from routes.paging import Cursors, Page
from routes.shapes import GIVEN, READ
from routes.times import iso
from tenants import agents
from tenants.agents import Agent
from tenants.draft import Skill
from tenants.principal import Scope

ONE = "/agents/{id}"


class NewAgent(BaseModel):
    """A new agent has no skills, and the default policy, guardrails and handoff."""

    model_config = READ
    name: str = Field(min_length=1, max_length=200)


class AgentChanges(BaseModel):
    """What is left out stays."""

    model_config = READ
    name: str | None = Field(None, min_length=1, max_length=200)


class AgentGiven(BaseModel):
    """An agent's draft; `publishedVersion` is what the doors serve, null before the first publication."""

    model_config = GIVEN
    id: str
    name: str
    skills: list[Skill]
    published_version: int | None
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Agents:
    """The operations on agents' drafts."""

    store: Store
    cursors: Cursors

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        read, write = Scope.AGENTS_READ, Scope.AGENTS_WRITE
        return [
            Operation(
                *("POST", "/agents", write, "Make an agent", NewAgent, AgentGiven, self.create, 201),
                creates=True,
                refuses={409: ("idempotency_key_reused",)},
            ),
            Operation("GET", "/agents", read, "All agents, oldest first", Page, AgentGiven, self.every, listed=True),
            Operation("GET", ONE, read, "An agent's draft", Nothing, AgentGiven, self.show),
            Operation("PATCH", ONE, write, "Rename it", AgentChanges, AgentGiven, self.change, revises=True),
        ]

    async def create(self, call: Call, wanted: NewAgent) -> Given:
        """A new agent, or the one that the same Idempotency-Key made."""

        async def work(tx: Transaction) -> Agent:
            return await once(
                *(tx, call, partial(agents.find, tx, call.tenant)),
                lambda: agents.create(tx, call.tenant, name=wanted.name, at=call.now),
            )

        return _agent(await self.store.write(work))

    async def every(self, call: Call, page: Page) -> Given:
        """Page by page."""
        after = self.cursors.place(call, page)
        found = await self.store.read(lambda tx: agents.every(tx, call.tenant, after, page.limit + 1))
        return self.cursors.given(call, page, found, lambda agent: Place(agent.created_at, agent.id), given)

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """As it is drafted, published or not."""
        return _agent(await self._find(call))

    async def change(self, call: Call, wanted: AgentChanges) -> Given:
        """Customers notice once it is published."""
        changes: agents.Changes = {"at": call.now, "seen": call.revision}
        if wanted.name is not None:
            changes["name"] = wanted.name
        return _agent(await self.store.write(lambda tx: agents.revise(tx, call.tenant, call.id, **changes)))

    async def _find(self, call: Call) -> Agent:
        return await self.store.read(lambda tx: agents.find(tx, call.tenant, call.id))


def given(agent: Agent) -> AgentGiven:
    """See `AgentGiven`."""
    return AgentGiven(
        id=agent.id,
        name=agent.draft.name,
        skills=list(agent.draft.skills),
        published_version=agent.published,
        created_at=iso(agent.created_at),
        updated_at=iso(agent.updated_at),
    )


def _agent(agent: Agent) -> Given:
    return Given(given(agent), revision=agent.revision)
