"""Agents: what each may do and tell, as a draft; what is published, what changed, and the way back."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from console import agent_forms
from console.forms import Form
from console.pages import BAD, back
from console.section import Section
from console.ways import Handler, Visit, Way, get, post
from infra.store.transaction import Transaction
from tenants import agents, integrations, publishing
from tenants.agents import Agent, Changes
from tenants.draft import Draft, Skill
from tenants.errors import Code, SetupError
from tenants.handoff import Weekday
from tenants.integrations import Integration
from tenants.members import Role
from tenants.publishing import Difference, Version
from verification.policy import Factor, Require

ALL = "/console/agents"
ONE = ALL + "/{agent}"
MOST_VERSIONS = 50
Read = Callable[[Form, Draft, float], Changes]
DAYS = {
    Weekday.MON: "Monday",
    Weekday.TUE: "Tuesday",
    Weekday.WED: "Wednesday",
    Weekday.THU: "Thursday",
    Weekday.FRI: "Friday",
    Weekday.SAT: "Saturday",
    Weekday.SUN: "Sunday",
}


@dataclass(frozen=True, slots=True)
class Looked:
    """An agent, its versions newest first, and what its draft would change."""

    agent: Agent
    connector: Integration | None
    versions: list[Version]

    @property
    def pending(self) -> list[Difference]:
        """What publishing would change for customers."""
        published = next((each for each in self.versions if each.number == self.agent.published), None)
        return [] if published is None else publishing.differences(published.content, self.agent.draft)


class AgentPages(Section):
    """The ways to agents."""

    def ways(self) -> list[Way]:
        """Its ways."""
        least = Role.MANAGER
        return [
            get(ALL, least, self._list),
            post(ALL, least, self._create),
            get(ONE, least, self._show),
            post(ONE + "/general", least, self._saving(_general)),
            post(ONE + "/verification", least, self._saving(_verification)),
            post(ONE + "/guardrails", least, self._saving(_guardrails)),
            post(ONE + "/handoff", least, self._saving(_handoff)),
            post(ONE + "/publish", least, self._publish),
            post(ONE + "/rollback", least, self._roll_back),
            get(ONE + "/versions/{number}", least, self._version),
        ]

    async def _list(self, visit: Visit, error: str | None = None) -> web.Response:
        found = await self._rooms.store.read(lambda tx: agents.every(tx, visit.tenant))
        return self._pages.show("agents.html", visit, {"agents": found, "error": error}, status=BAD if error else 200)

    async def _create(self, visit: Visit) -> web.Response:
        name = visit.form.text("name")
        try:
            made = await self._rooms.store.write(lambda tx: agents.create(tx, visit.tenant, name=name, at=visit.now))
        except SetupError as error:
            return await self._list(visit, str(error))
        return back(f"{ALL}/{made.id}", "agent")

    async def _show(self, visit: Visit, error: SetupError | None = None) -> web.Response:
        looked = await self._rooms.store.read(lambda tx: _look(tx, visit))
        unproven = error is not None and error.code is Code.ENDPOINT_DOES_NOT_VERIFY
        values = {
            "looked": looked,
            "agent": looked.agent,
            "draft": looked.agent.draft,
            "error": None if error is None or unproven else str(error),
            "unproven": unproven,
            "Skill": Skill,
            "Require": Require,
            "Factor": Factor,
            "days": DAYS,
            "offered": agent_forms.OFFERED,
            "topics": agent_forms.TOPICS,
            "written": agent_forms.written,
            "replacements": agent_forms.replacements,
            "shown": _shown,
        }
        return self._pages.show("agent.html", visit, values, status=BAD if error else 200)

    def _saving(self, read: Read) -> Handler:
        async def save(visit: Visit) -> web.Response:
            agent_id, seen = visit.of("agent"), visit.form.whole("seen")

            async def work(tx: Transaction) -> Agent:
                before = await agents.find(tx, visit.tenant, agent_id)
                changes = read(visit.form, before.draft, visit.now)
                changes["seen"] = seen
                return await agents.revise(tx, visit.tenant, agent_id, **changes)

            try:
                await self._rooms.store.write(work)
            except SetupError as error:
                return await self._refused(visit, error)
            return back(f"{ALL}/{agent_id}", "saved")

        return save

    async def _publish(self, visit: Visit) -> web.Response:
        agent_id, note = visit.of("agent"), visit.form.text("note") or None
        try:
            await self._rooms.store.write(
                lambda tx: publishing.publish(tx, visit.tenant, agent_id, note=note, at=visit.now)
            )
        except SetupError as error:
            return await self._refused(visit, error)
        return back(f"{ALL}/{agent_id}", "published")

    async def _roll_back(self, visit: Visit) -> web.Response:
        agent_id, number = visit.of("agent"), visit.form.whole("version") or 0
        try:
            await self._rooms.store.write(
                lambda tx: publishing.rollback(tx, visit.tenant, agent_id, number, at=visit.now)
            )
        except SetupError as error:
            return await self._refused(visit, error)
        return back(f"{ALL}/{agent_id}", "published")

    async def _version(self, visit: Visit) -> web.Response:
        """What a version froze, and what it changed against the one before."""
        text = visit.of("number")
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else publishing.NEWEST  # noqa: PLR2004

        async def work(tx: Transaction) -> tuple[Agent, Version, Draft]:
            agent = await agents.find(tx, visit.tenant, visit.of("agent"))
            version = await publishing.find_version(tx, visit.tenant, agent.id, number)
            earlier = await publishing.version(tx, visit.tenant, agent.id, number - 1)
            return agent, version, earlier.content if earlier else Draft(name=version.content.name)

        agent, version, before = await self._rooms.store.read(work)
        changes = publishing.differences(before, version.content)
        values = {"agent": agent, "version": version, "changes": changes, "shown": _shown}
        return self._pages.show("version.html", visit, values)

    async def _refused(self, visit: Visit, error: SetupError) -> web.Response:
        if error.code is Code.NOT_FOUND:
            raise error
        return await self._show(visit, error)


async def _look(tx: Transaction, visit: Visit) -> Looked:
    agent = await agents.find(tx, visit.tenant, visit.of("agent"))
    connector = await integrations.active(tx, visit.tenant)
    return Looked(agent, connector, await publishing.versions(tx, visit.tenant, agent.id, limit=MOST_VERSIONS))


def _shown(value: object) -> str:
    """A value of a draft for people: as JSON where it is more than a word."""
    return "nothing" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _general(form: Form, _draft: Draft, at: float) -> Changes:
    skills = frozenset(skill for skill in Skill if skill.value in form.every("skills"))
    return {"at": at, "name": form.text("name"), "skills": skills}


def _verification(form: Form, _draft: Draft, at: float) -> Changes:
    return {"at": at, "policy": agent_forms.verification(form)}


def _guardrails(form: Form, _draft: Draft, at: float) -> Changes:
    return {"at": at, "guardrails": agent_forms.guardrails(form)}


def _handoff(form: Form, draft: Draft, at: float) -> Changes:
    return {"at": at, "handoff": agent_forms.handoff(form, draft.handoff)}
