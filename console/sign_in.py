"""Signing in and out, and choosing a password by a one-time link: the ways that nobody stands guard before."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from aiohttp import web

from console import accounts, sessions
from console.accounts import Account
from console.cookies import Cookies
from console.forms import Form, read_form
from console.guard import FORM_TOKEN, SIGN_IN, Guard
from console.pages import Pages, back
from console.passwords import BadPassword, Passwords
from console.rooms import Rooms
from console.throttle import Throttle
from console.words import NOTICES, SignIn, Sorry
from infra.signals.errors import SignalsUnavailable
from infra.store.transaction import StoreUnavailable, Transaction
from routes.address import address_of
from tenants.members import Member

HOME = "/console/tickets"
_OURS = re.compile(r"/console(?:/[A-Za-z0-9_-]+)*(?:\?[A-Za-z0-9_=&%.:+-]*)?")
WRONG, TOO_MANY, AWAY = 403, 429, 503


def safe_return(wanted: str) -> str:
    """Where to go after the sign-in: a path of the console and nothing else, whatever a link says."""
    if not _OURS.fullmatch(wanted) or "\\" in unquote(wanted) or wanted.startswith(SIGN_IN):
        return HOME
    return wanted


class SignInDoor:
    """The sign-in, the sign-out and the welcome."""

    def __init__(
        self,
        rooms: Rooms,
        cookies: Cookies,
        pages: Pages,
        *,
        guard: Guard,
        passwords: Passwords,
        throttle: Throttle,
    ) -> None:
        self._rooms = rooms
        self._cookies = cookies
        self._pages = pages
        self._guard = guard
        self._passwords = passwords
        self._throttle = throttle

    def routes(self) -> list[web.RouteDef]:
        """Its ways."""
        welcome = accounts.WELCOME + "{token}"
        return [
            web.get(SIGN_IN, self._ask, allow_head=False),
            web.post(SIGN_IN, self._sign_in),
            web.get(welcome, self._welcome, allow_head=False),
            web.post(welcome, self._choose),
        ]

    async def _ask(self, request: web.Request) -> web.Response:
        wanted = safe_return(request.query.get("next", ""))
        try:
            session = await self._guard.session(request)
        except StoreUnavailable:
            return self._pages.sorry(Sorry.AWAY, AWAY)
        if session is not None:
            raise web.HTTPSeeOther(wanted)
        return self._form(request, wanted, notice=NOTICES.get(request.query.get("done", "")))

    async def _sign_in(self, request: web.Request) -> web.Response:
        form = await read_form(request)
        wanted, email = safe_return(form.text("next")), form.text("email")
        if not self._own(request, form):
            return self._form(request, wanted, email, SignIn.OLD_FORM, status=WRONG)
        try:
            return await self._compare(request, form, wanted, email)
        except (StoreUnavailable, SignalsUnavailable):  # where tries cannot be counted, nobody may try
            return self._pages.sorry(Sorry.AWAY, AWAY)

    async def _compare(self, request: web.Request, form: Form, wanted: str, email: str) -> web.Response:
        rooms, now = self._rooms, self._rooms.clock()
        tries = await self._throttle.reserve(email, address_of(request, rooms.proxies), now)
        if tries is None:
            response = self._form(request, wanted, email, SignIn.TOO_MANY, status=TOO_MANY)
            response.headers["Retry-After"] = "900"
            return response
        shop = form.whole("shop")
        account = await rooms.store.read(lambda tx: accounts.by_email(tx, rooms.vault, email, shop))
        right = await self._passwords.right(account.digest if account else None, form.raw("password"))
        if account is None or not right:
            return self._form(request, wanted, email, SignIn.WRONG, status=WRONG)
        await self._throttle.give_back(tries, now)
        return await self._let_in(request, account, wanted)

    async def _let_in(self, request: web.Request, account: Account, wanted: str) -> web.Response:
        """A session of its own, whatever the browser brought; the one it brought is over."""
        old, now = self._cookies.token(request), self._rooms.clock()

        async def work(tx: Transaction) -> str:
            if old is not None:
                await sessions.end(tx, old)
            return await sessions.begin(tx, account.tenant_id, account.member_id, at=now)

        response = back(wanted)
        self._cookies.begin(request, response, await self._rooms.store.write(work))
        return response

    async def _welcome(self, request: web.Request) -> web.Response:
        member = await self._invited(request)
        if member is None:
            return self._pages.show("link_over.html", status=404)
        return self._choice(request, member)

    async def _choose(self, request: web.Request) -> web.Response:
        """The link is used up by the transaction that sets the password: of two at once, one finds it gone."""
        form, member = await read_form(request), await self._invited(request)
        if member is None:
            return self._pages.show("link_over.html", status=404)
        if not self._own(request, form):
            return self._choice(request, member, SignIn.OLD_FORM)
        if form.raw("password") != form.raw("again"):
            return self._choice(request, member, SignIn.DIFFERENT)
        try:
            digest = await self._passwords.digest(form.raw("password"))
        except BadPassword as error:
            return self._choice(request, member, str(error))
        rooms, now = self._rooms, self._rooms.clock()
        token = request.match_info["token"]

        async def work(tx: Transaction) -> str | None:
            invited = await accounts.of_link(tx, rooms.vault, token, at=now)
            if invited is None:
                return None
            await accounts.set_password(tx, rooms.vault, invited, digest, at=now)
            return await sessions.begin(tx, invited.tenant_id, invited.id, at=now)

        session = await rooms.store.write(work)
        if session is None:
            return self._pages.show("link_over.html", status=404)
        response = back(HOME, "welcome")
        self._cookies.begin(request, response, session)
        return response

    async def _invited(self, request: web.Request) -> Member | None:
        rooms, now = self._rooms, self._rooms.clock()
        token = request.match_info["token"]
        return await rooms.store.read(lambda tx: accounts.of_link(tx, rooms.vault, token, at=now))

    def _own(self, request: web.Request, form: Form) -> bool:
        return self._cookies.is_own(request, self._cookies.door(request), form.text(FORM_TOKEN))

    def _form(
        self,
        request: web.Request,
        wanted: str,
        email: str = "",
        error: str | None = None,
        *,
        status: int = 200,
        notice: str | None = None,
    ) -> web.Response:
        values = {"wanted": wanted, "email": email, "error": error, "notice": notice}
        return self._at_the_door(request, "sign_in.html", values, status)

    def _choice(self, request: web.Request, member: Member, error: str | None = None) -> web.Response:
        return self._at_the_door(request, "welcome.html", {"member": member, "error": error}, WRONG if error else 200)

    def _at_the_door(self, request: web.Request, name: str, values: Mapping[str, object], status: int) -> web.Response:
        door = self._cookies.door(request)
        response = self._pages.show(
            name, None, dict(values) | {"form_token": self._cookies.form_token(door)}, status=status
        )
        self._cookies.keep_door(request, response, door)
        return response
