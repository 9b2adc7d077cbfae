"""A shop with a page, and visitors at it."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.world.page import ORIGIN, Page
from tests.world.town import Setup, Town

Opens = Callable[..., Page]


@pytest.fixture
async def shop(town: Town) -> Town:
    await town.open(Setup())
    await town.has_a_page()
    return town


@pytest.fixture
async def opens(shop: Town) -> AsyncIterator[Opens]:
    """Opens a page; the same `session` as another is another tab of its visitor."""
    pages: list[Page] = []

    def open_page(
        key: str | None = None, origin: str = ORIGIN, *, tab_of: Page | None = None, **session: object
    ) -> Page:
        page = Page(shop.url, key or shop.widget_key, origin, **session)
        if tab_of is not None:
            page.session = dict(tab_of.session)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        await page.leave()
