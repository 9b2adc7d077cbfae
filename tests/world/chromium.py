"""Debian's Chromium, headless, and what judges the accessibility of a page in it; `tests/needs.sh` installs both."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

PROGRAM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parents[2] / ".cache" / "widget" / "axe-core-4.14.1" / "axe.min.js"


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests; each has contexts of its own."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=PROGRAM, headless=True, args=FLAGS)
        yield launched
        await launched.close()
