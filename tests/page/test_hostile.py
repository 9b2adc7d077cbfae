"""Pages that fight the widget, and words that try to be more than words."""

import pytest
from playwright.async_api import expect

from channels.chat.widget.bare import bare
from tests.page.browsing import ROOT, Street
from tests.page.test_modules import STYLE

pytestmark = pytest.mark.asyncio(loop_scope="session")
WAR = """
* { all: unset !important; position: static !important; z-index: 1 !important; font-size: 71px !important;
    color: lime !important; visibility: visible !important }
html { font-size: 200px !important; filter: blur(0); transform: scale(1) }
body { transform: translateX(0); perspective: 10px; overflow: hidden }
main { position: fixed !important; inset: 0; z-index: 2147483647 !important; background: #fed !important }
waybill-chat { display: none !important; opacity: 0 !important; pointer-events: none !important }
"""
MARKUP = '<img src=x onerror="window.pwned = true"><script>window.pwned = true</script><b>bold</b> \u202etxet &amp;'
LOOKS = "(each) => ((style) => [style.color, style.font, style.backgroundColor])(getComputedStyle(each))"
HOTKEYS = """
window.fired = [];
for (const type of ["keydown", "keyup", "keypress"]) document.addEventListener(type, (event) => {
  fired.push(event.key);
  event.preventDefault();
});
document.addEventListener("focusin", (event) => event.target.closest?.("main") || window.buy.focus());
"""
RULES = """
(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return [...sheet.cssRules].map((rule) => rule.cssText.replace(/,\\s+/g, ","));
}
"""
FORGED = """
(words) => document.querySelector("waybill-chat").coming.then((chat) => {
  const facts = {carrier: words, tracking: words, eta: words, delivered: words, items: words};
  const parcel = {...facts, url: "javascript:pwned = 1"};
  const said = {seq: 900, party: "colleague", name: words, text: words, at: words, offers: words};
  chat.event({t: "event", ...said, card: {parcels: [parcel]}}, false);
  chat.standing({t: "state", party: "colleague", name: words, ended: false, photos: 5, rated: false});
  chat.typing({t: "typing", party: "colleague", name: words});
})
"""
SINGLE = """
window.turn = () => {
  const body = document.createElement("body");
  body.innerHTML = "<main><h1>Another page</h1></main>";
  document.body.replaceWith(body);
};
"""


async def test_another_origin_gets_nowhere(street: Street) -> None:
    await street.open()
    stranger = await street.visitor()
    stranger.url = street.url.replace("127.0.0.1", "localhost")
    await stranger.go()
    await stranger.open()
    await stranger.say("Where is ORD-9842? It goes to 94107.")
    await expect(stranger.element.locator(".note")).to_contain_text("No connection just now.")  # browsers tell no more
    assert street.town.shop.calls == []
    assert await street.stored() == []


async def test_no_style_of_the_page_reaches_it(street: Street) -> None:
    await street.open()
    peace = await street.visitor(reduced_motion="reduce")
    await peace.go()
    await peace.status()
    street.front.styles = WAR
    war = await street.visitor(reduced_motion="reduce")
    await war.go()
    await war.status()
    for place in (".launcher", ".panel", ".bubble >> nth=1", ".card", "textarea", ".send", ".timeline li >> nth=0"):
        selector = f"waybill-chat {place}"
        calm, torn = peace.page.locator(selector), war.page.locator(selector)
        assert await torn.bounding_box() == await calm.bounding_box(), place
        assert await torn.evaluate(LOOKS) == await calm.evaluate(LOOKS), place


async def test_it_lies_above_everything(street: Street) -> None:
    await street.open()
    street.front.styles = WAR
    visitor = await street.visitor()
    await visitor.go()
    box = await visitor.launcher.bounding_box()
    assert box is not None
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert await visitor.page.evaluate("([x, y]) => document.elementFromPoint(x, y).tagName", middle) == "WAYBILL-CHAT"


async def test_the_shops_hotkeys_stay_silent_and_its_focus_traps_empty(street: Street) -> None:
    await street.open()
    street.front.scripts = {"page.js": HOTKEYS}
    visitor = await street.visitor()
    await visitor.go()
    await visitor.open()
    await visitor.field.press_sequentially("s/k?")
    assert await visitor.page.evaluate("fired") == []
    await expect(visitor.field).to_have_value("s/k?")
    assert "textarea" in await visitor.focused()


async def test_words_stay_words_wherever_they_show(street: Street) -> None:
    visitor = await street.opened()
    await visitor.say(MARKUP, until="<script>window.pwned = true</script><b>bold</b>")
    await visitor.page.evaluate(
        FORGED,
        MARKUP,
    )
    await visitor.hears("<img src=x onerror=")
    assert await visitor.element.locator("img, script, b").count() == 0
    assert await visitor.element.locator("a[href^=javascript]").count() == 0
    await visitor.go("lamps")
    await visitor.hears("<script>window.pwned")
    assert await visitor.page.evaluate("window.pwned") is None
    assert visitor.console == []


async def test_a_page_that_replaces_its_body_keeps_it_open(street: Street) -> None:
    await street.open()
    street.front.scripts = {"page.js": SINGLE}
    visitor = await street.visitor()
    await visitor.go()
    await visitor.status()
    await visitor.field.fill("And the tracking")
    await visitor.page.evaluate("turn()")
    await expect(visitor.page.get_by_role("heading", name="Another page")).to_be_attached()
    assert "textarea" in await visitor.focused()
    await visitor.field.press_sequentially(" number?")
    await visitor.field.press("Enter")
    await visitor.hears("The tracking number is")


async def test_a_page_that_removes_it_gets_it_back(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.go()
    await visitor.status()
    await visitor.page.evaluate("document.querySelector('waybill-chat').remove()")
    await expect(visitor.card).to_be_visible()
    await visitor.say("Yes, please", until="The tracking number is")


async def test_two_script_tags_are_one_chat(street: Street) -> None:
    await street.open()
    tag = f'<script src="{street.town.url}/widget/loader.js" data-waybill-key="{street.front.key}"></script>'
    street.front.head = tag * 2
    visitor = await street.visitor()
    await visitor.go()
    await visitor.status()
    assert await visitor.page.locator("waybill-chat").count() == 1


async def test_a_page_without_storage_still_talks(street: Street) -> None:
    await street.open()
    forbidden = "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('no'); }})"
    visitor = await street.visitor()
    await visitor.page.add_init_script(forbidden)
    await visitor.go()
    await visitor.status()
    assert visitor.errors == []


async def test_the_style_sheet_without_blanks_says_the_same(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.go()
    source = (ROOT / "widget" / "style.js").read_text()
    written, sent = (STYLE.search(text) for text in (source, bare(source)))
    assert written is not None
    assert sent is not None
    assert len(sent[0]) < len(written[0])
    rules = await visitor.page.evaluate(RULES, written[0])
    assert len(rules) > 80
    assert await visitor.page.evaluate(RULES, sent[0]) == rules
