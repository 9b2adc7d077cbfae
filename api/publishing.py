"""Publishing over HTTP: versions that never change, what each changed, and the way back to an earlier one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field

from infra.once import made_before, remember
from infra.store.page import Place
from infra.store.transaction import Store, Transaction
from routes.operation import Call, Given, Nothing, Operation
from routes.paging import Cursors, Page
from routes.shapes import GIVEN, READ
from routes.times import iso
from tenants import publishing
from tenants.draft import CallerVerification, Draft, GuardrailRules, Skill
from tenants.errors import not_found
from tenants.handoff import Handoff
from tenants.principal import Scope
from tenants.publishing import NEWEST, Version

ONE = "/agents/{id}"
LONGEST_NUMBER = 9
CONFLICTS = ("endpoint_does_not_verify", "idempotency_key_reused")


class Publication(BaseModel):
    """`note`: for whoever reads the list of versions."""

    model_config = READ
    note: str | None = Field(None, max_length=500)


class WayBack(BaseModel):
    """`version`: the number of the one whose content is to be served again."""

    model_config = READ
    version: int = Field(ge=1, lt=NEWEST)


class Against(BaseModel):
    """`against`: the number to compare with, by default the version before; 0 is an agent on which nothing was set."""

    model_config = READ
    against: int | None = Field(None, ge=0, lt=NEWEST)


class VersionGiven(BaseModel):
    """A version and everything it froze."""

    model_config = GIVEN
    agent_id: str
    version: int
    name: str
    skills: list[Skill]
    caller_verification: CallerVerification
    guardrails: GuardrailRules
    handoff: Handoff
    note: str | None
    published_at: str


class DifferenceGiven(BaseModel):
    """One value that differs; `path` as in JSON pointers."""

    path: str
    before: Any
    after: Any


class Comparison(BaseModel):
    """What has to change in `against` to become `version`."""

    model_config = GIVEN
    version: int
    against: int
    changes: list[DifferenceGiven]


@dataclass(frozen=True, slots=True)
class Publishing:
    """The operations on versions."""

    store: Store
    cursors: Cursors

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        read, write = Scope.AGENTS_READ, Scope.AGENTS_WRITE
        conflicts = {409: CONFLICTS}
        return [
            Operation(
                *("POST", ONE + "/publish", write, "Freeze the draft and serve it"),
                *(Publication, VersionGiven, self.publish, 201),
                creates=True,
                bare=True,
                refuses=conflicts,
            ),
            Operation(
                *("POST", ONE + "/rollback", write, "Serve an earlier version again, as a new one"),
                *(WayBack, VersionGiven, self.roll_back, 201),
                creates=True,
                refuses=conflicts,
            ),
            Operation(
                *("GET", ONE + "/versions", read, "All versions, newest first", Page, VersionGiven, self.every),
                listed=True,
            ),
            Operation("GET", ONE + "/versions/{v}", read, "A version", Nothing, VersionGiven, self.show),
            Operation(
                "GET", ONE + "/versions/{v}/diff", read, "What a version changed", Against, Comparison, self.compare
            ),
        ]

    async def publish(self, call: Call, wanted: Publication) -> Given:
        """The next version; the same Idempotency-Key gives the same one."""

        async def new(tx: Transaction) -> Version:
            return await publishing.publish(tx, call.tenant, call.id, note=wanted.note, at=call.now)

        return Given(_given(await self.store.write(lambda tx: self._once(tx, call, new))))

    async def roll_back(self, call: Call, wanted: WayBack) -> Given:
        """The draft stays as it is."""

        async def new(tx: Transaction) -> Version:
            return await publishing.rollback(tx, call.tenant, call.id, wanted.version, at=call.now)

        return Given(_given(await self.store.write(lambda tx: self._once(tx, call, new))))

    async def every(self, call: Call, page: Page) -> Given:
        """Page by page."""
        place = self.cursors.place(call, page)
        before = NEWEST if page.cursor is None else int(place.at)
        found = await self.store.read(lambda tx: publishing.versions(tx, call.tenant, call.id, before, page.limit + 1))
        return self.cursors.given(call, page, found, lambda each: Place(each.number, each.agent_id), _given)

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """With all it froze."""
        return Given(_given(await self._find(call, _number(call))))

    async def compare(self, call: Call, wanted: Against) -> Given:
        """Value by value."""
        number = _number(call)
        against = number - 1 if wanted.against is None else wanted.against
        after = await self._find(call, number)
        before = (await self._find(call, against)).content if against else Draft(name=after.content.name)
        found = publishing.differences(before, after.content)
        changes = [DifferenceGiven(path=each.path, before=each.before, after=each.after) for each in found]
        return Given(Comparison(version=number, against=against, changes=changes))

    async def _once(self, tx: Transaction, call: Call, new: Callable[[Transaction], Awaitable[Version]]) -> Version:
        if known := await made_before(tx, call.principal.key_id, call.delivery):
            return await publishing.find_version(tx, call.tenant, call.id, int(known))
        made = await new(tx)
        await remember(tx, call.principal.key_id, call.delivery, str(made.number), call.now)
        return made

    async def _find(self, call: Call, number: int) -> Version:
        return await self.store.read(lambda tx: publishing.find_version(tx, call.tenant, call.id, number))


def _number(call: Call) -> int:
    text = call.path["v"]
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise not_found("This version")
    return int(text)


def _given(version: Version) -> VersionGiven:
    content = version.content
    return VersionGiven(
        agent_id=version.agent_id,
        version=version.number,
        name=content.name,
        skills=list(content.skills),
        caller_verification=content.policy,
        guardrails=content.guardrails,
        handoff=content.handoff,
        note=version.note,
        published_at=iso(version.created_at),
    )
