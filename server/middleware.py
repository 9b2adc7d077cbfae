"""What surrounds every request: its id, its errors in the shape of its door, its rate in headers, a tidied path."""

import logging
import math
from collections.abc import Awaitable, Callable
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
