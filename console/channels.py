"""Channels: the line that puts the widget into a shop's page, phone numbers with their two URLs, keys for programs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from console.pages import BAD, back
from console.section import Section
from console.urls import address
from console.ways import Visit, Way, get, post
from infra.store.transaction import Transaction
from tenants import agents, integrations, keys, lines, widget_keys
from tenants.agents import Agent
from tenants.connector import IntegrationKind, TwilioCredentials, telephone_connection
from tenants.errors import Code, SetupError, invalid
from tenants.handoff import E164
from tenants.integrations import Integration
from tenants.keys import Key
from tenants.lines import Line, Mode
from tenants.members import Role
from tenants.principal import Scope
from tenants.widget_keys import Origin, WidgetKey

T = TypeVar("T")
ALL = "/console/channels"
DAY_SECONDS = 86_400.0
LONGEST_DAYS = 3650
_ORIGINS: TypeAdapter[tuple[Origin, ...]] = TypeAdapter(tuple[Origin, ...])
_NUMBER: TypeAdapter[str] = TypeAdapter(E164)
_LANGUAGE: TypeAdapter[str] = TypeAdapter(lines.Language)
USUAL = (Scope.CHAT_READ, Scope.CHAT_WRITE)


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways in that a tenant has."""

    agents: list[Agent]
    widget_keys: list[WidgetKey]
    phone: Integration | None
    lines: list[Line]
    keys: list[Key] = field(default_factory=list)


