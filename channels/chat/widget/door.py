"""The widget's routes: sessions, the socket, its twins, and what only goes over HTTP."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import orjson
from aiohttp import web
from pydantic import BaseModel

from channels.chat.widget.arriving import Arriving, NewVisit
from channels.chat.widget.cors import Cors
from channels.chat.widget.counting import Counting
from channels.chat.widget.guests import Guest, Guests
from channels.chat.widget.photos import PhotoDoor
from channels.chat.widget.refusals import Refused, gone, wrong_token
from channels.chat.widget.socket import SocketDoor
from channels.chat.widget.sockets import Sockets
from channels.chat.widget.twins import Twins, Wanted
from infra.wire.frames import MOST_BYTES
from journal.conversation import Conversation
from journal.journal import Journal
from routes.bodies import read, read_query
from routes.shapes import READ
from turns.news import News

ROOT = "/widget"
JSON = "application/json"


class Rating(BaseModel):
    """`POST /widget/v1/rating`."""

    model_config = READ
    helpful: bool


@dataclass(frozen=True, slots=True)
class WidgetDoor:
    """Lets pages in, reads what they send, answers. `clock` gives Unix seconds."""

    cors: Cors
    guests: Guests
    counting: Counting
    arriving: Arriving
    socket: SocketDoor
    twins: Twins
    photos: PhotoDoor
    sockets: Sockets
    journal: Journal
    news: News
    clock: Callable[[], float]

    def routes(self) -> list[web.RouteDef]:
        """The routes of this door."""
        served = [
            ("POST", "/sessions", self.arrive),
            ("GET", "/frames", self.frames),
            ("POST", "/frames", self.frame),
            ("POST", "/photos", self.photo),
            ("POST", "/rating", self.rate),
            ("POST", "/end", self.end),
        ]
        routes = [web.route(method, f"{ROOT}/v1{path}", self._readable(serve)) for method, path, serve in served]
        routes += [web.options(path, self.cors.preflight) for path in {f"{ROOT}/v1{path}" for _, path, _ in served}]
        return [*routes, web.get(f"{ROOT}/socket", self.socket.serve)]

    async def arrive(self, request: web.Request) -> web.Response:
        """Begin or resume a session."""
        welcome = await self.arriving.arrive(request, read(NewVisit, await request.read()))
        return _json(welcome.model_dump(), status=201)

    async def frames(self, request: web.Request) -> web.Response:
        """What came after an event, or the last page of history."""
        guest = await self._guest(request)
        frames = await self.twins.read(guest, read_query(Wanted, request.query))
        return web.Response(body=f'{{"frames":[{",".join(frames)}]}}'.encode(), content_type=JSON)

    async def frame(self, request: web.Request) -> web.Response:
        """Take one frame."""
        guest = await self._guest(request)
        raw = await request.read()
        if len(raw) > MOST_BYTES:
            raise Refused(413, "frame_too_large", "A frame has at most 16 KB.")
        answer = await self.twins.pass_on(guest, raw)
        if answer is None:
            return web.Response(status=204)
        return web.Response(body=answer.text_frame().encode(), content_type=JSON)

    async def photo(self, request: web.Request) -> web.Response:
        """Take a picture."""
        guest = await self._guest(request)
        conversation = await self._conversation(guest)
        kept = await self.photos.take(request, guest, conversation, self.clock())
        return _json(kept.model_dump(), status=201)

    async def rate(self, request: web.Request) -> web.Response:
        """Keep what the visitor thinks of it."""
        guest = await self._guest(request)
        rating = read(Rating, await request.read())
        await self.journal.rate(await self._conversation(guest), helpful=rating.helpful)
        self.news.tell(guest.conversation_id)
        return _json(rating.model_dump())

    async def end(self, request: web.Request) -> web.Response:
        """End the conversation; a second time changes nothing."""
        guest = await self._guest(request)
        await self.journal.end(await self._conversation(guest), self.clock())
        self.news.tell(guest.conversation_id)
        return _json({"ended": True})

    async def _guest(self, request: web.Request) -> Guest:
        guest = await self.guests.let_in(request)
        await self.counting.request(request, guest.key_id, guest.address, self.clock())
        return guest

    async def _conversation(self, guest: Guest) -> Conversation:
        conversation = await self.journal.load(guest.tenant, guest.conversation_id)
        if conversation is None:
            raise gone()
        if not guest.may_enter(conversation):
            raise wrong_token()
        return conversation

    def _readable(
        self, serve: Callable[[web.Request], Awaitable[web.Response]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """The same, with the reply made readable to the page, refusals too; and kept by no cache."""

        async def served(request: web.Request) -> web.Response:
            await self.cors.note(request)
            response = await serve(request)
            response.headers["Cache-Control"] = "no-store"
            return response

        return served


def _json(value: object, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(value), status=status, content_type=JSON)
