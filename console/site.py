"""The console as the server hangs it in: all its routes, and its errors as pages."""

from aiohttp import web

from console.agents import AgentPages
from console.analytics import AnalyticsPages
from console.case_actions import CaseActions
from console.case_pages import CasePages
from console.channels import ChannelPages
from console.connector import ConnectorPages
from console.conversations import ConversationPages
from console.cookies import Cookies
from console.guard import Guard
from console.live import Live
from console.own_account import OwnAccount
from console.pages import Pages
from console.passwords import Passwords
from console.queue_pages import QueuePages
from console.reply_pages import ReplyPages
from console.rooms import Rooms
from console.section import Section
from console.sign_in import HOME, SignInDoor
from console.static_files import StaticFiles
from console.team import TeamPages
from console.throttle import Throttle
from console.ways import Way
from console.webhooks import WebhookPages
from console.words import Sorry
from infra.store.transaction import StoreUnavailable

ROOT = "/console"
SECTIONS: tuple[type[Section], ...] = (
    *(QueuePages, ReplyPages, ConnectorPages, AgentPages, ConversationPages),
    *(AnalyticsPages, ChannelPages, WebhookPages, TeamPages),
)
_OF_HTTP = {400: Sorry.NOT_A_FORM, 404: Sorry.NOT_THERE, 405: Sorry.NO_METHOD, 413: Sorry.TOO_LARGE}


class Site:
    """Everything below `/console/`."""

    def __init__(self, rooms: Rooms) -> None:
        self._pages = pages = Pages()
        cookies, passwords, throttle = (
            Cookies(rooms.vault, rooms.public_url),
            Passwords(),
            Throttle(rooms.counters, rooms.vault),
        )
        self._guard = Guard(rooms, cookies, pages)
        self._door = SignInDoor(*(rooms, cookies, pages), guard=self._guard, passwords=passwords, throttle=throttle)
        cases = CasePages(rooms, pages)
        self._live = Live(rooms, self._guard)
        account = OwnAccount(rooms, cookies, pages, passwords=passwords, throttle=throttle)
        sections = (*(section(rooms, pages) for section in SECTIONS), cases)
        self._ways = [way for section in sections for way in section.ways()]
        for part in (CaseActions(rooms, cases), self._live, account):
            self._ways += part.ways()

    def ways(self) -> list[Way]:
        """All that is guarded."""
        return self._ways

    def routes(self) -> list[web.RouteDef]:
        """Everything."""
        home = [web.get(path, _home, allow_head=False) for path in (ROOT, ROOT + "/")]
        return [*home, *self._door.routes(), *StaticFiles().routes(), *self._guard.routes(self.ways())]

    async def close(self) -> None:
        """The server stops: end what would stay open."""
        await self._live.close()

    def render(self, request: web.Request, error: Exception) -> web.Response | None:
        """An error below `/console/` as a page; None where it is not ours, or a fault that is to be logged first."""
        if request.path != ROOT and not request.path.startswith(ROOT + "/"):
            return None
        match error:
            case web.HTTPSeeOther():
                return web.Response(status=303, headers={"Location": error.headers["Location"]})
            case web.HTTPException():
                return self._pages.sorry(_OF_HTTP.get(error.status, Sorry.FAULT), error.status)
            case StoreUnavailable():
                return self._pages.sorry(Sorry.AWAY, 503)
            case _:
                return self._pages.sorry(Sorry.FAULT, 500)


async def _home(_request: web.Request) -> web.Response:
    return web.Response(status=303, headers={"Location": HOME})
