"""The socket: hello, acknowledgements, gaps, signs, limits, and how it ends."""

import asyncio
import json

import aiohttp
import pytest

from channels.chat.widget.sockets import MOST_OF_ONE
from journal.forgetting import forget
from tests.widget.conftest import Opens
from tests.world.page import DroppedError, Page
from tests.world.shop import day
from tests.world.town import Town

QUESTION = "Where is ORD-9842? It goes to 94107."


async def closed(page: Page) -> int | None:
    """With which code the socket is closed, after whatever comes before."""
    with pytest.raises(DroppedError) as dropped:
        while True:
            await page.hear()
    return dropped.value.code


async def greeted(page: Page, **hello: object) -> Page:
    assert await page.arrive() == 201
    page.socket = await page._http.ws_connect("/widget/socket", protocols=("waybill.v1",), autoping=False)
    await page.put({"t": "hello", "token": page.session["token"], "after": 0, **hello})
    return page


async def test_a_question_is_acknowledged_signed_and_answered_in_its_place(opens: Opens) -> None:
    page = opens()
    await page.connect()
    assert page.socket is not None
    assert page.socket.protocol == "waybill.v1"
    cid = await page.send(QUESTION)
    reply = await page.answer(cid)
    assert page.acks == {cid: 1}
    assert page.shown[1]["cid"] == cid
    assert page.shown[1]["party"] == "customer"
    assert page.signs[0]["party"] == "assistant"
    assert "Out for delivery" in reply["text"]
    assert (reply["disclosed"], reply["gone"], reply["offers"]) == (True, False, "tracking")
    parcel = {"stage": "shipped", "carrier": "UPS", "tracking": "1Z999AA10123456784", "eta": day(1)}
    assert reply["card"] == {"parcels": [parcel]}


async def test_an_answer_fetched_within_a_minute_is_whole_and_later_it_is_gone(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.connect()
    await page.answer(await page.send(QUESTION))
    soon = opens(tab_of=page)
    await soon.connect()
    assert "Out for delivery" in soon.shown[2]["text"]
    shop.clock.pass_(61)
    late = opens(tab_of=page)
    await late.connect()
    assert late.shown[2]["text"] == "Your answer came while you were away; shall I look again?"
    assert (late.shown[2]["gone"], late.shown[2]["offers"], "card" in late.shown[2]) == (True, "again", False)
    reply = await late.answer(await late.send("yes", missed=True))
    assert "Out for delivery" in reply["text"]
    assert len(shop.shop.calls) == 2
    again = opens(tab_of=page)
    shop.clock.pass_(61)
    await again.connect()
    assert "never kept" in again.shown[2]["text"]
    assert again.shown[4]["gone"]


async def test_the_same_id_is_heard_once_and_gets_the_same_word(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.connect()
    cid = await page.send(QUESTION)
    await page.answer(cid)
    await page.put({"t": "send", "cid": cid, "text": QUESTION})
    assert (await page.hears("ack"))["seq"] == 1
    await page.put({"t": "send", "cid": cid, "text": "something else"})
    assert (await page.hears("nack"))["code"] == "reused"
    assert len(shop.shop.calls) == 1
    assert page.after == 2


async def test_what_was_not_shown_comes_once_and_whole(opens: Opens) -> None:
    page = opens()
    await page.connect()
    for text in ("hello", "thanks", "goodbye"):
        await page.answer(await page.send(text))
    other = opens(tab_of=page)
    other.after = 2
    await other.connect()
    assert sorted(other.shown) == [3, 4, 5, 6]


async def test_both_tabs_hear_everything_in_the_same_places(opens: Opens) -> None:
    page = opens()
    await page.connect()
    other = opens(tab_of=page)
    await other.connect()
    cid = await page.send("hello")
    await page.answer(cid)
    while other.after < 2:
        await other.hear()
    assert other.shown == page.shown


async def test_signs_reach_the_other_tab_and_not_the_one_they_come_from(opens: Opens) -> None:
    page = opens()
    await page.connect()
    other = opens(tab_of=page)
    await other.connect()
    await page.put({"t": "typing"})
    await page.put({"t": "read", "seq": 0})
    assert await other.hears("typing") == {"t": "typing", "party": "customer"}
    assert await other.hears("read") == {"t": "read", "seq": 0, "party": "customer"}
    await page.put({"t": "ping"})
    assert (await page.hear())["t"] == "pong"


@pytest.mark.parametrize(("after", "conv"), [(7, None), (0, "cnv_of_somebody_else")])
async def test_a_gap_that_cannot_be_closed_is_not_closed_in_part(opens: Opens, after: int, conv: str | None) -> None:
    page = await greeted(opens(), **({"after": after} if conv is None else {"conv": conv}))
    assert (await page.hears("ready"))["recovered"] is False
    assert page.shown == {}


async def test_more_than_three_hundred_are_read_as_a_page_of_history(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.connect()
    for _ in range(152):
        shop.clock.pass_(2)
        await page.answer(await page.send("hello"))
    late = opens(tab_of=page)
    await greeted_as(late)
    ready = await late.hears("ready")
    assert (ready["recovered"], ready["seq"], late.shown) == (False, 304, {})
    _, body = await late.get("/widget/v1/frames", last=100)
    assert [frame["seq"] for frame in body["frames"] if frame["t"] == "event"] == list(range(205, 305))


async def greeted_as(page: Page) -> None:
    page.socket = await page._http.ws_connect("/widget/socket", protocols=("waybill.v1",), autoping=False)
    await page.put({"t": "hello", "token": page.session["token"], "after": 0})


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "invalid"), (" \n\t", "invalid"), ("\u200b\u202e\x00", "invalid"), ("x" * 4001, "too_long")],
)
async def test_what_cannot_be_read_is_refused_for_good(opens: Opens, text: str, code: str) -> None:
    page = opens()
    await page.connect()
    await page.send(text)
    assert await page.hears("nack") == {"t": "nack", "cid": page.nacks[0]["cid"], "code": code, "temporary": False}
    assert page.pending == {}


