"""Who is let in: the pass, the key behind it, and the origin both were made for."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web
from yarl import URL

from channels.chat.widget.refusals import origin_not_allowed, wrong_token
from journal.conversation import Conversation, Door
from routes.address import address_of
from tenants.directory import Directory, PublishedAgent
from tenants.passes import Kind, Pass, Passes
from tenants.widget_keys import WidgetKey
from turns.asserting import asserted
from turns.visit import Visit, agent_of

log = logging.getLogger("waybill.widget")
BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class Guest:
    """A visitor who was let in. `address` is their own, where it is known."""

    pass_: Pass
    key_id: str
    address: str | None

    @property
    def tenant(self) -> int:
        """Whose page they came from."""
        return self.pass_.tenant

    @property
    def conversation_id(self) -> str:
        """The one conversation they may see and speak in."""
        return self.pass_.conversation_id

    def may_enter(self, conversation: Conversation) -> bool:
        """Whether it is theirs still: whoever signs in takes their conversation along, out of reach of older passes."""
        return conversation.caller == self.pass_.visitor


class Guests:
    """Lets pages in. `clock` gives Unix seconds; `proxies` is how many of our own stand before us."""

    def __init__(
        self,
        directory: Directory,
        passes: Passes,
        clock: Callable[[], float],
        *,
        public_url: str | None,
        proxies: int,
    ) -> None:
        self._directory = directory
        self._passes = passes
        self._clock = clock
        self._own = str(URL(public_url).origin()) if public_url else None
        self._proxies = proxies
        self._warned = False

    async def let_in(self, request: web.Request, token: str | None = None) -> Guest:
        """Whose page this is, by its token; by default that of the request's header.

        Raises: Refused: wrong_token; origin_not_allowed. StoreUnavailable.
        """
        given = request.headers.get("Authorization", "").removeprefix(BEARER) if token is None else token
        found = self._passes.read(given, Kind.VISIT, self._clock())
        if found is None:
            raise wrong_token()
        return await self.admit(request, found)

    async def admit(self, request: web.Request, found: Pass) -> Guest:
        """Whether the pass still holds: not run out, its key live and naming the origin. Raises: as above."""
        if found.expires_at <= self._clock():
            raise wrong_token()
        key = await self._directory.widget_key(found.key)
        if key is None:
            raise wrong_token()
        if found.origin != self.origin_of(request) or not self.may_use(request, key, found.origin):
            raise origin_not_allowed()
        return Guest(found, key.id, self.address_of(request))

    def may_use(self, request: web.Request, key: WidgetKey, origin: str) -> bool:
        """Whether pages of this origin may use the key: those it names, and our own stand-alone pages."""
        return origin in key.origins or origin == self.own_origin(request)

    def origin_of(self, request: web.Request) -> str | None:
        """The page's origin. Browsers name it but for a GET from the very same origin, which they mark instead."""
        origin = request.headers.get("Origin")
        if origin is None and request.headers.get("Sec-Fetch-Site") == "same-origin":
            return self.own_origin(request)
        return origin

    def own_origin(self, request: web.Request) -> str:
        """Where our own pages are served."""
        return self._own or f"{request.scheme}://{request.host}"

    def address_of(self, request: web.Request) -> str | None:
        """The visitor's own address."""
        if not self._proxies and not self._warned and "X-Forwarded-For" in request.headers:
            self._warned = True
            log.warning("X-Forwarded-For came, but WAYBILL_PROXIES is 0: all visitors behind a proxy count as one")
        return address_of(request, self._proxies)

    async def visit(self, guest: Guest, conversation: Conversation) -> Visit | None:
        """Their visit now; None where the agent is gone. Raises: NoPublishedVersion."""
        agent = await agent_of(self._directory, conversation, self._clock())
        return None if agent is None else _visit(guest, agent)


def _visit(guest: Guest, agent: PublishedAgent) -> Visit:
    """What the shop vouched for counts as claimed, and signed, for as long as the pass lasts."""
    email = guest.pass_.email
    claims = asserted({"email": email}, guest.pass_.signed_at) if email else ()
    return Visit(agent, guest.key_id, Door.WIDGET, guest.pass_.visitor, guest.address, claims)
