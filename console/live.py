"""What happens in the queue, told to open pages as it happens: server-sent events of words to look, nothing more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import orjson
from aiohttp import web

from console.company import here, present
from console.guard import Guard
from console.pages import HEADERS
from console.queue_pages import counts
from console.rooms import Rooms
from console.ways import Visit, Way, get
from escalation import queue
from infra.signals.fan_out import Missed, Subscription
from infra.signals.presence import stay
from infra.store.transaction import StoreUnavailable, Transaction
from infra.tasks import Tasks
from infra.wire import sse
from tenants.members import Role

QUIET_SECONDS = 15.0
WHO = orjson.dumps({"event": "who", "ticketId": ""})
"""Who is here has changed, which no bell rings for: people fall silent, too."""
LIVE = "/console/live"


@dataclass(frozen=True, slots=True)
class News:
    """One word for the pages. `number` and `mine` of the ticket it speaks of, where that is known."""

    event: str
    waiting: int
    number: int | None = None
    mine: bool = False


class Live:
    """The way to what happens. `close` ends all streams: browsers come back by themselves."""

    def __init__(self, rooms: Rooms, guard: Guard) -> None:
        self._rooms = rooms
        self._guard = guard
        self._closing = asyncio.Event()

    def ways(self) -> list[Way]:
        """Its way."""
        return [get(LIVE, Role.COLLEAGUE, self._stream, by_itself=True)]

    async def close(self) -> None:
        """The server stops."""
        self._closing.set()

    async def _stream(self, visit: Visit) -> web.StreamResponse:
        response = web.StreamResponse(headers=HEADERS | sse.HEADERS | {"Cache-Control": "no-store"})
        await response.prepare(visit.request)
        with suppress(ConnectionError, StoreUnavailable):  # the browser is gone, or will come back
            async with self._here(visit), self._rooms.bell.subscribe(visit.tenant) as words:
                await response.write(_event(await self._news(visit, "hello", None)))
                await self._listen(visit, words, response)
        return response

    async def _listen(self, visit: Visit, words: Subscription, response: web.StreamResponse) -> None:
        """Until the browser is gone or the member is signed out, which is looked after at each word."""
        there = await present(self._rooms.presence, visit.tenant)
        while not self._closing.is_set():
            word = await self._next(words)
            if await self._guard.session(visit.request, by_itself=True) is None:
                return
            if word is None:
                before, there = there, await present(self._rooms.presence, visit.tenant)
                if before == there:
                    await response.write(sse.KEEP_ALIVE)
                    continue
                word = WHO
            event, ticket_id = _said(word)
            await response.write(_event(await self._news(visit, event, ticket_id)))

    @asynccontextmanager
    async def _here(self, visit: Visit) -> AsyncIterator[None]:
        """As long as the stream is open, others see that this member is here."""
        presence, who, staying = self._rooms.presence, here(visit), Tasks()
        await presence.arrive(who)
        staying.start(stay(presence, who))
        try:
            yield
        finally:
            await staying.close()

    async def _next(self, words: Subscription) -> bytes | Missed | None:
        """The next word, or None after a while, or when the server stops."""
        waiting = Tasks()
        word, closing = waiting.start(_first(words)), waiting.start(self._closing.wait())
        try:
            await asyncio.wait({word, closing}, timeout=QUIET_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            return word.result() if word.done() else None
        finally:
            await waiting.close()

    async def _news(self, visit: Visit, event: str, ticket_id: str | None) -> News:
        async def work(tx: Transaction) -> News:
            ticket = await queue.find(tx, visit.tenant, ticket_id) if ticket_id else None
            waiting = (await counts(tx, visit.tenant, visit.member.id))["waiting"]
            if ticket is None:
                return News(event, waiting)
            return News(event, waiting, ticket.number, ticket.owner == visit.member.id)

        return await self._rooms.store.read(work)


def _event(news: News) -> bytes:
    return sse.event("queue", {"event": news.event, "waiting": news.waiting, "number": news.number, "mine": news.mine})


async def _first(words: Subscription) -> bytes | Missed:
    return await anext(words)


def _said(word: bytes | Missed) -> tuple[str, str | None]:
    """What happened, and to which ticket; after something was missed it may have been anything."""
    if isinstance(word, Missed):
        return "missed", None
    said = orjson.loads(word)
    return str(said["event"]), str(said["ticketId"])