async def test_four_thousand_characters_of_any_kind_are_taken(opens: Opens) -> None:
    page = opens()
    await page.connect()
    assert page.socket is not None
    frame = {"t": "send", "cid": "the-longest-one", "text": "\U0001f4e6" * 4000}
    await page.socket.send_str(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))
    assert (await page.hears("ack"))["seq"] == 1


async def test_who_talks_too_fast_is_told_when_to_come_again(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.connect()
    cids = [await page.send("hello") for _ in range(6)]
    nack = await page.hears("nack")
    assert (nack["cid"], nack["code"], nack["temporary"]) == (cids[5], "rate", True)
    shop.clock.pass_(nack["retry"] / 1000)
    await page.put({"t": "send", "cid": cids[5], "text": "hello"})
    await page.hears("ack", cid=cids[5])


async def test_an_ended_conversation_takes_nothing_and_says_so_to_every_tab(opens: Opens) -> None:
    page = opens()
    await page.connect()
    assert await page.post("/widget/v1/end", {}) == (200, {"ended": True})
    assert (await page.hears("state"))["ended"] is True
    await page.send("hello?")
    assert (await page.hears("nack"))["code"] == "ended"


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("no json", 4400),
        ('{"t":"send"}', 4400),
        ('{"t":"event","seq":1}', 4400),
        (b"binary", 4400),
        ('{"t":"send","cid":"12345678","text":"' + "x" * 17_000 + '"}', 1009),
    ],
)
async def test_what_is_no_frame_ends_the_socket(opens: Opens, frame: str | bytes, code: int) -> None:
    page = opens()
    await page.connect()
    assert page.socket is not None
    await (page.socket.send_bytes(frame) if isinstance(frame, bytes) else page.socket.send_str(frame))
    assert await closed(page) == code


@pytest.mark.parametrize("first", [{"t": "ping"}, {"t": "send", "cid": "12345678", "text": "hello"}])
async def test_whoever_does_not_say_hello_first_is_not_let_in(opens: Opens, first: dict[str, object]) -> None:
    page = opens()
    page.socket = await page._http.ws_connect("/widget/socket", protocols=("waybill.v1",))
    await page.put(first)
    assert await closed(page) == 4408


async def test_whoever_says_nothing_is_not_waited_for(shop: Town, opens: Opens) -> None:
    page = opens()
    page.socket = await page._http.ws_connect("/widget/socket", protocols=("waybill.v1",))
    shop.clock.pass_(11)
    assert await closed(page) == 4408


async def test_the_oldest_of_too_many_tabs_makes_room(opens: Opens) -> None:
    page = opens()
    await page.connect()
    for _ in range(MOST_OF_ONE):
        await opens(tab_of=page).connect()
    assert await closed(page) == 4409


