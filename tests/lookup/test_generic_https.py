"""The connector for a merchant's own endpoint, over a real socket and beside it."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from contract_suite import QUESTION, ConnectorContract, Impatient, Situation
from hypothesis import given
from hypothesis import strategies as st

from infra.net.client import GuardedClient
from infra.net.reply import ExchangeError, Reply
from lookup.connectors.generic_https import Endpoint, GenericHttps, request_body
from lookup.order import Answer, Failure, Kind, OrderSource, OrderSourceError, Question
from lookup.places import Places
from lookup.signing import sign, sign_with_time

SECRET = "0123456789abcdef" * 4
FOUND = {
    "ok": True,
    "status": "shipped",
    "summary": "Out for delivery — arrives Tuesday",
    "details": {"carrier": "UPS", "email": "jane.doe@example.com"},
}
HTML = "<html>Sign in, jane.doe@example.com</html>"
REPLIES = {
    Situation.FOUND: lambda: web.json_response(FOUND),
    Situation.UNKNOWN: lambda: web.json_response({"ok": False, "error_code": "not_found", "message": "No ORD-9842"}),
    Situation.SERVER_ERROR: lambda: web.json_response(FOUND, status=500),
    Situation.FORBIDDEN: lambda: web.Response(text="ORD-9842 is not for you", status=403),
    Situation.REDIRECTS: lambda: web.Response(status=307, headers={"Location": "/ORD-9842"}),
    Situation.NO_JSON: lambda: web.Response(text=HTML, content_type="application/json"),
    Situation.NO_OBJECT: lambda: web.json_response([FOUND]),
    Situation.TOO_LARGE: lambda: web.json_response({**FOUND, "details": {"note": "x" * 70_000}}),
    Situation.UNKNOWN_ENCODING: lambda: web.json_response(FOUND, headers={"Content-Encoding": "br"}),
}


@dataclass
class Shop:
    source: OrderSource
    requests: list[web.Request] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return len(self.requests)


class TestGenericHttps(ConnectorContract):
    def connected(self, situation: Situation) -> AbstractAsyncContextManager[Shop]:
        return merchant(situation)


@asynccontextmanager
async def merchant(situation: Situation) -> AsyncIterator[Shop]:
    async def status(request: web.Request) -> web.StreamResponse:
        shop.requests.append(request)
        if situation is Situation.SILENT:
            await asyncio.get_running_loop().create_future()
        if situation is Situation.HANGS_UP:
            request.transport.abort()
        return REPLIES.get(situation, web.Response)()

    app = web.Application()
    app.router.add_post("/status", status)
    async with TestServer(app) as server, GuardedClient(loopback_ports=frozenset({server.port})) as client:
        poster = Impatient(client) if situation is Situation.SILENT else client
        url = f"http://127.0.0.1:{server.port}/status"
        shop = Shop(GenericHttps(Endpoint(url, 42, SECRET), poster=poster, places=Places(), clock=time.time))
        yield shop


class Told:
    """Stands where the client stands: keeps what was sent, and replies or fails as told."""

    def __init__(self, outcome: Reply | ExchangeError) -> None:
        self.outcome = outcome
        self.headers: Mapping[str, str] = {}
        self.body = b""
        self.deadline = 0.0

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, deadline: float) -> Reply:
        assert url == "https://shop.example.com/status"
        self.headers, self.body, self.deadline = headers, body, deadline
        if isinstance(self.outcome, ExchangeError):
            raise self.outcome
        return self.outcome


def connector(told: Told, *, secret: str | None = SECRET, budget: float = 8, **names: str) -> GenericHttps:
    endpoint = Endpoint("https://shop.example.com/status", 42, secret, budget)
    return GenericHttps(endpoint, poster=told, places=Places(), clock=lambda: 1_767_225_600.9, **names)


def found() -> Told:
    return Told(Reply(200, "application/json", orjson.dumps(FOUND)))


async def test_the_request_is_the_published_one_to_the_byte() -> None:
    told = found()
    await connector(told).look_up(Question(Kind.ORDER, "ORD-9842", {}))
    assert told.body == b'{"kind":"order","reference":"ORD-9842","context":{},"tenant_id":42}'
    request_id = told.headers["X-Coffield-Request-Id"]
    assert told.headers == {
        "Content-Type": "application/json",
        "User-Agent": "CoffieldAgentLookup/1.0",
        "X-Coffield-Tenant-Id": "42",
        "X-Coffield-Lookup-Kind": "order",
        "X-Coffield-Timestamp": "1767225600",
        "X-Coffield-Request-Id": request_id,
        "X-Coffield-Signature": sign(told.body, SECRET),
        "webhook-id": request_id,
        "webhook-timestamp": "1767225600",
        "webhook-signature": sign_with_time(request_id, 1_767_225_600, told.body, SECRET),
    }


async def test_every_request_has_an_id_of_its_own() -> None:
    told, seen = found(), set[str]()
    for _ in range(20):
        await connector(told).look_up(QUESTION)
        seen.add(told.headers["X-Coffield-Request-Id"])
    assert len(seen) == 20


async def test_without_a_secret_nothing_pretends_to_be_signed() -> None:
    told = found()
    await connector(told, secret=None).look_up(QUESTION)
    assert not [name for name in told.headers if "ignature" in name or name.startswith("webhook")]
    assert told.headers["X-Coffield-Timestamp"] == "1767225600"


async def test_prefix_and_agent_are_settings() -> None:
    told = found()
    await connector(told, prefix="X-Shop", agent="Shop/2").look_up(QUESTION)
    assert told.headers["User-Agent"] == "Shop/2"
    assert told.headers["X-Shop-Tenant-Id"] == "42"
    assert not [name for name in told.headers if "Coffield" in name]


@given(reference=st.text(), context=st.dictionaries(st.text(), st.text()), tenant=st.integers(0, 2**63 - 1))
def test_the_body_says_exactly_what_the_customer_said(reference: str, context: dict[str, str], tenant: int) -> None:
    body = request_body(Question(Kind.PROJECT, reference, context), tenant)
    said = {"kind": "project", "reference": reference, "context": context, "tenant_id": tenant}
    assert list(orjson.loads(body).items()) == list(said.items())
    assert b'": ' not in body or '": ' in reference + "".join(context) + "".join(context.values())


async def test_the_budget_is_for_everything_the_wait_included() -> None:
    told = found()
    before = asyncio.get_running_loop().time()
    await connector(told, budget=3).look_up(QUESTION)
    assert before + 3 <= told.deadline <= asyncio.get_running_loop().time() + 3


async def test_when_there_is_no_place_no_request_leaves() -> None:
    told = found()
    full = GenericHttps(
        Endpoint("https://shop.example.com/status", 42),
        poster=told,
        places=Places(at_once=0, waiting=0),
        clock=time.time,
    )
    with pytest.raises(OrderSourceError) as raised:
        await asyncio.wait_for(full.look_up(QUESTION), 5)
    assert raised.value.failure == Failure("busy")
    assert told.body == b""


async def test_a_failed_exchange_is_a_failure_of_the_same_category() -> None:
    with pytest.raises(OrderSourceError) as raised:
        await connector(Told(ExchangeError("redirect", status=302))).look_up(QUESTION)
    assert raised.value.failure == Failure("redirect", http_status=302)


async def test_two_tenants_places_are_apart() -> None:
    async with merchant(Situation.SILENT) as silent, merchant(Situation.FOUND) as healthy:
        stuck = [asyncio.ensure_future(silent.source.look_up(QUESTION)) for _ in range(100)]
        assert isinstance(await healthy.source.look_up(QUESTION), Answer)
        failures = await asyncio.gather(*stuck, return_exceptions=True)
    assert all(isinstance(failure, OrderSourceError) for failure in failures)


@pytest.mark.parametrize("budget", [0, 0.9, 30.1, -1])
def test_a_budget_is_1_to_30_seconds(budget: float) -> None:
    with pytest.raises(ValueError, match="1 to 30"):
        Endpoint("https://shop.example.com/", 42, budget=budget)


def test_a_secret_has_64_characters() -> None:
    with pytest.raises(ValueError, match="64"):
        Endpoint("https://shop.example.com/", 42, "short")


@pytest.mark.parametrize("prefix", ["", "X-Shop:", "X Shop", "X-Shop\r\n"])
def test_a_prefix_is_the_beginning_of_a_header_name(prefix: str) -> None:
    with pytest.raises(ValueError, match="letters, digits and dashes"):
        connector(found(), prefix=prefix)


@pytest.mark.parametrize("agent", ["Shop/2\r\nX-Extra: 1", "Läden/1"])
def test_an_agent_is_printable_ascii(agent: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        connector(found(), agent=agent)


def test_the_secret_is_never_shown() -> None:
    assert SECRET not in repr(Endpoint("https://shop.example.com/", 42, SECRET))
