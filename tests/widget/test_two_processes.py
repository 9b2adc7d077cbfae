"""Two processes on PostgreSQL and Redis: a tab at each, one conversation, and whoever is closed finds the other."""

from collections.abc import AsyncIterator

import pytest

from server.house import House
from tests.world.page import Page
from tests.world.redis import RedisServer
from tests.world.town import Setup, Town

QUESTION = "Where is ORD-9842? It goes to 94107."


@pytest.fixture
async def town(lent: str, redis: RedisServer) -> AsyncIterator[Town]:
    town = Town(lent, redis.url)
    await town.open(Setup())
    await town.has_a_page()
    yield town
    await town.close()


@pytest.fixture
async def pages(town: Town) -> AsyncIterator[tuple[Page, Page]]:
    """Two tabs of one visitor, each at another process."""
    other = await town._serve_house(await House.open(town.settings, town.clock))
    here, there = Page(town.url, town.widget_key), Page(other, town.widget_key)
    await here.arrive()
    there.session = dict(here.session)
    yield here, there
    await here.leave()
    await there.leave()


async def test_what_is_said_in_one_process_is_shown_in_the_other(pages: tuple[Page, Page]) -> None:
    here, there = pages
    await here.connect()
    await there.connect()
    await here.answer(await here.send(QUESTION))
    while there.after < 2:
        await there.hear()
    assert there.shown == here.shown
    assert "Out for delivery" in there.shown[2]["text"]
    assert there.shown[2]["card"]


async def test_signs_cross_over_too(pages: tuple[Page, Page]) -> None:
    here, there = pages
    await here.connect()
    await there.connect()
    await here.put({"t": "typing"})
    assert (await there.hears("typing"))["party"] == "customer"


async def test_the_same_words_sent_to_both_are_heard_once(town: Town, pages: tuple[Page, Page]) -> None:
    here, there = pages
    await here.connect()
    await there.connect()
    cid = await here.send(QUESTION)
    await there.put({"t": "send", "cid": cid, "text": QUESTION})
    there.pending[cid] = QUESTION
    assert (await here.answer(cid))["seq"] == (await there.answer(cid))["seq"] == 2
    assert here.acks == there.acks == {cid: 1}
    conversation = await town.house.journal.load(town.tenant, here.session["conv"])
    assert conversation is not None
    assert conversation.seq == 2


async def test_a_process_that_closes_hands_its_visitors_over(town: Town, pages: tuple[Page, Page]) -> None:
    here, there = pages
    await here.connect()
    await here.answer(await here.send("hello"))
    await here.drop()
    there.after, there.shown = here.after, dict(here.shown)
    await there.connect()
    reply = await there.answer(await there.send(QUESTION))
    assert "Out for delivery" in reply["text"]
    assert town.shop.calls
