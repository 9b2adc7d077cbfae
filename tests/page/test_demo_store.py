"""The demo's website in a browser: one script tag, a strict policy, another origin, and the chat on both pages."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.commands.test_demo import Demo
from tests.faults.server import free_port
from tests.page.browsing import Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_store_of_the_demo(browser: Browser, tmp_path: Path) -> None:
    demo = Demo(tmp_path, free_port(), free_port(), free_port())
    context = await browser.new_context()
    async with demo.running() as said:
        store = demo.kept()["DEMO_STORE"]
        assert store in said
        visitor = Visit(await context.new_page(), store)
        await visitor.go()
        assert await visitor.axe() == []
        await visitor.status()
        await visitor.page.get_by_role("link", name="Your orders").click()
        await expect(visitor.page.get_by_role("heading", name="Your orders")).to_be_visible()
        await expect(visitor.card).to_be_visible()
        await visitor.button("Close").click()
        assert await visitor.axe() == []
        assert visitor.console == []
        await context.close()
