"""P5 at the widget with a real SIGKILL: what was acknowledged is answered, what was not is said once."""

from collections.abc import AsyncIterator

import pytest

from tests.faults.towns import FarTown
from tests.faults.trap import somebody_is_stuck, stuck
from tests.world.page import DroppedError, Page
from tests.world.page import page as page_of

QUESTION = "Where is ORD-5000? It goes to 60614."
TOLD = "Shipped yesterday"


@pytest.fixture
async def page(far_town: FarTown) -> AsyncIterator[Page]:
    async with page_of(far_town.url, far_town.widget_key) as page:
        await page.connect()
        yield page


async def comes_back(town: FarTown, page: Page) -> None:
    """As a page does: with the passes it has, which the next process reads as well."""
    await town.server.start()
    await page.connect()


async def dies(page: Page) -> None:
    with pytest.raises((DroppedError, ConnectionError)):
        while True:
            await page.hear()
    await page.drop()


async def test_p5_killed_between_word_and_answer_the_answer_comes_after_all(far_town: FarTown, page: Page) -> None:
    far_town.shop.holds()
    cid = await page.send(QUESTION)
    await page.hears("ack", cid=cid)
    await far_town.shop.asked.get()
    await far_town.server.kill()
    await dies(page)
    far_town.shop.lets_go()
    await comes_back(far_town, page)
    assert page.pending == {}
    assert TOLD in (await page.answer(cid))["text"]  # the sweep finds it, and the news bring it
    assert sorted(page.shown) == [1, 2]


async def test_p5_killed_before_it_was_written_it_is_said_again_and_heard_once(far_town: FarTown, page: Page) -> None:
    async with stuck(far_town.settings.database_url, "utterances NEW.party = 'customer'"):
        cid = await page.send(QUESTION)
        await somebody_is_stuck(far_town.settings.database_url)
        await far_town.server.kill()
        await dies(page)
    assert page.acks == {}
    await comes_back(far_town, page)
    assert TOLD in (await page.answer(cid))["text"]
    assert sorted(page.shown) == [1, 2]


async def test_p5_killed_after_the_answer_a_reload_shows_it_as_missed(far_town: FarTown, page: Page) -> None:
    await page.answer(await page.send(QUESTION))
    await far_town.server.kill()
    await dies(page)
    page.after, page.shown = 0, {}
    await comes_back(far_town, page)
    assert page.shown[2]["gone"] is True
    reply = await page.answer(await page.send("yes please", missed=True))
    assert TOLD in reply["text"]
