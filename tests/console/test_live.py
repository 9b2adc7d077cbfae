"""What happens, told to open pages: of their own tenant alone, as long as somebody is signed in."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from console import sessions
from console.guard import BY_ITSELF
from console.sessions import IDLE_SECONDS
from infra.wire.sse import KEEP_ALIVE
from server.app import _console
from tests.api.operator import Operator
from tests.console.colleague import Colleague
from tests.faults.talker import Talker, talking
from tests.world.town import Town

FOR_EVER = aiohttp.ClientTimeout(total=None)


class Stream:
    """The events of one page."""

    def __init__(self, lines: AsyncIterator[bytes]) -> None:
        self._lines = lines

    async def next(self) -> dict[str, Any] | None:
        """The next event's data; None at the end of the stream."""
        async for line in self._lines:
            if line.startswith(b"data: "):
                return dict(json.loads(line.removeprefix(b"data: ")))
        return None

    async def is_kept_alive(self) -> bool:
        """Whether, sooner or later, nothing is told; otherwise the stream has ended."""
        async for line in self._lines:
            if line == KEEP_ALIVE:
                return True
        return False


@asynccontextmanager
async def listening(colleague: Colleague) -> AsyncIterator[Stream]:
    async with colleague.http.get("/console/live", timeout=FOR_EVER) as response:
        assert response.status == 200
        assert response.headers["Content-Type"].startswith("text/event-stream")
        yield Stream(response.content.__aiter__())


async def asks_for_a_person(town: Town, key: str = "", agent: str = "") -> None:
    if not key:
        async with talking(town) as talker:
            await talker.says("I want to talk to a person")
        return
    talker = Talker(town.url, key, agent)
    await talker.opens()
    await talker.says("I want to talk to a person")
    await talker.leaves()


async def test_an_open_page_hears_of_a_ticket(owner: Colleague) -> None:
    async with listening(owner) as stream:
        assert await stream.next() == {"event": "hello", "waiting": 0, "number": None, "mine": False}
        await asks_for_a_person(owner.town)
        assert await stream.next() == {"event": "created", "waiting": 1, "number": 1, "mine": False}
        await owner.get("/console/tickets/1")
        await owner.post("/console/tickets/1/claim")
        assert await stream.next() == {"event": "claimed", "waiting": 0, "number": 1, "mine": True}


async def test_nobody_hears_of_another_tenants_tickets(owner: Colleague) -> None:
    rival = await Operator.of_a_new_tenant(owner.town)
    made = await rival.post("/agents", {"name": "Theirs"})
    assert (await rival.post(f"/agents/{made.data['id']}/publish")).status == 201
    async with listening(owner) as stream:
        await stream.next()
        await asks_for_a_person(owner.town, rival.key, made.data["id"])
        assert (await rival.get("/tickets")).data[0]["number"] == 1
        await asks_for_a_person(owner.town)
        await asks_for_a_person(owner.town)
        heard = [await stream.next(), await stream.next()]
    assert [each["waiting"] for each in heard if each] == [1, 2]
    await rival.leaves()


async def test_whoever_is_signed_out_hears_nothing_more(owner: Colleague) -> None:
    assert owner.member is not None
    member, town = owner.member, owner.town
    async with listening(owner) as stream:
        await stream.next()
        await town.house.store.write(lambda tx: sessions.end_all(tx, member.tenant_id, member.id))
        await asks_for_a_person(town)
        assert await stream.next() is None


async def test_a_server_that_stops_ends_the_streams(owner: Colleague) -> None:
    async with listening(owner) as stream:
        await stream.next()
        (app,) = [
            runner.app
            for runner in owner.town._runners
            if hasattr(runner, "app") and len(runner.app.router.routes()) > 50
        ]
        await asyncio.gather(*(each(app) for each in app.on_shutdown if each.__name__ == "<lambda>"))
        assert await stream.next() is None


async def test_the_stream_is_one_of_the_guarded_ways(owner: Colleague) -> None:
    assert "/console/live" in {way.path for way in _console(owner.town.house).ways()}


async def test_a_page_that_is_only_open_keeps_nobody_signed_in(owner: Colleague) -> None:
    """Twelve hours without a click are over, however often the page itself has asked meanwhile."""
    await asks_for_a_person(owner.town)
    await owner.get("/console/tickets/1")
    async with listening(owner) as stream:
        await stream.next()
        owner.town.clock.pass_(IDLE_SECONDS / 2)
        assert await stream.is_kept_alive()
        assert (await owner.post("/console/tickets/1/looking")).status == 200
        assert (await owner.get("/console/tickets/1/thread")).status == 200
        async with owner.http.get("/console/tickets", headers={BY_ITSELF: "yes"}) as page:
            assert page.status == 200
        owner.town.clock.pass_(IDLE_SECONDS / 2 + 1)
        assert (await owner.get("/console/tickets", follow=False)).status == 303
        while await stream.is_kept_alive():
            pass


async def test_whoever_clicks_stays_signed_in(owner: Colleague) -> None:
    for _ in range(3):
        owner.town.clock.pass_(IDLE_SECONDS / 2 + 1)
        assert (await owner.get("/console/tickets", follow=False)).status == 200