class ChannelPages(Section):
    """The ways to the channels."""

    def ways(self) -> list[Way]:
        """Its ways. A key may do whatever its scopes say, so that only an owner issues one."""
        of_widget = ALL + "/widget/{agent}/{key}"
        return [
            get(ALL, Role.MANAGER, self._show),
            post(ALL + "/widget", Role.MANAGER, self._add_widget),
            post(of_widget + "/origins", Role.MANAGER, self._change_origins),
            post(of_widget + "/revoke", Role.MANAGER, self._revoke_widget),
            post(ALL + "/phone", Role.MANAGER, self._connect_phone),
            post(ALL + "/phone/disconnect", Role.MANAGER, self._disconnect_phone),
            post(ALL + "/lines", Role.MANAGER, self._add_line),
            post(ALL + "/lines/{line}", Role.MANAGER, self._change_line),
            post(ALL + "/lines/{line}/remove", Role.MANAGER, self._remove_line),
            post(ALL + "/keys", Role.OWNER, self._add_key),
            post(ALL + "/keys/{key}/revoke", Role.OWNER, self._revoke_key),
        ]

    async def _show(
        self, visit: Visit, error: str | None = None, *, made: tuple[Key, str] | None = None
    ) -> web.Response:
        found = await self._rooms.store.read(lambda tx: _ways(tx, visit))
        names = {agent.id: agent.draft.name for agent in found.agents}
        values = {
            "found": found,
            "names": names,
            "url": address(visit.request, self._rooms.public_url),
            "public": self._rooms.public_url is not None,
            "error": error,
            "made": made,
            "scopes": list(Scope),
            "usual": USUAL,
        }
        return self._pages.show("channels.html", visit, values, status=BAD if error else 200)

    async def _add_widget(self, visit: Visit) -> web.Response:
        form, agent = visit.form, visit.form.text("agent")

        async def work(tx: Transaction) -> None:
            origins = _origins(form.lines("origins"))
            await widget_keys.create(tx, visit.tenant, agent, name=form.text("name"), origins=origins, at=visit.now)

        return await self._changed(visit, work, "changed")

    async def _change_origins(self, visit: Visit) -> web.Response:
        key, seen = (visit.tenant, visit.of("agent"), visit.of("key")), visit.form.whole("seen")

        async def work(tx: Transaction) -> None:
            origins = _origins(visit.form.lines("origins"))
            await widget_keys.revise(tx, *key, origins=origins, seen=seen, at=visit.now)

        return await self._changed(visit, work, "changed")

    async def _revoke_widget(self, visit: Visit) -> web.Response:
        key = (visit.tenant, visit.of("agent"), visit.of("key"))
        return await self._changed(visit, lambda tx: widget_keys.revoke(tx, *key, at=visit.now), "revoked")

    async def _connect_phone(self, visit: Visit) -> web.Response:
        form = visit.form

        async def work(tx: Transaction) -> None:
            given = {name: value for name in _TWILIO if (value := form.text(name))}
            try:
                credentials = TwilioCredentials.model_validate(given)
            except ValidationError as error:
                raise invalid(error) from None
            new = telephone_connection(visit.tenant, credentials)
            await integrations.connect(tx, self._rooms.vault, new, replace=True, at=visit.now)

        return await self._changed(visit, work, "changed")

    async def _disconnect_phone(self, visit: Visit) -> web.Response:
        kind = IntegrationKind.TWILIO
        return await self._changed(
            visit, lambda tx: integrations.disconnect(tx, visit.tenant, kind, at=visit.now), "removed"
        )

    async def _add_line(self, visit: Visit) -> web.Response:
        form = visit.form

        async def work(tx: Transaction) -> None:
            await lines.create(
                tx,
                visit.tenant,
                e164=_checked(_NUMBER, form.text("e164").replace(" ", "")),
                agent_id=form.text("agent"),
                mode=_mode(form.text("mode")),
                voice=None,
                language=_checked(_LANGUAGE, form.text("language")),
                at=visit.now,
            )

        return await self._changed(visit, work, "changed")

    async def _change_line(self, visit: Visit) -> web.Response:
        form, line = visit.form, visit.of("line")

        async def work(tx: Transaction) -> None:
            mode, agent = _mode(form.text("mode")), form.text("agent")
            await lines.revise(tx, visit.tenant, line, agent_id=agent, mode=mode, seen=form.whole("seen"), at=visit.now)

        return await self._changed(visit, work, "changed")

    async def _remove_line(self, visit: Visit) -> web.Response:
        line = visit.of("line")
        return await self._changed(visit, lambda tx: lines.remove(tx, visit.tenant, line), "removed")

    async def _add_key(self, visit: Visit) -> web.Response:
        """A new key; it is shown this once."""
        form = visit.form
        scopes = frozenset(scope for scope in Scope if scope.value in form.every("scopes"))
        days = form.whole("days")
        expires = visit.now + min(days, LONGEST_DAYS) * DAY_SECONDS if days else None
        try:
            made = await self._rooms.store.write(
                lambda tx: keys.issue(
                    tx, visit.tenant, name=form.text("name"), scopes=scopes, at=visit.now, expires_at=expires
                )
            )
        except SetupError as error:
            return await self._show(visit, str(error))
        return await self._show(visit, made=made)

    async def _revoke_key(self, visit: Visit) -> web.Response:
        key = visit.of("key")
        return await self._changed(visit, lambda tx: keys.revoke(tx, visit.tenant, key, at=visit.now), "revoked")

    async def _changed(self, visit: Visit, work: Callable[[Transaction], Awaitable[object]], done: str) -> web.Response:
        try:
            await self._rooms.store.write(work)
        except SetupError as error:
            if error.code is Code.NOT_FOUND:
                raise
            return await self._show(visit, str(error))
        return back(ALL, done)


_TWILIO = ("account_sid", "auth_token", "next_auth_token")


async def _ways(tx: Transaction, visit: Visit) -> Ways:
    found = await agents.every(tx, visit.tenant)
    return Ways(
        found,
        [key for agent in found for key in await widget_keys.every(tx, visit.tenant, agent.id)],
        await integrations.of_kind(tx, visit.tenant, IntegrationKind.TWILIO),
        await lines.every(tx, visit.tenant),
        await keys.every(tx, visit.tenant) if visit.may(Role.OWNER) else [],
    )


def _origins(given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        raise SetupError(Code.INVALID, "Name the origins of your shop's pages, a line each.")
    return _checked(_ORIGINS, tuple(line.rstrip("/") for line in given))


def _mode(text: str) -> Mode:
    return Mode.RELAY if text == Mode.RELAY.value else Mode.GATHER


def _checked(adapter: TypeAdapter[T], given: object) -> T:
    try:
        return adapter.validate_python(given)
    except ValidationError as error:
        raise invalid(error) from None
