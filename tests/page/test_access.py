"""For every visitor: keyboard, screen reader, dark, right to left, small, large, still, in few colours."""

import pytest
from playwright.async_api import expect

from tests.page.browsing import Street, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")
PAINT = "(one, colour) => { one.style.setProperty('--waybill-accent', colour); one.tint(); }"
DARK = ":root { color-scheme: light dark } body { background: #111; color: #eee }"


async def _looks_well(visitor: Visit) -> None:
    """In each of its states."""
    await visitor.go()
    assert await visitor.axe() == [], "closed"
    await visitor.open()
    assert await visitor.axe() == [], "open"
    await visitor.say("Where is ORD-9842? It goes to 94107.", until="Out for delivery")
    await visitor.card.wait_for()
    await visitor.say("\u200b", until="This could not be sent.")
    assert await visitor.axe() == [], "with a card and an error"
    await visitor.button("End this chat").click()
    await visitor.button("End chat").click()
    await visitor.button("Yes, it did").wait_for()
    assert await visitor.axe() == [], "ended"


async def test_no_serious_finding_in_the_light(street: Street) -> None:
    await street.open()
    await _looks_well(await street.visitor())


async def test_no_serious_finding_in_the_dark(street: Street) -> None:
    await street.open()
    street.front.styles = DARK
    visitor = await street.visitor(color_scheme="dark")
    await _looks_well(visitor)
    assert await visitor.element.locator(".frame.dark").count() == 1


async def test_no_serious_finding_from_right_to_left_at_320_pixels(street: Street) -> None:
    await street.open()
    street.front.root = '<html lang="ar" dir="rtl">'
    visitor = await street.visitor(viewport={"width": 320, "height": 560})
    await _looks_well(visitor)
    box = await visitor.panel.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 320, "height": 560}
    assert await visitor.page.evaluate("document.scrollingElement.scrollWidth") <= 320


async def test_a_shop_on_a_light_page_stays_light_for_those_who_like_it_dark(street: Street) -> None:
    await street.open()
    visitor = await street.visitor(color_scheme="dark")
    await visitor.go()
    assert await visitor.element.locator(".frame.dark").count() == 0


async def test_a_merchants_colour_is_made_readable(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.go()
    await visitor.status()
    for accent in ("#ffe600", "#bfe3ff", "#777", "#000", "#fff", "oklch(0.7 0.3 150)", "not a colour"):
        await visitor.element.evaluate(PAINT, accent)
        assert await visitor.axe() == [], accent


async def test_everything_by_keyboard(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.go()
    keys = visitor.page.keyboard
    await visitor.launcher.focus()
    await keys.press("Enter")
    await visitor.field.wait_for()
    assert "textarea" in await visitor.focused()
    await keys.type("Where is ORD-9842? It goes to 94107.")
    await keys.press("Enter")
    await visitor.card.wait_for()
    assert "textarea" in await visitor.focused()
    met = []
    for _ in range(9):
        await keys.press("Shift+Tab")
        met.append(await visitor.focused())
    for control in ("round photo", "chip", "log", "round close", "round end"):
        assert control in met, met
    await visitor.button("Yes, please").focus()
    await keys.press("Enter")
    await visitor.hears("The tracking number is")
    assert "textarea" in await visitor.focused()
    await keys.press("Escape")
    await expect(visitor.panel).to_be_hidden()
    assert await visitor.focused() == "launcher"
    await expect(visitor.launcher).to_have_attribute("aria-expanded", "false")


async def test_on_a_phone_the_focus_stays_in_the_dialog(street: Street) -> None:
    await street.open()
    visitor = await street.visitor(viewport={"width": 390, "height": 780})
    await visitor.go()
    await visitor.open()
    await expect(visitor.panel).to_have_attribute("aria-modal", "true")
    for _ in range(12):
        await visitor.page.keyboard.press("Tab")
        assert await visitor.focused() not in {"body", "button", "launcher"}


async def test_each_message_is_announced_once(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.go()
    await visitor.status()
    await visitor.say("Yes, please", until="The tracking number is")
    await expect(visitor.announced).to_have_text(
        [
            "Assistant: Out for delivery — arrives Tuesday. Would you like the tracking number?",
            "Assistant: The tracking number is 1Z999AA10123456784.",
        ]
    )
    live = await visitor.page.evaluate(
        "() => [...document.querySelector('waybill-chat').shadowRoot.querySelectorAll('[role=log], [aria-live]')]"
        ".map((each) => [each.className, each.getAttribute('aria-live')])"
    )
    assert live == [["log", "off"], ["unseen", "polite"]]


async def test_nothing_moves_for_those_who_want_it_still(street: Street) -> None:
    await street.open()
    visitor = await street.visitor(reduced_motion="reduce")
    await visitor.go()
    await visitor.status()
    moving = "document.querySelector('waybill-chat').shadowRoot.getAnimations().length"
    assert await visitor.page.evaluate(moving) == 0


async def test_in_forced_colours_controls_have_edges(street: Street) -> None:
    await street.open()
    visitor = await street.visitor(forced_colors="active")
    await visitor.go()
    await visitor.status()
    for name in (".bubble", ".round.send", ".chip", ".card", ".panel"):
        width = await visitor.element.locator(name).first.evaluate("(each) => getComputedStyle(each).borderTopWidth")
        assert width == "1px", name
    assert await visitor.axe() == []


async def test_at_200_percent_everything_is_within_reach(street: Street) -> None:
    """Twice the size on 1280 x 720 is what a page of 640 x 360 sees."""
    await street.open()
    visitor = await street.visitor(viewport={"width": 640, "height": 360}, device_scale_factor=2)
    await visitor.go()
    await visitor.status()
    for control in (visitor.field, visitor.button("Send"), visitor.button("Close"), visitor.button("Yes, please")):
        await control.scroll_into_view_if_needed()
        box = await control.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 640
        assert box["y"] + box["height"] <= 360
    log = await visitor.element.locator(".log").bounding_box()
    assert log is not None
    assert log["height"] >= 100


async def test_controls_are_large_enough_to_touch(street: Street) -> None:
    await street.open()
    visitor = await street.visitor(viewport={"width": 390, "height": 780}, has_touch=True)
    await visitor.go()
    await visitor.status()
    sizes = await visitor.element.locator("button:visible, a:visible").evaluate_all(
        "(all) => all.map((each) => [each.className, each.offsetWidth, each.offsetHeight])"
    )
    assert sizes
    assert [each for each in sizes if min(each[1:]) < 24] == []
    fonts = await visitor.field.evaluate("(field) => getComputedStyle(field).fontSize")
    assert fonts == "16px"  # below that, phones zoom in on a touch
