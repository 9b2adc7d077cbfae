"""Somebody at the console without JavaScript: keeps cookies, sends the forms that pages show, reads what comes back."""

import re
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Self
from urllib.parse import urlencode

import aiohttp

from console import accounts
from infra.store.transaction import Transaction
from tenants import members
from tenants.members import Member, Role
from tests.world.town import Town

PASSWORD = "correct horse battery"
FORM = "application/x-www-form-urlencoded"
Fields = dict[str, str | list[str]]


@dataclass(frozen=True)
class Page:
    """What a browser was given."""

    status: int
    headers: "aiohttp.typedefs.LooseHeaders"
    text: str
    url: str

    @property
    def token(self) -> str:
        """The hidden field of its forms."""
        found = re.search(r'name="form_token" value="([0-9a-f]{32})"', self.text)
        return found[1] if found else ""

    @property
    def words(self) -> str:
        """What a reader sees, roughly."""
        bare = re.sub(r"<(script|style|title).*?</\1>|<[^>]+>", " ", self.text, flags=re.DOTALL)
        return re.sub(r"\s+", " ", unescape(bare)).strip()


class Colleague:
    """One browser."""

    def __init__(self, town: Town, member: Member | None = None) -> None:
        self.town = town
        self.member = member
        self.url = town.url
        self.http = aiohttp.ClientSession(town.url, cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.token = ""

    @classmethod
    async def invited(
        cls, town: Town, role: Role = Role.OWNER, *, tenant: int | None = None, name: str = "Ada", email: str = ""
    ) -> tuple[Self, str]:
        """A new member with the link they were sent, not signed in yet."""
        vault, at = town.house.vault, town.clock()
        address = email or f"{name.lower()}-{role.value}@example.com"

        async def work(tx: Transaction) -> tuple[Member, str]:
            whose = town.tenant if tenant is None else tenant
            member = await members.create(tx, vault, whose, name=name, email=address, role=role, at=at)
            return member, await accounts.make_link(tx, vault, whose, member.id, at=at)

        member, path = await town.house.store.write(work)
        return cls(town, member), path

    @classmethod
    async def signed_in(
        cls, town: Town, role: Role = Role.OWNER, *, tenant: int | None = None, name: str = "Ada"
    ) -> Self:
        colleague, path = await cls.invited(town, role, tenant=tenant, name=name)
        await colleague.get(path)
        page = await colleague.post(path, {"password": PASSWORD, "again": PASSWORD})
        assert page.url == "/console/tickets?done=welcome", page
        return colleague

    async def get(self, path: str, *, follow: bool = True) -> Page:
        return await self._ask("GET", path, None, {}, follow=follow)

    async def post(self, path: str, fields: Fields | None = None, *, follow: bool = True, **headers: str) -> Page:
        """The form with these fields, as the page that was last seen would send it."""
        filled = {"form_token": self.token, **(fields or {})}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"Origin": self.url, "Content-Type": FORM, **named}
        return await self._ask("POST", path, urlencode(filled, doseq=True), given, follow=follow)

    async def sign_in(self, email: str, password: str, path: str = "/console/sign-in", **fields: str) -> Page:
        await self.get(path)
        return await self.post("/console/sign-in", {"email": email, "password": password, **fields}, follow=False)

    def cookie(self, name: str = "waybill-console") -> str:
        return next((each.value for each in self.http.cookie_jar if each.key == name), "")

    async def goes_to(self, url: str) -> None:
        """From now on the same browser, still signed in, is served by another process."""
        before, self.url = self.http, url
        self.http = aiohttp.ClientSession(url, cookie_jar=before.cookie_jar)
        await before.close()

    async def leaves(self) -> None:
        await self.http.close()

    async def _ask_bytes(self, path: str) -> tuple[int, str, bytes]:
        async with self.http.get(path) as response:
            return response.status, response.content_type, await response.read()

    async def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str], *, follow: bool) -> Page:
        data = None if body is None else BytesIO(body.encode())
        async with self.http.request(method, path, data=data, headers=headers, allow_redirects=follow) as response:
            text = await response.text()
            page = Page(response.status, response.headers, text, response.url.path_qs)
            self.token = page.token or self.token
            return page
