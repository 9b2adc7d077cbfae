"""What surrounds every request: its id, its errors in the shape of its door, its rate in headers, a tidied path."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from secrets import token_hex
from time import perf_counter
from urllib.parse import unquote

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from routes.admission import ALLOWANCE, KeyInUrl
from server.problems import FAULT, Problem, problem

log = logging.getLogger("waybill.requests")
REQUEST_ID: web.RequestKey[str] = web.RequestKey("request_id", str)
BEGAN: web.RequestKey[float] = web.RequestKey("began", float)
KEY = "wb_sk_"
BODY_WITHIN_SECONDS = 120.0
"""As long as five megabytes take from a train. Whoever sends a byte now and then holds a connection for no longer."""
UNREADABLE = "The body breaks off or cannot be unpacked"
Render = Callable[[web.Request, Exception], web.Response | None]


def errors(render: Render) -> Middleware:
    """Turn every exception into a reply: `render` speaks for the doors with a shape of their own, else a problem."""

    @web.middleware
    async def surround(request: web.Request, handler: Handler) -> web.StreamResponse:
        request[REQUEST_ID] = "req_" + token_hex(12)
        request[BEGAN] = perf_counter()
        try:
            _no_key_in(request.raw_path)
            with _no_longer_than_it_takes(request):
                return await _read_well(handler(request))
        except Exception as error:
            response = render(request, error) or respond(problem(error) or FAULT)
            if response.status == FAULT.status:
                log.exception("request failed", extra={"request": request[REQUEST_ID], "route": _route(request)})
            return response

    return surround


def _no_key_in(url: str) -> None:
    """Whoever wrote a key into a URL has shown it to every log on the way. Raises: KeyInUrl."""
    if KEY in unquote(url):
        raise KeyInUrl


@contextmanager
def _no_longer_than_it_takes(request: web.Request) -> Iterator[None]:
    """Whoever waits for the rest of a body waits for so long; most bodies are there with their request's head."""
    if request.content.is_eof():
        yield
        return
    giving_up = asyncio.get_running_loop().call_later(BODY_WITHIN_SECONDS, _give_up, request)
    try:
        yield
    finally:
        giving_up.cancel()


def _give_up(request: web.Request) -> None:
    if not request.content.is_eof():
        request.content.set_exception(web.RequestPayloadError("the body does not come"))


async def _read_well(handling: Awaitable[web.StreamResponse]) -> web.StreamResponse:
    """A body that breaks off or does not unpack is the client's mistake, not a fault of ours."""
    try:
        return await handling
    except (web.RequestPayloadError, ConnectionError):
        raise web.HTTPBadRequest(reason=UNREADABLE) from None


def explain(error: Exception) -> dict[str, object]:
    """The problem's JSON object, for an error that is told inside a stream; a fault of ours is logged here too."""
    found = problem(error)
    if found is None:
        log.error("stream failed", exc_info=error)
    return (found or FAULT).body()


def respond(found: Problem) -> web.Response:
    """A problem as a reply."""
    return web.Response(
        body=orjson.dumps(found.body()),
        status=found.status,
        headers=dict(found.headers),
        content_type="application/problem+json",
    )


async def on_prepare(request: web.Request, response: web.StreamResponse) -> None:
    """The headers that every reply has, streams included."""
    response.headers["X-Request-Id"] = request.get(REQUEST_ID, "req_none")
    response.headers["OpenAI-Processing-Ms"] = str(round((perf_counter() - request.get(BEGAN, perf_counter())) * 1000))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Server"] = "waybill"
    if (allowance := request.get(ALLOWANCE)) is not None:
        response.headers["RateLimit-Limit"] = str(allowance.limit)
        response.headers["RateLimit-Remaining"] = str(allowance.remaining)
        response.headers["RateLimit-Reset"] = str(math.ceil(allowance.reset))


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "none"
