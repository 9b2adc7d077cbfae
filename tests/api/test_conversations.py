"""Conversations, analytics, retention and forgetting over HTTP, after customers have really talked."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from infra.store.transaction import Transaction
from tenants import keys, tenancy
from tenants.plans import Plan
from tenants.principal import Scope
from tests.world.town import Setup, Town

READING = frozenset({Scope.CONVERSATIONS_READ, Scope.ANALYTICS_READ, Scope.PRIVACY_WRITE})
JANE = "jane@example.com"
STATUS = "Out for delivery"


class Operator:
    """Somebody with a key."""

    def __init__(self, http: aiohttp.ClientSession, token: str) -> None:
        self._http = http
        self._token = token

    async def __call__(self, method: str, path: str, body: object = None, **query: str) -> tuple[int, dict[str, Any]]:
        bearer = {"Authorization": f"Bearer {self._token}"}
        async with self._http.request(method, f"/api/v1{path}", json=body, params=query, headers=bearer) as response:
            return response.status, await response.json(content_type=None)

    async def get(self, path: str, **query: str) -> Any:
        status, body = await self("GET", path, **query)
        assert status == 200, body
        return body["data"]


@pytest.fixture
async def http(town: Town) -> AsyncIterator[aiohttp.ClientSession]:
    await town.open(Setup())
    async with aiohttp.ClientSession(town.url) as session:
        yield session


async def operator_of(town: Town, http: aiohttp.ClientSession, tenant: int, scopes: frozenset[Scope]) -> Operator:
    async def work(tx: Transaction) -> str:
        return (await keys.issue(tx, tenant, name="operator", scopes=scopes, at=town.clock()))[1]

    return Operator(http, await town.house.store.write(work))


@pytest.fixture
async def operator(town: Town, http: aiohttp.ClientSession) -> Operator:
    return await operator_of(town, http, town.tenant, READING)


@pytest.fixture
async def rival(town: Town, http: aiohttp.ClientSession) -> Operator:
    tenant = await town.house.store.write(lambda tx: tenancy.create(tx, name="Rival", plan=Plan.PRO, at=town.clock()))
    return await operator_of(town, http, tenant.id, READING)


async def talk(town: Town, *words: str, door: str = "sessions", user: str = "ada") -> None:
    visitor = await town.visitor(door, user)
    for each in words:
        await visitor.say(each)


async def test_what_was_said_is_shown_without_the_order_and_how_without_a_word(town: Town, operator: Operator) -> None:
    await talk(town, "Where's my order?", "ORD-9842, 94107")
    (listed,) = await operator.get("/conversations")
    assert (listed["door"], listed["agentId"], listed["ticket"]) == ("sessions", town.agent, None)
    one = f"/conversations/{listed['id']}"
    assert await operator.get(one) == listed
    said = await operator.get(f"{one}/transcript")
    assert [(each["role"], each["content"]) for each in said[::2]] == [
        ("customer", "Where's my order?"),
        ("customer", "ORD-9842, 94107"),
    ]
    assert said[3]["content"].startswith("⟨order status⟩")
    assert (said[3]["disclosed"], said[3]["outcome"], STATUS in str(said)) == (True, "told", False)
    first, second = await operator.get(f"{one}/receipt")
    assert (first["seq"], first["outcome"], first["steps"]) == (2, "asked", ["Heard", "Say"])
    assert (second["seq"], second["steps"]) == (4, ["Heard", "LookUp", "LookedUp", "Say"])
    assert second["ms"] > 0
    assert "ORD" not in str(second)


async def test_lists_come_in_pages_and_by_what_is_asked_for(town: Town, operator: Operator) -> None:
    await talk(town, "I want to talk to a human", "jane@example.com")
    town.clock.pass_(60)
    await talk(town, "Where's my order?", door="completions")
    status, body = await operator("GET", "/conversations", limit="1")
    cursor = body["pagination"]["nextCursor"]
    _, rest = await operator("GET", "/conversations", limit="1", cursor=cursor)
    assert (status, rest["pagination"]["nextCursor"]) == (200, None)
    assert [each["door"] for each in (*body["data"], *rest["data"])] == ["completions", "sessions"]
    (with_ticket,) = await operator.get("/conversations", withTicket="true")
    assert (with_ticket["door"], with_ticket["ticket"]) == ("sessions", 1)
    assert await operator.get("/conversations", door="completions", withTicket="true") == []
    since = "2100-01-01T00:00:00Z"
    assert (
        await operator.get("/conversations", since=since),
        len(await operator.get("/conversations", until=since)),
    ) == (
        *([],),
        2,
    )
    path = f"/conversations/{with_ticket['id']}/transcript"
    status, page = await operator("GET", path, limit="3")
    _, last = await operator("GET", path, limit="3", cursor=page["pagination"]["nextCursor"])
    assert [each["seq"] for each in (*page["data"], *last["data"])] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "query", [{"door": "window"}, {"since": "2026-01-01"}, {"agentId": "agt\0"}, {"nonsense": "1"}, {"cursor": "x.y"}]
)
async def test_what_a_list_does_not_take_is_said(operator: Operator, query: dict[str, str]) -> None:
    status, body = await operator("GET", "/conversations", **query)
    assert (status, body["code"], body["field"]) == (400, "invalid_request", next(iter(query)))


async def test_another_tenant_finds_nothing_and_forgets_nothing(
    town: Town, operator: Operator, rival: Operator
) -> None:
    await talk(town, JANE)
    (listed,) = await operator.get("/conversations")
    assert await rival.get("/conversations") == []
    for path in ("", "/transcript", "/receipt"):
        status, body = await rival("GET", f"/conversations/{listed['id']}{path}")
        assert (status, body["code"]) == (404, "not_found")
    assert (await rival("POST", "/forget", {"email": JANE}))[1]["data"]["conversations"] == 0
    assert (await rival.get("/analytics"))["total"]["turns"] == 0
    assert len(await operator.get("/conversations")) == 1


async def test_without_the_scope_nothing_is_told(town: Town, http: aiohttp.ClientSession) -> None:
    stranger = await operator_of(town, http, town.tenant, frozenset({Scope.CHAT_READ}))
    for method, path in (
        *(("GET", path) for path in ("/conversations", "/conversations/x/receipt", "/analytics", "/retention")),
        ("POST", "/forget"),
        ("PUT", "/retention"),
    ):
        assert (await stranger(method, path, {} if method != "GET" else None))[0] == 403


async def test_a_forgotten_person_is_gone_and_goes_on_counting(town: Town, operator: Operator) -> None:
    await talk(town, f"Where is ORD-9842? {JANE}")
    await talk(town, "hello", user="bob")
    town.clock.pass_(3600)
    before = (await operator.get("/analytics"))["total"]
    status, body = await operator("POST", "/forget", {"email": " Jane@Example.com "})
    assert (status, body["data"]) == (200, {"conversations": 1, "utterances": 2, "tickets": 0})
    assert (await operator("POST", "/forget", {"email": JANE}))[1]["data"]["conversations"] == 0
    assert len(await operator.get("/conversations")) == 1
    after = (await operator.get("/analytics"))["total"]
    assert (after["conversations"], after["contained"]) == (before["conversations"], before["contained"]) == (2, 2)
    assert (await operator("POST", "/forget", {"email": "nobody"}))[1]["field"] == "email"


async def test_figures_come_from_what_happened(town: Town, operator: Operator) -> None:
    await talk(town, "Where is ORD-9842? 94107")
    await talk(town, "Where is ORD-9842? 94107", door="completions-stateless")
    town.shop.misbehave("error_500")
    await talk(town, "Where is ORD-9842? 94107", user="bob")
    await town.house.tallies.flush()
    town.clock.pass_(3600)
    report = await operator.get("/analytics")
    total = report["total"]
    assert (total["conversations"], total["turns"], total["outcomes"]) == (2, 3, {"told": 2, "unavailable": 1})
    assert total["lookups"] == {"answered": 2, "http_status": 1}
    assert (total["asked"], total["failures"], total["latencyMs"]["p50"] > 0) == (3, 1, True)
    assert {each["door"]: each["figures"]["turns"] for each in report["byDoorAndDay"]} == {
        "sessions": 2,
        "completions": 1,
    }


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-01-01", "until": "2026-04-01"},
        {"since": "2026-01-02", "until": "2026-01-01"},
        {"until": "0001-01-01"},
    ],
)
async def test_a_window_that_is_none_is_refused(operator: Operator, query: dict[str, str]) -> None:
    status, body = await operator("GET", "/analytics", **query)
    assert (status, body["field"]) == (400, "since")


async def test_retention_is_shown_and_changed_within_bounds(operator: Operator) -> None:
    assert await operator.get("/retention") == {"conversationsDays": 30, "ticketsDays": 365}
    status, body = await operator("PUT", "/retention", {"conversationsDays": 7, "ticketsDays": 30})
    assert (status, body["data"]) == (200, {"conversationsDays": 7, "ticketsDays": 30})
    assert await operator.get("/retention") == body["data"]
    for wrong in ({"conversationsDays": 0}, {"conversationsDays": 366}, {"ticketsDays": 7}, {"days": 7}):
        assert (await operator("PUT", "/retention", wrong))[0] == 400
    assert await operator.get("/retention") == body["data"]
