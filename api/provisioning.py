"""Provisioning over HTTP: a connection's actions become skills of an agent, however often it is asked for."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.integrations import KINDS, kind_of
from infra.store.transaction import Store
from routes.operation import Call, Given, Operation
from routes.shapes import GIVEN, READ
from tenants import provisioning
from tenants.draft import Skill
from tenants.principal import Scope
from tenants.provisioning import Provisioned

PATH = "/agents/{id}/integrations/{kind}/provision"
CREATED, THERE_BEFORE = 201, 200
Actions = Annotated[frozenset[Skill], Field(min_length=1)]


class Wanted(BaseModel):
    """`actions`: by default all that the connection has."""

    model_config = READ
    actions: Actions | None = None


class Unwanted(BaseModel):
    """`action`: the one to take away, by default all."""

    model_config = READ
    action: Skill | None = None


class SkillsGiven(BaseModel):
    """The draft's skills as they stand now. `created`: not all of what was asked for was there before."""

    model_config = GIVEN
    agent_id: str
    kind: str
    actions: list[Skill]
    created: bool


@dataclass(frozen=True, slots=True)
class Provisioning:
    """The operations on an agent's skills."""

    store: Store

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        scope = Scope.SKILLS_WRITE
        return [
            Operation(
                *("POST", PATH, scope, "Turn a connection's actions into skills", Wanted, SkillsGiven, self.add),
                also=(CREATED,),
                bare=True,
                among=KINDS,
                refuses={409: ("not_connected",)},
            ),
            Operation("DELETE", PATH, scope, "Take skills away", Unwanted, SkillsGiven, self.remove, among=KINDS),
        ]

    async def add(self, call: Call, wanted: Wanted) -> Given:
        """201 where something was new, 200 where nothing was."""
        kind = kind_of(call)
        done = await self.store.write(
            lambda tx: provisioning.provision(tx, call.tenant, call.id, kind, wanted.actions, at=call.now)
        )
        return _given(call, done, created=done.changed)

    async def remove(self, call: Call, wanted: Unwanted) -> Given:
        """Customers notice once it is published."""
        unwanted = None if wanted.action is None else frozenset({wanted.action})
        kind = kind_of(call)
        done = await self.store.write(
            lambda tx: provisioning.withdraw(tx, call.tenant, call.id, kind, unwanted, at=call.now)
        )
        return _given(call, done, created=False)


def _given(call: Call, done: Provisioned, *, created: bool) -> Given:
    skills = SkillsGiven(
        agent_id=done.agent.id, kind=call.path["kind"], actions=list(done.agent.draft.skills), created=created
    )
    return Given(skills, revision=done.agent.revision, status=CREATED if created else THERE_BEFORE)
