"""P8: no door opens without the right key, and what is another tenant's does not exist."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from infra.store.transaction import Transaction
from routes.serving import Serving
from server.app import every_operation
from tenants import agents, keys, publishing, tenancy
from tenants.draft import Skill
from tenants.plans import Plan
from tenants.principal import Principal, Scope
from tests.world.town import Setup, Town

SESSIONS = "/api/v1/chat/sessions"
COMPLETIONS = ("/v1/chat/completions", "/api/v1/chat/completions", "/chat/completions")
MODELS = ("/v1/models", "/api/v1/models", "/models")
OPEN = {"/healthz", "/health", "/readyz", "/metrics", "/openapi.json", "/docs"}
"""Routes that ask for no key: alive, ready, how the API is, and the measures, which have a token of their own."""
FILES = {
    *(f"/widget/{name}" for name in ("loader.js", "loader.json", "{name}")),
    *(f"/widget/{name}" for name in ("page/{key}", "frame/{key}", "page.js", "page.css")),
}
"""What a shop's pages are made of: the same for everybody, and nothing of anybody in it."""
ELSEWHERE = ("/console", "/voice/")
"""Where members come in by sessions of their own (tests/console/test_guard.py), and Twilio by its signature
(tests/voice/test_doors.py); both try every route."""
OF_VISITORS = [
    ("GET", "/widget/v1/frames"),
    *(("POST", f"/widget/v1/{name}") for name in ("sessions", "frames", "photos", "rating", "end")),
]
"""Pages come in by a publishable key and then by a pass; how these are attacked: tests/attacks/test_visitors.py."""


@dataclass(frozen=True)
class Door:
    """A route: how it is called, and the one scope it asks for."""

    method: str
    path: str
    scope: Scope
    body: dict[str, Any] | None = None

    @property
    def is_openais(self) -> bool:
        return not self.path.startswith(SESSIONS)


def _question(**more: object) -> dict[str, Any]:
    return {"model": "AGENT", "messages": [{"role": "user", "content": "hi"}], **more}


DOORS = [
    Door("POST", SESSIONS, Scope.CHAT_WRITE, {"agentId": "AGENT"}),
    Door("GET", f"{SESSIONS}/SESSION", Scope.CHAT_READ),
    Door("GET", f"{SESSIONS}/SESSION/messages", Scope.CHAT_READ),
    Door("POST", f"{SESSIONS}/SESSION/messages", Scope.CHAT_WRITE, {"content": "hi"}),
    Door("POST", f"{SESSIONS}/SESSION/messages", Scope.CHAT_WRITE, {"content": "hi", "stream": True}),
    Door("POST", f"{SESSIONS}/SESSION/end", Scope.CHAT_WRITE),
    *(Door("POST", path, Scope.CHAT_WRITE, _question()) for path in COMPLETIONS),
    Door("POST", "/v1/chat/completions", Scope.CHAT_WRITE, _question(stream=True)),
    *(Door("GET", path, Scope.CHAT_READ) for path in MODELS),
    *(Door("GET", f"{path}/AGENT", Scope.CHAT_READ) for path in MODELS),
]
OF_SOMEBODY = [door for door in DOORS if "AGENT" in f"{door.path}{door.body}" or "SESSION" in door.path]
each_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.path}")


@dataclass
class Street:
    """A running server with two tenants: ours, and a rival with an agent and keys of its own."""

    town: Town
    http: aiohttp.ClientSession
    session: str = ""
    rivals_key: str = ""
    rivals_agent: str = ""

    async def knock(self, door: Door, key: str | None, *, agent: str = "", session: str = "") -> tuple[int, Any]:
        """Returns: the status, and the body as JSON (text, of a stream)."""
        names = {"AGENT": agent or self.town.agent, "SESSION": session or self.session}
        path, body = door.path, dict(door.body or {})
        for name, value in names.items():
            path = path.replace(name, value)
            body = {field: value if given == name else given for field, given in body.items()}
        headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        async with self.http.request(
            door.method, path, json=body if door.body is not None else None, headers=headers
        ) as response:
            if response.content_type == "text/event-stream":
                return response.status, await response.text()
            return response.status, await response.json(content_type=None)

    async def issue(self, *scopes: Scope, **when: float) -> str:
        at = self.town.clock()
        _, key = await self.town.house.store.write(
            lambda tx: keys.issue(tx, self.town.tenant, name="test", scopes=frozenset(scopes), at=at, **when)
        )
        return key


@pytest.fixture
async def street(database: Path) -> AsyncIterator[Street]:
    town = Town(f"sqlite:///{database}")
    await town.open(Setup())
    async with aiohttp.ClientSession(town.url) as http:
        street = Street(town, http)
        await town.house.store.write(lambda tx: _rival(tx, street))
        _, opened = await street.knock(DOORS[0], town.key)
        street.session = opened["data"]["id"]
        yield street
    await town.close()


async def _rival(tx: Transaction, street: Street) -> None:
    at = street.town.clock()
    rival = await tenancy.create(tx, name="Rival", plan=Plan.PRO, at=at)
    agent = await agents.create(tx, rival.id, name="Rival's", at=at)
    await agents.revise(tx, rival.id, agent.id, at=at, skills=frozenset(Skill))
    await publishing.publish(tx, rival.id, agent.id, at=at)
    _, street.rivals_key = await keys.issue(tx, rival.id, name="rival", scopes=frozenset(Scope), at=at)
    street.rivals_agent = agent.id


