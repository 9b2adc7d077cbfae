"""Who may come in: signed in, of the role the way asks for, and with a form of our own. Nothing is read before."""

from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import urlencode

from aiohttp import web

from console import sessions
from console.cookies import Cookies
from console.forms import NO_FORM, read_form
from console.pages import Pages
from console.rooms import Rooms
from console.sessions import SEEN_EVERY_SECONDS, Session
from console.ways import Visit, Way
from console.words import Sorry

SIGN_IN = "/console/sign-in"
BY_ITSELF = "Waybill-By-Itself"  # a header of tickets.js, where the same page is also opened by people
FORM_TOKEN = "form_token"  # noqa: S105 - the name of a field


class Guard:
    """Stands before every way of the console."""

    def __init__(self, rooms: Rooms, cookies: Cookies, pages: Pages) -> None:
        self._rooms = rooms
        self._cookies = cookies
        self._pages = pages

    def routes(self, ways: Iterable[Way]) -> list[web.RouteDef]:
        """The ways as routes of the application; HEAD is not offered, for it would have to be guarded too."""
        return [
            web.get(way.path, self._guarded(way), allow_head=False)
            if way.method == "GET"
            else web.post(way.path, self._guarded(way))
            for way in ways
        ]

    def _guarded(self, way: Way) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            session = await self.session(request, by_itself=way.by_itself or BY_ITSELF in request.headers)
            if session is None:
                raise web.HTTPSeeOther(_sign_in(request))
            token = self._cookies.form_token(session.digest)
            visit = Visit(request, session, NO_FORM, token, self._rooms.clock())
            if not visit.may(way.role):
                return self._pages.sorry(Sorry.NOT_YOURS, 403, visit)
            if way.method == "POST":
                form = await read_form(request)
                if not self._cookies.is_own(request, session.digest, form.text(FORM_TOKEN)):
                    return self._pages.sorry(Sorry.NOT_OUR_FORM, 403, visit)
                visit = Visit(request, session, form, token, visit.now)
            return await self._pages.told(visit, way.handler)

        return handle

    async def session(self, request: web.Request, *, by_itself: bool = False) -> Session | None:
        """Who is signed in in this browser. What a page asks `by_itself` keeps no session alive.

        Raises: StoreUnavailable.
        """
        token, now = self._cookies.token(request), self._rooms.clock()
        if token is None:
            return None
        found = await self._rooms.store.read(lambda tx: sessions.find(tx, self._rooms.vault, token, at=now))
        if found is not None and not by_itself and found.seen_at < now - SEEN_EVERY_SECONDS:
            await self._rooms.store.write(lambda tx: sessions.touch(tx, found, at=now), synced=False)
        return found


def _sign_in(request: web.Request) -> str:
    """The way to the sign-in, and from there back to where one was going; what a POST wanted to do is not repeated."""
    return SIGN_IN if request.method != "GET" else f"{SIGN_IN}?{urlencode({'next': request.path_qs})}"
