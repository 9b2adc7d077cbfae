"""Chromium at the console, with the real server behind it; what its console says is kept, and has to be nothing."""

from contextlib import suppress
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Dialog, Error, Page

from console import accounts
from infra.store.transaction import Transaction
from tenants import members
from tenants.members import Role
from tests.console.colleague import PASSWORD
from tests.world.chromium import AXE
from tests.world.town import Town

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOWING = """() => {
const width = document.documentElement.clientWidth;
return document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll("main *")]
  .filter(each => each.getBoundingClientRect().right > width && !each.closest(".scroll"))
  .map(each => each.outerHTML.slice(0, 120));
}"""


class Screen:
    """One member's browser."""

    def __init__(self, town: Town, page: Page) -> None:
        self.town = town
        self.page = page
        self.console: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.console.append(f"error: {error}"))
        page.on("dialog", self._meet)

    def _hear(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")

    async def _meet(self, dialog: Dialog) -> None:
        self.console.append(f"dialog: {dialog.message}")
        await dialog.dismiss()

    async def go(self, path: str) -> None:
        await self.page.goto(self.town.url + path)

    async def signs_in(self, name: str = "Ada", role: Role = Role.OWNER) -> None:
        """By a one-time link, as a new member does."""
        town, at = self.town, self.town.clock()

        async def work(tx: Transaction) -> str:
            email = f"{name.lower()}@console.example"
            member = await members.create(tx, town.house.vault, town.tenant, name=name, email=email, role=role, at=at)
            return await accounts.make_link(tx, town.house.vault, town.tenant, member.id, at=at)

        await self.go(await town.house.store.write(work))
        await self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        await self.page.get_by_label("The same again").fill(PASSWORD)
        await self.page.get_by_role("button", name="Set password and sign in").click()
        await self.page.wait_for_url("**/console/tickets?done=welcome")

    async def axe(self) -> list[str]:
        """What a reviewer finds, of whatever weight."""
        await self.page.evaluate(AXE.read_text())
        found = await self.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        return [f"{each['id']}: {node['html'][:200]}" for each in found["violations"] for node in each["nodes"]]

    async def overflows(self) -> list[str]:
        """What sticks out of the window, where the page is wider than it."""
        return list(await self.page.evaluate(OVERFLOWING))


class Office:
    """A town and the browsers of those who work for its shop."""

    def __init__(self, town: Town, browser: Browser) -> None:
        self.town = town
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    async def screen(self, **context: Any) -> Screen:
        """One more browser."""
        made = await self._browser.new_context(**context)
        made.set_default_timeout(15_000)
        self._contexts.append(made)
        return Screen(self.town, await made.new_page())

    async def close(self) -> None:
        for context in self._contexts:
            with suppress(Error):
                await context.close()
        await self.town.close()
