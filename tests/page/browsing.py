"""Chromium on a shop's pages, with the real server behind the widget on them."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import web
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Locator, Page, expect

from infra.store.opening import open_store
from infra.store.transaction import Transaction
from tenants import widget_keys
from tests.faults.towns import NearTown
from tests.world.chromium import AXE
from tests.world.town import Setup

ROOT = Path(__file__).parents[2]
STRICT = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'self'; img-src 'self';"
    " script-src 'self' {waybill}; connect-src {waybill} {socket}"
)
PLAIN = "<h1>A shop</h1><p>Lamps.</p><button id=buy>Buy</button>"


class Shopfront:
    """A shop's own site, on an origin of its own: each page has the script tag and what a test puts beside it."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.head = ""
        self.options = ""
        self.root = '<html lang="en">'
        self.policy = STRICT
        self.waybill = ""
        self.key = ""
        self.scripts: dict[str, str] = {}
        self.styles = ""

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{name:.*}", self.serve)
        return app

    async def serve(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name in self.scripts:
            return web.Response(text=self.scripts[name], content_type="text/javascript")
        if name == "page.css":
            return web.Response(text=self.styles, content_type="text/css")
        if name == "favicon.ico":
            return web.Response(status=204)
        policy = self.policy.format(waybill=self.waybill, socket=self.waybill.replace("http", "ws"))
        headers = {"Content-Security-Policy": policy} if policy else {}
        scripts = "".join(f"<script src=/{each} defer></script>" for each in self.scripts)
        source = f"{self.waybill}/widget/loader.js"
        tag = f'<script src="{source}" data-waybill-key="{self.key}" {self.options} async></script>'
        head = f"<meta charset=utf-8><meta name=viewport content='width=device-width'><title>A shop</title>{self.head}"
        body = self.pages.get(name, PLAIN)
        head += f"<link rel=stylesheet href=/page.css>{tag}{scripts}"
        text = f"<!doctype html>{self.root}<head>{head}</head><body><main>{body}</main></body></html>"
        return web.Response(text=text, content_type="text/html", headers=headers)


class Visit:
    """A visitor on the shop's pages. What the page's console said is kept, and has to be nothing."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.console: list[str] = []
        self.errors: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")

    async def go(self, path: str = "") -> None:
        await self.page.goto(f"{self.url}/{path}")
        await self.launcher.wait_for(state="attached")

    async def open(self) -> None:
        await self.launcher.click()
        await self.field.wait_for()

    async def say(self, text: str, *, until: str | None = None) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")
        if until is not None:
            await self.hears(until)

    async def hears(self, text: str) -> None:
        await expect(self.lines.filter(has_text=text).last).to_be_visible()

    async def status(self) -> None:
        """As far as an answer that tells an order's state, with its card."""
        await self.open()
        await self.say("Where is ORD-9842? It goes to 94107.", until="Out for delivery")
        await self.card.wait_for()

    @property
    def element(self) -> Locator:
        return self.page.locator("waybill-chat")

    @property
    def launcher(self) -> Locator:
        return self.page.locator("waybill-chat .launcher")

    @property
    def panel(self) -> Locator:
        return self.page.locator("waybill-chat .panel")

    @property
    def field(self) -> Locator:
        return self.page.locator("waybill-chat textarea")

    @property
    def lines(self) -> Locator:
        return self.page.locator("waybill-chat .line:not([hidden])")

    @property
    def mine(self) -> Locator:
        return self.page.locator("waybill-chat .line.customer")

    @property
    def card(self) -> Locator:
        return self.page.locator("waybill-chat .card")

    @property
    def announced(self) -> Locator:
        return self.page.locator("waybill-chat [aria-live=polite] p")

    def button(self, name: str) -> Locator:
        return self.element.get_by_role("button", name=name, exact=True)

    async def focused(self) -> str:
        """The class of what has the focus inside the widget, or the tag of what has it outside."""
        return str(
            await self.page.evaluate(
                "() => { const one = document.activeElement; const inner = one?.shadowRoot?.activeElement;"
                " return inner ? (inner.className || inner.tagName.toLowerCase()) : one.tagName.toLowerCase(); }"
            )
        )

    async def axe(self) -> list[str]:
        """What a serious or critical reviewer finds."""
        await self.page.evaluate(AXE.read_text())
        found = await self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        grave = [each for each in found["violations"] if each["impact"] in {"serious", "critical"}]
        return [
            f"{each['id']}: {node['html'][:160]} {node['failureSummary']}" for each in grave for node in each["nodes"]
        ]


class Street:
    """A shop, its site, and Waybill, for one test."""

    def __init__(self, town: NearTown, browser: Browser) -> None:
        self.town = town
        self.front = Shopfront()
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.url = ""

    async def open(self, setup: Setup | None = None) -> None:
        await self.town.open(setup or Setup())
        port = await self.town._serve(self.front.app())
        self.url = f"http://127.0.0.1:{port}"
        self.front.waybill = self.town.url
        at = self.town.clock()
        tenant, agent, origins = self.town.tenant, self.town.agent, (self.url,)
        store = await open_store(self.town.database_url)
        try:
            made = await store.write(
                lambda t: widget_keys.create(t, tenant, agent, name="shop", origins=origins, at=at)
            )
        finally:
            await store.close()
        self.front.key = made.token

    async def visitor(self, **context: Any) -> Visit:
        """Somebody with a browser of their own."""
        made = await self._browser.new_context(**context)
        made.set_default_timeout(15_000)
        self._contexts.append(made)
        return Visit(await made.new_page(), self.url)

    async def opened(self) -> Visit:
        """Somebody who is at the shop and has opened the chat."""
        await self.open()
        visitor = await self.visitor()
        await visitor.go()
        await visitor.open()
        return visitor

    async def tab(self, visit: Visit) -> Visit:
        """One more tab of theirs."""
        return Visit(await visit.page.context.new_page(), self.url)

    async def stored(self) -> list[tuple[str, str]]:
        """What the journal holds, of all conversations: who, and what."""
        house, tenant = self.town.house, self.town.tenant

        async def read(t: Transaction) -> list[str]:
            return [str(row[0]) for row in await t.rows("SELECT id FROM conversations ORDER BY created_at")]

        found: list[tuple[str, str]] = []
        for each in await house.store.read(read):
            conversation = await house.journal.load(tenant, each)
            assert conversation is not None
            said = await house.journal.utterances(conversation)
            found += [(one.party.value, one.text) for one in said]
        return found

    async def cut(self) -> None:
        """Every socket breaks."""
        for site in self.town._runners:
            for connection in list(getattr(site.server, "connections", [])):
                if connection.transport is not None:
                    connection.transport.abort()

    async def close(self) -> None:
        for context in self._contexts:
            with suppress(Error):  # the test closed it
                await context.close()
        await self.town.close()