async def test_p8_every_route_is_among_those_that_are_tried(street: Street) -> None:
    """Whoever adds a route adds it here, makes it an operation (tests/api/test_scopes.py), or says why it is open."""
    tried = {(door.method, door.path.replace("AGENT", "{id}").replace("SESSION", "{id}")) for door in DOORS}
    serving = Serving(_nobody, street.town.clock)
    operators = {(each.method, each.path) for each in serving.routes(every_operation(street.town.house))}
    routes = {
        (route.method, route.resource.canonical)
        for route in street.town._runners[-1].app.router.routes()
        if route.resource and route.method not in {"HEAD", "OPTIONS"}
    }
    asked = {(method, _bare(path)) for method, path in operators}
    visitors = {*OF_VISITORS, ("GET", "/widget/socket")}
    here = {(method, path) for method, path in routes if not path.startswith(ELSEWHERE) and path not in OPEN | FILES}
    assert here == tried | asked | visitors


@pytest.mark.parametrize("route", OF_VISITORS, ids=" ".join)
async def test_p8_no_visitor_comes_in_without_a_pass(street: Street, route: tuple[str, str]) -> None:
    await street.town.has_a_page()
    method, path = route
    for token in ("", "wrong", street.town.key, street.town.widget_key):
        headers = {"Origin": "https://lamps.example", "Authorization": f"Bearer {token}"}
        body = {"key": token or "none"} if path.endswith("sessions") else None
        if body and token == street.town.widget_key:
            headers["Origin"] = "https://elsewhere.example"
        async with street.http.request(method, path, json=body, headers=headers) as response:
            told = (await response.json(content_type=None))["code"]
            assert (response.status, told) in {(401, "wrong_token"), (401, "wrong_key"), (403, "origin_not_allowed")}


@each_door
async def test_p8_the_right_key_opens(street: Street, door: Door) -> None:
    status, _ = await street.knock(door, await street.issue(door.scope))
    assert status in {200, 201}


@each_door
@pytest.mark.parametrize("key", [None, "", "wb_sk_live_" + "x" * 43, "Bearer", "wb_sk_live_é", "' OR 1=1 --"])
async def test_p8_no_key_and_a_wrong_one_stay_outside(street: Street, door: Door, key: str | None) -> None:
    status, body = await street.knock(door, key)
    assert status == 401
    _has_the_shape(door, body, {"no_key", "wrong_key", "invalid_api_key"})


@each_door
async def test_p8_a_key_for_something_else_does_not_open(street: Street, door: Door) -> None:
    status, body = await street.knock(door, await street.issue(*(set(Scope) - {door.scope})))
    assert status == 403
    _has_the_shape(door, body, {"scope_missing", None})


@each_door
async def test_p8_a_revoked_or_expired_key_is_a_wrong_one(street: Street, door: Door) -> None:
    town = street.town
    expired = await street.issue(door.scope, expires_at=town.clock() + 10)
    assert (await street.knock(door, expired))[0] in {200, 201}
    town.clock.now += 10
    unknown = await street.knock(door, "wb_sk_live_unknown")
    assert _without_ids(await street.knock(door, expired)) == _without_ids(unknown)


@pytest.mark.parametrize("door", OF_SOMEBODY, ids=lambda door: f"{door.method} {door.path}")
async def test_p8_what_is_another_tenants_does_not_exist(street: Street, door: Door) -> None:
    town = street.town
    theirs = await street.knock(door, street.rivals_key, agent=town.agent, session=street.session)
    nobodys = await street.knock(door, street.rivals_key, agent="agt_nobody", session="cnv_nobody")
    assert theirs[0] == nobodys[0] == 404
    assert str(theirs).replace(town.agent, "it") == str(nobodys).replace("agt_nobody", "it")
    assert town.agent not in str(theirs).replace(town.agent, "it", 1)


async def test_p8_a_tenant_lists_its_own_agents_only(street: Street) -> None:
    models = next(door for door in DOORS if door.path == "/v1/models")
    for key, agent in ((street.town.key, street.town.agent), (street.rivals_key, street.rivals_agent)):
        _, body = await street.knock(models, key)
        assert [each["id"] for each in body["data"]] == [agent]


async def test_p8_a_refusal_comes_before_anything_is_read(street: Street) -> None:
    """Not even whether the body is right can be learnt without a key."""
    for door in DOORS:
        if door.method == "POST":
            async with street.http.post(door.path.replace("SESSION", street.session), data=b"{") as response:
                assert response.status == 401


async def test_p8_claims_for_a_customer_need_their_own_scope(street: Street) -> None:
    claims = {"content": "hi", "claims": {"zip": "94107"}}
    claiming = Door("POST", f"{SESSIONS}/SESSION/messages", Scope.CHAT_WRITE, claims)
    assert (await street.knock(claiming, street.town.key))[0] == 403
    allowed = await street.issue(Scope.CHAT_WRITE, Scope.IDENTITY_ASSERT)
    assert (await street.knock(claiming, allowed))[0] == 200


async def _nobody(_request: web.Request, _scope: Scope) -> Principal:
    raise AssertionError("only the routes are looked at")


def _bare(path: str) -> str:
    """A route as aiohttp calls it: variables without the words they may be."""
    return re.sub(r"\{(\w+):[^}]*\}", r"{\1}", path)


def _has_the_shape(door: Door, body: dict[str, Any], codes: set[str | None]) -> None:
    if door.is_openais:
        assert set(body) == {"error"}
        assert set(body["error"]) == {"message", "type", "param", "code"}
        assert body["error"]["code"] in codes
    else:
        assert {"type", "title", "status", "code", "detail"} == set(body)
        assert body["code"] in codes


def _without_ids(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], str(answer[1])