async def test_a_flood_of_frames_ends_the_socket(opens: Opens) -> None:
    page = opens()
    await page.connect()
    for _ in range(200):
        try:
            await page.put({"t": "typing"})
        except ConnectionError:
            break
    assert await closed(page) == 4429


async def test_a_pass_that_runs_out_ends_the_socket_unless_a_fresh_one_comes(shop: Town, opens: Opens) -> None:
    page, renewed = opens(), opens()
    for each in (page, renewed):
        await each.connect()
    shop.clock.pass_(14 * 60)
    assert await renewed.arrive() == 201
    await renewed.put({"t": "hello", "token": renewed.session["token"], "after": 0})
    await renewed.hears("state")
    shop.clock.pass_(2 * 60)
    await page.send("hello")
    assert await closed(page) == 4401
    await renewed.answer(await renewed.send("hello"))


async def test_a_pass_of_another_conversation_does_not_take_a_socket_over(opens: Opens) -> None:
    page, other = opens(), opens()
    await page.connect()
    await other.connect()
    await page.put({"t": "hello", "token": other.session["token"], "after": 0})
    assert await closed(page) == 4401


async def test_whoever_is_silent_is_asked_and_whoever_does_not_answer_is_given_up(shop: Town, opens: Opens) -> None:
    page, dead = opens(), opens()
    await page.connect()
    await dead.connect()
    for _ in range(4):
        shop.clock.pass_(31)
        await page.hears("ping")
        await page.put({"t": "ping"})
        await page.hears("pong")  # by now our answer was read
    assert await closed(dead) in {None, 1006}


async def test_stopping_tells_everybody_to_come_back_and_what_was_heard_is_answered(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.connect()
    shop.shop.misbehave("hang")
    cid = await page.send(QUESTION)
    await page.hears("ack", cid=cid)
    stopping = asyncio.create_task(shop._runners[-1].cleanup())  # noqa: TID251 - the test is the operator
    assert await closed(page) == 1012
    await stopping
    shop._runners.pop()


async def test_a_reply_made_elsewhere_arrives_by_the_news(shop: Town, opens: Opens) -> None:
    """What the sweep answers after a crash comes like any other reply."""
    page = opens()
    await page.connect()
    await page.answer(await page.send("hello"))
    shop.shop.misbehave("hang")
    cid = await page.send(QUESTION)
    await page.hears("ack", cid=cid)
    conversation = page.session["conv"]
    line = shop.house.floor._lines[conversation]
    while line._doing is None:
        await asyncio.sleep(0)
    line._doing.cancel()  # as a crash would end it
    while shop.house.floor.is_taken(conversation):
        await asyncio.sleep(0)
    shop.shop.misbehave(None)
    shop.clock.pass_(16)
    await shop.house.sweep.once()
    assert "Out for delivery" in (await page.answer(cid))["text"]


async def test_a_conversation_that_was_forgotten_is_gone(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.connect()
    await page.answer(await page.send("hello, I am jane.doe@example.com"))
    await shop.house.store.write(
        lambda tx: forget(tx, shop.house.vault, shop.tenant, "jane.doe@example.com", shop.clock())
    )
    shop.house.news.tell(page.session["conv"])
    assert await closed(page) == 4410


async def test_what_cannot_be_shown_ends_the_socket_and_not_only_its_news(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.connect()
    await page.answer(await page.send("hello"))
    await shop.house.store.write(lambda tx: tx.run("UPDATE conversations SET sealed_said = $1", b"not ours"))
    shop.house.news.tell(page.session["conv"])
    assert await closed(page) == 1013
    again = opens(tab_of=page)
    again.socket = await again._http.ws_connect("/widget/socket", protocols=("waybill.v1",))
    await again.put({"t": "hello", "token": page.session["token"], "after": 0})
    assert await closed(again) == 1013


async def test_the_socket_wants_no_cookies_and_nothing_in_its_url(shop: Town) -> None:
    async with aiohttp.ClientSession(shop.url) as http, http.get("/widget/loader.js") as response:
        assert "Set-Cookie" not in response.headers


async def test_open_sockets_are_counted_for_whoever_runs_the_server(shop: Town, opens: Opens) -> None:
    page = opens()
    for number in (1, 2):
        await opens(tab_of=page).connect() if page.session else await page.connect()
        assert shop.house.measures.sockets._value.get() == number
    async with aiohttp.ClientSession(shop.url) as http, http.get("/metrics") as response:
        assert "waybill_sockets 2.0" in await response.text()
