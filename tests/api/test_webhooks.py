"""Webhooks over HTTP: made, shown, changed, tested, their deliveries read and sent again, each by its own tenant."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from api.deliveries import Deliveries
from api.webhooks import Webhooks
from infra.net.client import GuardedClient
from infra.outbox import outbox
from infra.outbox.delivering import Delivering
from infra.signals.limits import LocalLimits
from infra.store.transaction import Store
from infra.store.vault import Vault, make_key
from infra.tasks import Tasks
from routes.paging import Cursors
from routes.serving import Serving
from server.auth import Auth
from server.middleware import errors
from tenants import keys, tenancy
from tenants.directory import Directory
from tenants.plans import Plan
from tenants.principal import Scope
from tenants.telling import Telling
from tests.outbox.receiver import Receiver, receiving, says
from tests.tenants.shops import Roads
from tests.world.clock import Clock

HOOKS = "/api/v1/webhooks"
BOTH = frozenset({Scope.WEBHOOKS_READ, Scope.WEBHOOKS_WRITE})
READ_ONLY = frozenset({Scope.WEBHOOKS_READ})


@dataclass
class Answer:
    """What came back."""

    status: int
    body: dict[str, Any]
    etag: str | None

    @property
    def data(self) -> Any:
        return self.body["data"]


@dataclass
class Operator:
    """Somebody with a key."""

    http: aiohttp.ClientSession
    token: str

    async def __call__(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given["Authorization"] = f"Bearer {self.token}"
        async with self.http.request(method, path, json=body, headers=given) as response:
            found = await response.json(content_type=None) if await response.read() else {}
            return Answer(response.status, found, response.headers.get("ETag"))


@dataclass
class House:
    """An API, a worker, two tenants and a receiver."""

    store: Store
    receiver: Receiver
    delivering: Delivering
    clock: Clock
    http: aiohttp.ClientSession
    tenants: list[int] = field(default_factory=list)

    async def operator(self, tenant: int, scopes: frozenset[Scope] = BOTH) -> Operator:
        _, token = await self.store.write(
            lambda tx: keys.issue(tx, tenant, name="tests", scopes=scopes, at=self.clock())
        )
        return Operator(self.http, token)

    async def happens(self, event: str = "ticket.created") -> str:
        return await self.store.write(
            lambda tx: outbox.put(tx, tenant=self.tenants[0], event=event, payload={"number": 7}, at=self.clock())
        )

    @property
    def wanted(self) -> dict[str, object]:
        return {"url": self.receiver.url, "events": ["ticket.created"]}


@pytest.fixture
async def house(store: Store) -> AsyncIterator[House]:
    clock, vault, tasks = Clock(), Vault(make_key()), Tasks()
    async with receiving() as receiver:
        ports = frozenset({receiver.port})
        auth = Auth(Directory(store, vault, Roads(), clock), LocalLimits(10_000), clock)
        cursors = Cursors(vault.index)
        doors = [Webhooks(store, vault, cursors, ports), Deliveries(store, cursors)]
        app = web.Application(middlewares=[errors(lambda _request, _error: None)])
        app.add_routes(Serving(auth, clock).routes(each for door in doors for each in door.operations()))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with GuardedClient(loopback_ports=ports) as client, aiohttp.ClientSession(url) as http:
            delivering = Delivering(store, client, Telling(vault), tasks=tasks, clock=clock, chance=lambda: 0.5)
            opened = House(store, receiver, delivering, clock, http)
            for name in ("Acme", "Rival"):
                made = await store.write(lambda tx, name=name: tenancy.create(tx, name=name, plan=Plan.PRO, at=1.0))  # type: ignore[misc]  # bound now
                opened.tenants.append(made.id)
            yield opened
            await tasks.close()
        await runner.cleanup()


@pytest.fixture
async def acme(house: House) -> Operator:
    return await house.operator(house.tenants[0])


@pytest.fixture
async def rival(house: House) -> Operator:
    return await house.operator(house.tenants[1])


async def made(house: House, operator: Operator, **given: object) -> dict[str, Any]:
    answer = await operator("POST", HOOKS, {**house.wanted, **given})
    assert answer.status == 201, answer.body
    return dict(answer.data)


async def test_a_webhook_is_made_and_its_secret_shown_once(house: House, acme: Operator) -> None:
    webhook = await made(house, acme)
    secret = webhook.pop("secret")
    assert secret.startswith("whsec_")
    assert {**webhook, "id": "", "createdAt": "", "updatedAt": ""} == {
        **house.wanted,
        "includeWords": False,
        "enabled": True,
        "id": "",
        "createdAt": "",
        "updatedAt": "",
    }
    shown = await acme("GET", f"{HOOKS}/{webhook['id']}")
    assert (shown.data, shown.etag) == ({**webhook, "secret": None}, '"1"')
    listed = await acme("GET", HOOKS)
    assert (listed.data, listed.body["pagination"]["nextCursor"]) == ([shown.data], None)


async def test_the_same_idempotency_key_makes_one_and_shows_no_secret_again(house: House, acme: Operator) -> None:
    first = await acme("POST", HOOKS, house.wanted, Idempotency_Key="k")
    again = await acme("POST", HOOKS, house.wanted, Idempotency_Key="k")
    assert again.data == {**first.data, "secret": None}
    other = await acme("POST", HOOKS, {**house.wanted, "includeWords": True}, Idempotency_Key="k")
    assert (other.status, other.body["code"]) == (409, "idempotency_key_reused")
    assert len((await acme("GET", HOOKS)).data) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"url": "http://shop.example.com/"},
        {"url": "https://169.254.169.254/"},
        {"events": ["*"]},
        {"events": []},
        {"includewords": True},
        {"enabled": "yes"},
    ],
)
async def test_what_cannot_be_is_refused(house: House, acme: Operator, given: dict[str, object]) -> None:
    answer = await acme("POST", HOOKS, {**house.wanted, **given})
    assert (answer.status, answer.body["code"]) == (400, "invalid_request")
    assert (await acme("GET", HOOKS)).data == []


async def test_a_twenty_first_is_refused(house: House, acme: Operator) -> None:
    for _ in range(20):
        await made(house, acme)
    answer = await acme("POST", HOOKS, house.wanted)
    assert (answer.status, answer.body["code"]) == (409, "limit_reached")
    first = await acme("GET", f"{HOOKS}?limit=15")
    rest = await acme("GET", f"{HOOKS}?limit=15&cursor={first.body['pagination']['nextCursor']}")
    assert len({each["id"] for each in first.data + rest.data}) == 20


async def test_a_change_to_an_older_revision_is_refused(house: House, acme: Operator) -> None:
    path = f"{HOOKS}/{(await made(house, acme))['id']}"
    changed = await acme("PATCH", path, {"events": ["lookup.failing"], "includeWords": True}, If_Match='"1"')
    assert (changed.status, changed.etag) == (200, '"2"')
    assert (changed.data["events"], changed.data["includeWords"]) == (["lookup.failing"], True)
    late = await acme("PATCH", path, {"enabled": False}, If_Match='"1"')
    assert (late.status, late.body["code"]) == (412, "changed_meanwhile")
    assert (await acme("GET", path)).data["enabled"]


async def test_what_was_told_is_listed_and_told_again(house: House, acme: Operator) -> None:
    path = f"{HOOKS}/{(await made(house, acme))['id']}"
    house.receiver.answers = [says(500, b"a secret of the receiver"), says(200)]
    event_id = await house.happens()
    await house.delivering.once()
    (waiting,) = (await acme("GET", f"{path}/deliveries")).data
    assert (waiting["state"], waiting["lastStatus"], waiting["lastError"]) == ("waiting", 500, "http_status")
    assert (waiting["event"], waiting["eventId"], waiting["attempts"]) == ("ticket.created", event_id, 1)
    house.clock.pass_(5)
    await house.delivering.once()
    (delivered,) = (await acme("GET", f"{path}/deliveries?state=delivered")).data
    assert (delivered["lastStatus"], delivered["lastError"], delivered["nextAt"]) == (200, None, None)
    again = await acme("POST", f"{path}/deliveries/{delivered['id']}/replay")
    assert (again.status, again.data["state"], again.data["eventId"]) == (200, "waiting", event_id)
    await house.delivering.once()
    assert [got.event_id for got in house.receiver.got] == [event_id] * 3


async def test_deliveries_are_read_page_by_page(house: House, acme: Operator) -> None:
    path = f"{HOOKS}/{(await made(house, acme))['id']}/deliveries"
    events = []
    for _ in range(5):
        events.append(await house.happens())
        await house.delivering.once()
        house.clock.pass_(1)
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = await acme("GET", f"{path}?limit=2{cursor and '&cursor='}{cursor}")
        seen += [each["eventId"] for each in page.data]
        cursor = page.body["pagination"]["nextCursor"]
    assert seen == events[::-1]


async def test_a_test_goes_out_once_for_each_idempotency_key(house: House, acme: Operator) -> None:
    webhook = await made(house, acme, enabled=False)
    path = f"{HOOKS}/{webhook['id']}"
    tests = [await acme("POST", f"{path}/test", Idempotency_Key="k") for _ in range(2)]
    assert tests[0].status == 201
    assert tests[0].data == tests[1].data
    await house.delivering.once()
    (got,) = house.receiver.got
    assert (got.said["type"], got.is_signed_with(webhook["secret"])) == ("webhook.test", True)


async def test_a_new_secret_is_given_once(house: House, acme: Operator) -> None:
    webhook = await made(house, acme)
    path = f"{HOOKS}/{webhook['id']}"
    first = await acme("POST", f"{path}/rotate", Idempotency_Key="k")
    again = await acme("POST", f"{path}/rotate", Idempotency_Key="k")
    assert first.data["secret"] not in {None, webhook["secret"]}
    assert (again.data["secret"], again.etag) == (None, '"2"')


async def test_what_is_ended_is_gone(house: House, acme: Operator) -> None:
    path = f"{HOOKS}/{(await made(house, acme))['id']}"
    await house.happens()
    assert (await acme("DELETE", path)).status == 204
    await house.delivering.once()
    assert house.receiver.got == []
    for method, each in (("GET", path), ("DELETE", path), ("GET", f"{path}/deliveries"), ("POST", f"{path}/test")):
        assert (await acme(method, each)).status == 404


async def test_another_tenant_sees_and_does_nothing(house: House, acme: Operator, rival: Operator) -> None:
    webhook = await made(house, acme)
    path = f"{HOOKS}/{webhook['id']}"
    await house.happens()
    await house.delivering.once()
    (delivery,) = (await acme("GET", f"{path}/deliveries")).data
    own = f"{HOOKS}/{(await made(house, rival))['id']}"
    for method, each in [
        ("GET", path),
        ("PATCH", path),
        ("DELETE", path),
        ("POST", f"{path}/rotate"),
        ("POST", f"{path}/test"),
        ("GET", f"{path}/deliveries"),
        ("POST", f"{path}/deliveries/{delivery['id']}/replay"),
        ("POST", f"{own}/deliveries/{delivery['id']}/replay"),
    ]:
        answer = await rival(method, each)
        assert (answer.status, answer.body["code"]) == (404, "not_found"), each
    assert (await acme("GET", path)).data == {**webhook, "secret": None}
    assert (await acme("GET", f"{path}/deliveries")).data == [delivery]


async def test_whoever_may_only_read_changes_nothing(house: House, acme: Operator) -> None:
    path = f"{HOOKS}/{(await made(house, acme))['id']}"
    reader = await house.operator(house.tenants[0], READ_ONLY)
    assert (await reader("GET", path)).status == 200
    for method, each in [
        ("POST", HOOKS),
        ("PATCH", path),
        ("DELETE", path),
        ("POST", f"{path}/rotate"),
        ("POST", f"{path}/test"),
        ("POST", f"{path}/deliveries/dlv_1/replay"),
    ]:
        answer = await reader(method, each)
        assert (answer.status, answer.body["code"]) == (403, "scope_missing"), each
