"""The completions door: parse, take a turn, render."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

from channels.completions import errors, named
from channels.completions.answering import Answering
from channels.completions.asking import Ask
from channels.completions.cors import Cors
from channels.completions.errors import Fault
from channels.completions.paths import COMPLETIONS, MODELS, is_ours, tidy_path
from channels.completions.stream import Heard, stream
from infra.tasks import Tasks
from routes.admission import ALLOWANCE, Authenticate
from tenants.directory import PublishedAgent
from tenants.principal import Scope

JSON = {"Content-Type": "application/json"}
INTERNAL = 500
log = logging.getLogger("waybill.requests")
Handlers = dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]]
"""By method."""


@dataclass(frozen=True, slots=True)
class CompletionsDoor:
    """Chat completions and models, under `/v1`, under `/api/v1` and bare.

    Attributes:
        handoff_tools: names of client functions that connect to a person, beside all that begin with `transfer_to_`.
        cors: which pages may call us.
        away: errors that pass by themselves, told as 503.
    """

    authenticate: Authenticate
    answering: Answering
    tasks: Tasks
    handoff_tools: frozenset[str]
    cors: Cors
    away: tuple[type[Exception], ...]

    def routes(self) -> list[web.RouteDef]:
        """The routes of this door; `tidied` finds them under less tidy paths too."""
        paths = (*COMPLETIONS, *MODELS, *(path + "/{id}" for path in MODELS))
        return [web.route(method, path, handler) for path in paths for method, handler in self._handlers(path).items()]

    @web.middleware
    async def tidied(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Serve a path with doubled or trailing slashes as what it means, without a redirect."""
        path = tidy_path(request.path)
        found = {} if path == request.path else self._handlers(path)
        if not found:
            return await handler(request)
        if request.method not in found:
            raise web.HTTPMethodNotAllowed(request.method, found)
        return await found[request.method](request)

    async def complete(self, request: web.Request) -> web.StreamResponse:
        """`POST /v1/chat/completions`."""
        principal = await self.authenticate(request, Scope.CHAT_WRITE)
        if request.content_type.startswith("multipart/"):
            raise web.HTTPUnsupportedMediaType
        ask = Ask.of(request, await request.read(), self.handoff_tools)
        visit = await self.answering.visit(principal, ask)
        reply = ask.reply(int(self.answering.clock()))
        headers = {named.CONVERSATION: ask.name} if ask.name else {}
        if not ask.wanted.stream:
            body = reply.completion(await self.answering.turn(visit, ask))
            return web.Response(body=body, headers={**JSON, **headers})
        heard: Heard = asyncio.get_running_loop().create_future()
        turn = self.tasks.start(self.answering.turn(visit, ask, heard.set_result))
        return await stream(
            request, reply, turn, heard if ask.name else None, headers=headers, fault=self._fault_in_stream
        )

    async def models(self, request: web.Request) -> web.Response:
        """`GET /v1/models`: the tenant's published assistants."""
        principal = await self.authenticate(request, Scope.CHAT_READ)
        found = await self.answering.directory.published(principal.tenant_id)
        body = orjson.dumps({"object": "list", "data": [_model(agent) for agent in found]})
        return web.Response(body=body, headers=JSON)

    async def model(self, request: web.Request) -> web.Response:
        """`GET /v1/models/{id}`."""
        principal = await self.authenticate(request, Scope.CHAT_READ)
        agent = await self.answering.agent(principal, tidy_path(request.path).rpartition("/")[2])
        return web.Response(body=orjson.dumps(_model(agent)), headers=JSON)

    async def on_prepare(self, request: web.Request, response: web.StreamResponse) -> None:
        """Headers of every reply under our paths, streams and errors too: for browsers, and the rate that is left."""
        if not is_ours(tidy_path(request.path)):
            return
        response.headers.update(self.cors.headers(request))
        if (allowance := request.get(ALLOWANCE)) is not None:
            response.headers["x-ratelimit-limit-requests"] = str(allowance.limit)
            response.headers["x-ratelimit-remaining-requests"] = str(allowance.remaining)
            response.headers["x-ratelimit-reset-requests"] = f"{allowance.reset:.3f}s"

    def render(self, request: web.Request, error: Exception) -> web.Response | None:
        """An error in the shape of this door; None where another door is meant."""
        return self._fault(error).response() if is_ours(tidy_path(request.path)) else None

    def _fault(self, error: Exception) -> Fault:
        return errors.fault(error, self.away)

    def _fault_in_stream(self, error: Exception) -> Fault:
        """The same, where no middleware will see it: what is ours is logged here."""
        found = self._fault(error)
        if found.status == INTERNAL:
            log.error("stream failed", exc_info=error)
        return found

    def _handlers(self, path: str) -> Handlers:
        """What a tidy path takes; nothing where it is not served here."""
        if path in COMPLETIONS:
            return {"POST": self.complete, "OPTIONS": self.cors.preflight}
        if path in MODELS:
            return {"GET": self.models, "OPTIONS": self.cors.preflight}
        if path.rpartition("/")[0] in MODELS:
            return {"GET": self.model, "OPTIONS": self.cors.preflight}
        return {}


def _model(agent: PublishedAgent) -> dict[str, object]:
    """A model as clients list it."""
    return {
        "id": agent.agent_id,
        "object": "model",
        "created": int(agent.published_at),
        "owned_by": "waybill",
        "name": agent.name,
    }
