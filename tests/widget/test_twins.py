"""The same over HTTP, where sockets are blocked: the same frames, the same acknowledgements, and no waiting in vain."""

import asyncio

import pytest

from infra.tasks import Tasks
from tests.widget.conftest import Opens
from tests.world.page import Page
from tests.world.town import Town

FRAMES = "/widget/v1/frames"
QUESTION = "Where is ORD-9842? It goes to 94107."


async def poll(page: Page, **query: object) -> None:
    status, body = await page.get(FRAMES, **{"after": page.after, **query})
    assert status == 200, body
    for frame in body["frames"]:
        await page.take(frame)


async def test_a_question_and_its_answer_without_a_socket(opens: Opens) -> None:
    page = opens()
    await page.arrive()
    said = {"t": "send", "cid": "the-question", "text": QUESTION}
    assert await page.post(FRAMES, said) == (200, {"t": "ack", "cid": "the-question", "seq": 1})
    while 2 not in page.shown:
        await poll(page, wait=20)
    assert "Out for delivery" in page.shown[2]["text"]
    assert page.shown[2]["card"]["parcels"][0]["carrier"] == "UPS"
    assert await page.post(FRAMES, said) == (200, {"t": "ack", "cid": "the-question", "seq": 1})


async def test_what_is_said_at_the_socket_wakes_whoever_waits(opens: Opens) -> None:
    page = opens()
    await page.connect()
    blocked = opens(tab_of=page)
    waiting = Tasks().start(poll(blocked, wait=20))
    await page.answer(await page.send("hello"))
    await waiting
    assert blocked.shown


async def test_whoever_waits_in_vain_is_told_how_things_stand(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.arrive()
    waiting = Tasks().start(poll(page, wait=20))
    while not shop.house.signals.fan_out._listening:  # type: ignore[attr-defined]  # until it waits
        await asyncio.sleep(0)
    shop.clock.pass_(21)
    await waiting
    assert page.state["ended"] is False


async def test_signs_pass_from_one_way_to_the_other(opens: Opens) -> None:
    page = opens()
    await page.connect()
    other = opens(tab_of=page)
    assert await other.post(FRAMES, {"t": "typing"}) == (204, None)
    assert await other.post(FRAMES, {"t": "read", "seq": 0}) == (204, None)
    assert (await page.hears("typing"))["party"] == "customer"
    assert (await page.hears("read"))["seq"] == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"t": "hello", "token": "x", "after": 0}, 400),
        ({"t": "ping"}, 400),
        ({"t": "send"}, 400),
        (b"[", 400),
        (b"\xff\xfe", 400),
        ({"t": "send", "cid": "12345678", "text": "x" * 17_000}, 413),
    ],
)
async def test_what_is_no_frame_for_it_is_refused(opens: Opens, body: object, status: int) -> None:
    page = opens()
    await page.arrive()
    assert (await page.post(FRAMES, body))[0] == status


@pytest.mark.parametrize(
    "query", [{}, {"after": 0, "last": 1}, {"after": -1}, {"after": 2**31}, {"last": 301}, {"after": 0, "wait": 26}]
)
async def test_what_cannot_be_asked_for_is_refused(opens: Opens, query: dict[str, object]) -> None:
    page = opens()
    await page.arrive()
    status, body = await page.get(FRAMES, **query)
    assert (status, body["code"]) == (400, "invalid_request")


async def test_nothing_of_it_is_kept_by_a_cache(opens: Opens) -> None:
    page = opens()
    await page.arrive()
    async with page._http.get(FRAMES, params={"after": "0"}, headers=page._bearer(None)) as response:
        assert response.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in response.headers
