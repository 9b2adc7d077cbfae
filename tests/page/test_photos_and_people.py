"""Photos of the damage, and visitors whom the shop vouches for."""

import base64

import pytest
from playwright.async_api import FilePayload, expect

from tests.page.browsing import Street, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


async def _adds(visitor: Visit, name: str, content: bytes) -> None:
    photo = FilePayload(name=name, mimeType="image/png", buffer=content)
    await visitor.element.locator("input[type=file]").set_input_files(photo)
    await visitor.button("Remove the photo").wait_for()


async def test_a_photo_is_seen_before_and_after_it_is_sent(street: Street) -> None:
    visitor = await street.opened()
    await _adds(visitor, "shade.png", PNG)
    await visitor.button("Remove the photo").click()
    await expect(visitor.element.locator(".tray")).to_be_hidden()
    await _adds(visitor, "shade.png", PNG)
    await visitor.button("Send").click()
    await expect(visitor.mine.get_by_role("img", name="Photo")).to_be_visible()
    await expect(visitor.mine).to_contain_text("Sent")
    await visitor.go("lamps")
    await expect(visitor.mine).to_contain_text("Photo")
    assert visitor.console == []


async def test_what_is_no_photo_is_refused_in_words_and_may_be_tried_again(street: Street) -> None:
    visitor = await street.opened()
    await _adds(visitor, "shade.png", b"no picture at all")
    await visitor.button("Send").click()
    await expect(visitor.mine).to_contain_text("Try again")
    assert "JPEG" in await visitor.mine.inner_text()


async def test_a_visitor_whom_the_shop_vouches_for_is_asked_nothing(street: Street) -> None:
    await street.open()
    await street.town.has_a_page()
    visitor = await street.visitor()
    await visitor.go()
    token = street.town.identity("jane", email="jane.doe@example.com")
    await visitor.page.evaluate("(token) => Waybill('identify', async () => token)", token)
    await visitor.open()
    await visitor.say("Where is ORD-9842?", until="Out for delivery")


async def test_somebody_else_on_the_same_device_sees_nothing_of_the_one_before(street: Street) -> None:
    await street.open()
    await street.town.has_a_page()
    visitor = await street.visitor()
    await visitor.go()
    jane = street.town.identity("jane", email="jane.doe@example.com")
    omar = street.town.identity("omar", email="omar.haddad@example.com")
    identify = "(token) => Waybill('identify', async () => token)"
    await visitor.page.evaluate(identify, jane)
    await visitor.open()
    await visitor.say("Where is ORD-9842?", until="Out for delivery")
    await visitor.go("lamps")
    await visitor.page.evaluate(identify, omar)
    await visitor.open()
    await expect(visitor.mine).to_have_count(0)
    await visitor.say("Where is ORD-9842?", until="I couldn't find an order with that reference")
    await visitor.page.evaluate("Waybill('logout')")
    await expect(visitor.mine).to_have_count(0)
    assert await visitor.page.evaluate("sessionStorage.length") == 0
