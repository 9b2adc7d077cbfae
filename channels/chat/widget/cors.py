"""Browsers: which pages may call us and read the reply: exactly those of origins that some live key names."""

from aiohttp import web

from channels.chat.widget.guests import Guests
from tenants.directory import Directory

ALLOWED: web.RequestKey[str] = web.RequestKey("widget_origin", str)
"""The origin of a page that may read the reply, also where it is refused."""
METHODS = "GET, POST, OPTIONS"
HEADERS = "Authorization, Content-Type, Idempotency-Key"
EXPOSED = "Retry-After, X-Request-Id"
TEN_MINUTES = "600"


class Cors:
    """Cookies are never asked for: what lets a page in stands in a header that no browser adds by itself."""

    def __init__(self, directory: Directory, guests: Guests) -> None:
        self._directory = directory
        self._guests = guests

    async def note(self, request: web.Request) -> None:
        """Note whether the page may read the reply; whether it may have what it asks for is decided by its key."""
        origin = request.headers.get("Origin")
        if origin and (origin == self._guests.own_origin(request) or await self._directory.names_origin(origin)):
            request[ALLOWED] = origin

    async def preflight(self, request: web.Request) -> web.Response:
        """`OPTIONS`, which browsers send without key and token."""
        await self.note(request)
        headers = {"Access-Control-Max-Age": TEN_MINUTES} if ALLOWED in request else {}
        return web.Response(status=204, headers=headers)

    async def on_prepare(self, request: web.Request, response: web.StreamResponse) -> None:
        """The headers that let the page read this reply."""
        if (origin := request.get(ALLOWED)) is not None:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = HEADERS
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
