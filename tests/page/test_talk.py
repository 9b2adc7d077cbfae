"""A visitor in a real browser: asks, is verified, sees the status; changes pages, opens tabs, loses nothing."""

import pytest
from playwright.async_api import expect

from tests.page.browsing import Street

pytestmark = pytest.mark.asyncio(loop_scope="session")
LISTEN = """
window.heard = [];
for (const name of ["open", "close", "message", "unread"])
  document.addEventListener(`waybill:${name}`, (event) => heard.push([name, event.detail]));
"""
STORED = "() => [sessionStorage.length, localStorage.length, document.cookie]"


async def test_where_is_my_order_under_the_strictest_policy(street: Street) -> None:
    visitor = await street.opened()
    await visitor.say("Where is ORD-9842?", until="To make sure it's yours")
    await visitor.say("94107", until="Out for delivery — arrives Tuesday")
    await expect(visitor.card).to_contain_text("UPS")
    await expect(visitor.mine.last).to_contain_text("Sent")
    await visitor.button("Yes, please").click()
    await visitor.hears("The tracking number is 1Z999AA10123456784")
    assert visitor.console == []
    assert visitor.errors == []


async def test_a_stranger_is_told_nothing(street: Street) -> None:
    visitor = await street.opened()
    await visitor.say("Where is ORD-9842? It goes to 10001.", until="I couldn't find an order with that reference")
    await expect(visitor.card).to_have_count(0)


async def test_two_parcels_have_two_timelines(street: Street) -> None:
    visitor = await street.opened()
    await visitor.say("ORD-9655, 94107", until="On its way in two parcels")
    await expect(visitor.card.get_by_role("heading")).to_have_text(["Parcel 1 of 2", "Parcel 2 of 2"])


async def test_nothing_is_asked_or_stored_before_the_visitor_writes(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    await visitor.go()
    await visitor.open()
    assert await visitor.page.evaluate(STORED) == [0, 0, ""]
    assert not [url for url in asked if "/v1/" in url or "/socket" in url]
    await visitor.say("Hello", until="What's your order number?")
    in_tab, in_browser, cookies = await visitor.page.evaluate(STORED)
    assert (in_tab, in_browser, cookies) == (1, 0, "")


async def test_a_reload_and_another_page_show_the_same_and_announce_nothing(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.go()
    await visitor.status()
    shown = await visitor.lines.all_inner_texts()
    for path in ("", "lamps"):
        await visitor.go(path)
        await expect(visitor.card).to_be_visible()
        assert await visitor.lines.all_inner_texts() == shown
        await expect(visitor.announced).to_have_count(0)
    await visitor.say("Yes, please", until="The tracking number is")
    assert [text for _, text in await street.stored()].count("Yes, please") == 1


async def test_an_answer_on_its_way_arrives_on_the_next_page(street: Street) -> None:
    visitor = await street.opened()
    street.town.shop.holds()
    await visitor.say("Where is ORD-9842? It goes to 94107.")
    await street.town.shop.asked.get()
    await expect(visitor.element.get_by_label("Assistant is typing")).to_be_visible()
    await visitor.go("lamps")
    await visitor.hears("Where is ORD-9842?")
    street.town.shop.lets_go()
    await visitor.hears("Out for delivery")
    await expect(visitor.announced).to_have_count(1)
    assert [who for who, _ in await street.stored()] == ["customer", "assistant"]


async def test_what_was_typed_and_not_sent_is_there_on_the_next_page(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.go()
    await visitor.status()
    await visitor.field.fill("And when does")
    await visitor.go("lamps")
    await expect(visitor.field).to_have_value("And when does")


async def test_closed_meanwhile_an_answer_shows_as_unread(street: Street) -> None:
    visitor = await street.opened()
    street.town.shop.holds()
    await visitor.say("Where is ORD-9842? It goes to 94107.")
    await street.town.shop.asked.get()
    await visitor.field.press("Escape")
    street.town.shop.lets_go()
    await expect(visitor.launcher).to_have_accessible_name("Open chat: Where's my order?, 1 unread message")
    await expect(visitor.element.locator(".badge")).to_have_text("1")
    await visitor.open()
    await expect(visitor.element.locator(".badge")).to_be_hidden()


async def test_a_new_tab_shows_the_same_conversation_and_both_go_on(street: Street) -> None:
    await street.open()
    first = await street.visitor()
    await first.go()
    await first.status()
    second = await street.tab(first)
    await second.go("lamps")
    await second.open()
    await expect(second.card).to_be_visible()
    await second.say("Yes, please", until="The tracking number is")
    await first.hears("Yes, please")
    await first.hears("The tracking number is")
    await expect(first.lines).to_have_count(4)
    await expect(second.lines).to_have_count(4)


async def test_the_end_whether_it_helped_and_a_new_beginning(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.go()
    await visitor.status()
    await visitor.button("End this chat").click()
    await visitor.button("Keep chatting").click()
    assert "textarea" in await visitor.focused()
    await visitor.button("End this chat").click()
    await visitor.button("End chat").click()
    await visitor.button("Yes, it did").click()
    await expect(visitor.element.get_by_text("Thank you for telling us.")).to_be_visible()
    assert await _rated(street) == [True]
    await visitor.button("Start a new chat").click()
    await expect(visitor.lines).to_have_count(1)
    assert await visitor.page.evaluate(STORED) == [0, 0, ""]
    await visitor.say("Hello", until="What's your order number?")


async def _rated(street: Street) -> list[object]:
    async def read(t: object) -> list[object]:
        rows = await t.rows("SELECT helpful FROM conversations")  # type: ignore[attr-defined]
        return [bool(row[0]) for row in rows]

    return await street.town.house.store.read(read)


async def test_a_page_may_command_it(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.go()
    page = visitor.page
    await page.evaluate(LISTEN)
    await page.evaluate("Waybill('prefill', 'Where is ORD-9842?')")
    await expect(visitor.field).to_have_value("Where is ORD-9842?")
    await visitor.field.press("Enter")
    await visitor.hears("To make sure it's yours")
    await page.evaluate("Waybill('close')")
    await expect(visitor.panel).to_be_hidden()
    await page.evaluate("Waybill('hide')")
    await expect(visitor.launcher).to_be_hidden()
    await page.evaluate("Waybill('show')")
    await expect(visitor.launcher).to_be_visible()
    told = await page.evaluate("heard")
    assert [name for name, _ in told] == ["open", "message", "close"]
    assert told[1][1]["party"] == "assistant"
    await page.evaluate("Waybill('strings', {open: 'Wo ist mein Paket?'})")
    await expect(visitor.launcher).to_contain_text("Wo ist mein Paket?")
    refused = await page.evaluate("Waybill('fly').catch((error) => error.message)")
    assert refused == 'Waybill: there is no command "fly".'


async def test_long_lines_are_refused_in_words_and_stay_to_be_changed(street: Street) -> None:
    visitor = await street.opened()
    await visitor.say("\u200b", until="This could not be sent.")
    await expect(visitor.mine.last).to_have_class("line customer failed")
    assert await street.stored() == []
