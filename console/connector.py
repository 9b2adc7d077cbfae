"""AI Agents → Order Status Connector: the row with its last failure, the form, the test button, *Save and publish*."""

from dataclasses import dataclass, replace

from aiohttp import web

from console import asking
from console.asking import Asked
from console.connector_form import NO_REFERENCE, WHO_JUDGES, Wishes
from console.pages import BAD, back
from console.publishing_connector import Saving, connected, judge_of, left_unproven
from console.section import Section
from console.ways import Visit, Way, get, post
from infra.store.transaction import Transaction
from lookup.explain import explain
from lookup.order import Kind, Question
from lookup.signing import make_secret
from tenants import agents, integrations, trial
from tenants.agents import Agent
from tenants.connecting import attempt
from tenants.connector import Connection, IntegrationKind
from tenants.errors import Code, SetupError
from tenants.integrations import Integration
from tenants.members import Role
from tenants.plans import Plan
from tenants.trial import Trial

LIST, FORM = "/console/connector", "/console/connector/edit"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is connected now, and which agents there are."""

    kept: Integration | None
    connection: Connection | None
    agents: list[Agent]

    def form(self) -> Wishes:
        """The form as it is first shown."""
        chosen = tuple(agent.id for agent in self.agents)
        if self.kept is None or self.connection is None:
            return Wishes(agents=chosen)
        used = tuple(agent.id for agent in self.agents if agent.draft.skills)
        judge = judge_of([agent.draft.policy for agent in self.agents if agent.draft.skills], self.kept)
        return Wishes.of(self.connection, judge=judge, agents=used or chosen)


class ConnectorPages(Section):
    """The ways to the connector."""

    def ways(self) -> list[Way]:
        """Its ways."""
        return [
            get(LIST, Role.MANAGER, self._list),
            post(LIST + "/disconnect", Role.MANAGER, self._disconnect),
            get(FORM, Role.MANAGER, self._form),
            post(FORM, Role.MANAGER, self._act),
        ]

    async def _list(self, visit: Visit) -> web.Response:
        """One row at most: a tenant has one connector."""
        standing = await self._standing(visit)
        failure = standing.kept.last_failure if standing.kept else None
        reason = explain(failure.failure) if failure else None
        serving = [agent for agent in standing.agents if agent.published and agent.draft.skills]
        values = {"kept": standing.kept, "failure": failure, "reason": reason, "serving": serving}
        return self._pages.show("connector.html", visit, values | self._plan(visit))

    async def _form(self, visit: Visit) -> web.Response:
        standing = await self._standing(visit)
        wishes = standing.form()
        if visit.request.query.get("provider") == IntegrationKind.SHOPIFY.value:
            wishes = replace(wishes, provider=IntegrationKind.SHOPIFY)
        return self._shown(visit, standing, wishes)

    async def _act(self, visit: Visit) -> web.Response:
        """Which button was pressed. Without JavaScript all of them send the same form, and it comes back as it was."""
        standing, wishes = await self._standing(visit), Wishes.read(visit.form)
        match visit.form.text("do"):
            case "generate":
                return self._shown(visit, standing, replace(wishes, secret=make_secret()), fresh=True)
            case "provider":
                return self._shown(visit, standing, wishes)
            case "test":
                return await self._test(visit, standing, wishes)
            case _:
                return await self._save(visit, standing, wishes)

    async def _test(self, visit: Visit, standing: Standing, wishes: Wishes) -> web.Response:
        """Ask once and show everything; nothing of it is kept, not even that it was asked."""
        try:
            connection = wishes.connection(visit.tenant, standing.connection, self._rooms.loopback_ports)
            reference = wishes.asked_for()
            claims = trial.read_claims(wishes.claims) if wishes.claims else {}
            wanted = Kind.PROJECT if visit.form.text("test_kind") == Kind.PROJECT.value else Kind.ORDER
            if wishes.provider is IntegrationKind.SHOPIFY:
                connection = (await attempt(self._rooms.roads, connection, None)).connection
                wanted = Kind.ORDER
        except SetupError as error:
            return self._shown(visit, standing, wishes, error=error)
        asked = await asking.ask(self._rooms.roads, connection, Question(wanted, reference, claims))
        return self._shown(visit, standing, wishes, asked=asked)

    async def _save(self, visit: Visit, standing: Standing, wishes: Wishes) -> web.Response:
        rooms, vault = self._rooms, self._rooms.vault
        shown: Trial | None = None
        try:
            connection = wishes.connection(visit.tenant, standing.connection, rooms.loopback_ports)
            order = wishes.known_order()
            tried = await attempt(rooms.roads, connection, order)
            shown = tried.trial
            saving = Saving(visit.tenant, tried, wishes, visit.now)
            await rooms.store.write(lambda tx: saving.work(tx, vault))
        except SetupError as error:
            return self._shown(visit, standing, wishes, error=error, shown=shown)
        return back(LIST, "connected")

    async def _disconnect(self, visit: Visit) -> web.Response:
        await self._rooms.store.write(lambda tx: integrations.disconnect(tx, visit.tenant, at=visit.now))
        return back(LIST, "disconnected")

    async def _standing(self, visit: Visit) -> Standing:
        vault = self._rooms.vault

        async def work(tx: Transaction) -> Standing:
            kept = await connected(tx, visit.tenant)
            connection = None if kept is None else integrations.connection_of(kept, vault)
            return Standing(kept, connection, await agents.every(tx, visit.tenant))

        return await self._rooms.store.read(work)

    def _shown(
        self,
        visit: Visit,
        standing: Standing,
        wishes: Wishes,
        *,
        error: SetupError | None = None,
        asked: Asked | None = None,
        shown: Trial | None = None,
        fresh: bool = False,
    ) -> web.Response:
        values = {
            "wishes": wishes,
            "kept": standing.kept,
            "agents": standing.agents,
            "error": None if error is None else _why(error, standing, shown),
            "wrong": None if error is None else _where(error),
            "asked": asked,
            "trial": shown,
            "fresh": fresh,
            "whsec": wishes.whsec,
            "test_kind": visit.form.text("test_kind") or "order",
        }
        status = BAD if error is not None else 200
        return self._pages.show("connector_form.html", visit, values | self._plan(visit), status=status)

    def _plan(self, visit: Visit) -> dict[str, object]:
        plan: Plan = visit.session.tenant.plan
        return {"plan": plan, "plan_allows": plan.allows_lookup}


def _where(error: SetupError) -> str | None:
    """The part of the page that a refusal speaks of, by its id, where it is not in sight beside it."""
    if error.code is Code.ENDPOINT_DOES_NOT_VERIFY or str(error) == WHO_JUDGES:
        return "judge"
    return "test" if str(error) == NO_REFERENCE else None


def _why(error: SetupError, standing: Standing, shown: Trial | None) -> str:
    if error.code is Code.ENDPOINT_DOES_NOT_VERIFY:
        return left_unproven([agent.draft.policy for agent in standing.agents], shown)
    return str(error)
