"""A member's own account: another password, signing out here, signing out everywhere."""

from aiohttp import web

from console import accounts, sessions
from console.cookies import Cookies
from console.guard import SIGN_IN
from console.pages import BAD, Pages, back
from console.passwords import BadPassword, Passwords
from console.rooms import Rooms
from console.throttle import Throttle
from console.ways import Visit, Way, get, post
from console.words import SignIn
from infra.store.transaction import Transaction
from routes.address import address_of
from tenants.members import Role

ACCOUNT = "/console/account"


class OwnAccount:
    """Everybody's ways to their own account."""

    def __init__(
        self, rooms: Rooms, cookies: Cookies, pages: Pages, *, passwords: Passwords, throttle: Throttle
    ) -> None:
        self._rooms = rooms
        self._cookies = cookies
        self._pages = pages
        self._passwords = passwords
        self._throttle = throttle

    def ways(self) -> list[Way]:
        """Its ways."""
        return [
            get(ACCOUNT, Role.COLLEAGUE, self._show),
            post(ACCOUNT + "/password", Role.COLLEAGUE, self._change),
            post("/console/sign-out", Role.COLLEAGUE, self._sign_out),
            post("/console/sign-out-everywhere", Role.COLLEAGUE, self._sign_out_everywhere),
        ]

    async def _show(self, visit: Visit, error: str | None = None) -> web.Response:
        return self._pages.show("account.html", visit, {"error": error}, status=BAD if error else 200)

    async def _change(self, visit: Visit) -> web.Response:
        """The old one first: an unlocked screen is no password. Its tries are counted like those of the sign-in."""
        rooms, form, member = self._rooms, visit.form, visit.member
        tries = await self._throttle.reserve(member.email, address_of(visit.request, rooms.proxies), visit.now)
        if tries is None:
            return await self._show(visit, SignIn.TOO_MANY)
        account = await rooms.store.read(lambda tx: accounts.of_member(tx, visit.tenant, member.id))
        if not await self._passwords.right(account.digest if account else None, form.raw("password")):
            return await self._show(visit, SignIn.WRONG_PASSWORD)
        await self._throttle.give_back(tries, visit.now)
        if form.raw("new") != form.raw("again"):
            return await self._show(visit, SignIn.DIFFERENT)
        try:
            digest = await self._passwords.digest(form.raw("new"))
        except BadPassword as error:
            return await self._show(visit, str(error))

        async def work(tx: Transaction) -> str:
            await accounts.set_password(tx, rooms.vault, member, digest, at=visit.now)
            return await sessions.begin(tx, visit.tenant, member.id, at=visit.now)

        response = back(ACCOUNT, "password")
        self._cookies.begin(visit.request, response, await rooms.store.write(work))
        return response

    async def _sign_out(self, visit: Visit) -> web.Response:
        token = self._cookies.token(visit.request) or ""
        await self._rooms.store.write(lambda tx: sessions.end(tx, token))
        return self._gone(visit, "signed-out")

    async def _sign_out_everywhere(self, visit: Visit) -> web.Response:
        await self._rooms.store.write(lambda tx: sessions.end_all(tx, visit.tenant, visit.member.id))
        return self._gone(visit, "signed-out-everywhere")

    def _gone(self, visit: Visit, done: str) -> web.Response:
        response = back(SIGN_IN, done)
        self._cookies.end(visit.request, response)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response
