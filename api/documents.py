"""An agent's documents over HTTP: caller verification, guardrails, handoff; each is read and set as a whole."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeAlias, cast

from pydantic import BaseModel

from infra.store.transaction import Store
from routes.operation import Call, Given, Nothing, Operation
from tenants import agents
from tenants.agents import Agent, Changes
from tenants.draft import CallerVerification, GuardrailRules
from tenants.handoff import Handoff
from tenants.principal import Scope

Part: TypeAlias = Literal["policy", "guardrails", "handoff"]
"""What the draft calls it."""
DOCUMENTS: tuple[tuple[Part, str, type[BaseModel], str], ...] = (
    ("policy", "caller-verification", CallerVerification, "Whose order it is: the policy"),
    ("guardrails", "guardrails", GuardrailRules, "What may be disclosed"),
    ("handoff", "handoff", Handoff, "When and how colleagues are reached"),
)


@dataclass(frozen=True, slots=True)
class Documents:
    """The operations on documents. They belong to the draft: customers notice once it is published."""

    store: Store

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        return [each for document in DOCUMENTS for each in self._both(*document)]

    def _both(self, part: Part, name: str, model: type[BaseModel], words: str) -> list[Operation[Any]]:
        path, show, put = f"/agents/{{id}}/{name}", partial(self.show, part), partial(self.put, part)
        return [
            Operation("GET", path, Scope.AGENTS_READ, words, Nothing, model, show),
            Operation(
                "PUT", path, Scope.AGENTS_WRITE, f"Set {name.replace('-', ' ')}", model, model, put, revises=True
            ),
        ]

    async def show(self, part: Part, call: Call, _wanted: Nothing) -> Given:
        """As it is drafted."""
        return _given(part, await self.store.read(lambda tx: agents.find(tx, call.tenant, call.id)))

    async def put(self, part: Part, call: Call, wanted: BaseModel) -> Given:
        """The whole of it; what is left out has its default."""
        changes = cast("Changes", {"at": call.now, "seen": call.revision, part: wanted})
        return _given(part, await self.store.write(lambda tx: agents.revise(tx, call.tenant, call.id, **changes)))


def _given(part: Part, agent: Agent) -> Given:
    return Given(getattr(agent.draft, part), revision=agent.revision)
