"""The console in a browser: set up from nothing, two people at once, keys, every page to axe, and a silent log."""

import re

import pytest
from playwright.async_api import expect

from console.ways import Way
from lookup.signing import SECRET_LENGTH
from server.app import _console
from tenants import widget_keys
from tenants.members import Role
from tests.api.estate import Estate
from tests.api.operator import Operator
from tests.console.browsing import Office, Screen
from tests.console.test_guard import filled
from tests.faults.talker import talking
from tests.page.browsing import Shopfront
from tests.page.browsing import Visit as Visitor
from tests.world.town import Setup

pytestmark = pytest.mark.asyncio(loop_scope="session")
EVIL = """"><img src=x onerror=alert(1)><script>alert(2)</script>'{{7*7}}"""
WIDTHS = {"phone": 360, "desk": 1280, "wall": 3840}


async def endpoint(office: Office) -> str:
    return f"http://127.0.0.1:{next(iter(office.town.settings.dev_loopback_ports))}/status"


async def test_how_do_i_set_this_up(office: Office) -> None:
    """The seed's steps with a mouse; then the test button shows what the endpoint answered."""
    await office.town.open(Setup(connected=False, public_url=None))
    ada = await office.screen()
    await ada.signs_in()
    page = ada.page
    await page.get_by_role("link", name="Order Status Connector", exact=True).click()
    await page.get_by_role("link", name="New Order Status Connector").click()
    await expect(page.get_by_role("radio", name="Generic HTTPS endpoint")).to_be_checked()
    await page.get_by_label("Endpoint URL").fill("http://shop.example.com/status")
    await page.get_by_label("My endpoint does").check()
    await page.get_by_role("button", name="Save and publish").last.click()
    await expect(page.get_by_role("alert")).to_contain_text("https://")
    await page.get_by_label("Endpoint URL").fill(await endpoint(office))
    await page.get_by_role("button", name="Generate").click()
    secret = await page.locator("[data-copy-from]").first.inner_text()
    assert re.fullmatch(rf"[0-9a-f]{{{SECRET_LENGTH}}}", secret)
    await page.get_by_label("Project lookups").check()
    await page.get_by_label("Order or project number").fill("ORD-9842")
    await page.get_by_role("textbox", name="or ZIP").fill("94107")
    await page.get_by_role("button", name="Test", exact=True).click()
    await expect(page.locator("blockquote")).to_have_text("Out for delivery — arrives Tuesday")
    await expect(page.locator(".answer")).to_contain_text("HTTP 200")
    await page.get_by_role("button", name="Save and publish").last.click()
    await expect(page.get_by_role("status")).to_contain_text("Saved and published")
    await expect(page.get_by_role("main")).to_contain_text("secret …" + secret[-4:])
    await ada.go("/console/connector/edit")
    assert secret not in await page.content()
    async with talking(office.town) as customer:
        heard = (await customer.says("Where is ORD-9842? My ZIP is 94107")).heard
    assert heard.startswith("Out for delivery — arrives Tuesday")
    refused = [each for each in ada.console if "422" not in each]
    assert refused == []


async def test_two_at_once(office: Office) -> None:
    """A colleague sees who comes, answers with the keyboard, and is not disturbed in what they write."""
    await office.town.open(Setup(public_url=None))
    ada = await office.screen()
    await ada.signs_in()
    page = ada.page
    await expect(page.get_by_role("main")).to_contain_text("Nobody waits")
    async with talking(office.town) as customer:
        await customer.says("I want to talk to a person")
        row = page.locator("tr[data-row]")
        await expect(row).to_have_count(1)
        await expect(page.locator("[data-waiting]")).to_have_text("1")
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/console/tickets/1")
        await page.keyboard.press("c")
        await page.wait_for_url("**/console/tickets/1?done=claimed")
        await page.keyboard.press("r")
        await page.keyboard.type("Hello, this is Ada")
        await customer.says("is somebody there?")
        await expect(page.locator(".talk")).to_contain_text("is somebody there?")
        await expect(page.get_by_label("Reply to the customer")).to_have_value("Hello, this is Ada")
        await expect(page.get_by_label("Reply to the customer")).to_be_focused()
        await page.keyboard.press("Control+Enter")
        await expect(page.locator(".talk .colleague")).to_contain_text("Hello, this is Ada")
        said = [each["content"] for each in await customer.messages()]
        assert "Hello, this is Ada" in said
        await expect(page.get_by_label("Reply to the customer")).to_be_focused()
        await page.keyboard.press("Escape")
        await page.keyboard.press("e")
        await expect(page.locator("[data-resolve]")).to_be_focused()
    assert ada.console == []


async def test_whoever_was_signed_out_elsewhere_sees_no_case_any_more(office: Office) -> None:
    """An open page leads to the sign-in by itself: it does not say for ever that the connection is lost."""
    await office.town.open(Setup(public_url=None))
    async with talking(office.town) as customer:
        await customer.says("I want to talk to a person")
        ada = await office.screen()
        await ada.signs_in()
        await ada.go("/console/tickets/1")
        await expect(ada.page.locator(".talk")).to_contain_text("I want to talk to a person")
        await office.town.house.store.write(lambda tx: tx.run("DELETE FROM member_sessions"))
        await customer.says("is somebody there?")
        await ada.page.wait_for_url(re.compile(r"/console/sign-in\?next="))


async def test_a_visitor_and_a_colleague(office: Office) -> None:
    """Two browsers: what one writes the other reads at once, and a note only colleagues."""
    town = office.town
    await town.open(Setup(public_url=None))
    front = Shopfront()
    url = f"http://127.0.0.1:{await town._serve(front.app())}"
    front.waybill = town.url
    made = await town.house.store.write(
        lambda tx: widget_keys.create(tx, town.tenant, town.agent, name="shop", origins=(url,), at=town.clock())
    )
    front.key = made.token
    visitor, ada = Visitor((await office.screen()).page, url), await office.screen()
    await ada.signs_in()
    await visitor.go()
    await visitor.open()
    await visitor.say("I want to talk to a person", until="colleague")
    page = ada.page
    await expect(page.locator("tr[data-row]")).to_have_count(1)
    await page.locator("tr[data-row] a").click()
    await page.get_by_role("button", name="Claim").click()
    await expect(page.locator("#state")).to_contain_text("yours")
    await page.locator("#note").fill("only for us")
    await page.get_by_role("button", name="Add note").click()
    await expect(page.locator(".talk .note")).to_contain_text("only for us")
    await page.get_by_label("Reply to the customer").fill("Hello, Ada here")
    await page.get_by_role("button", name="Send").click()
    await visitor.hears("Hello, Ada here")
    await visitor.say("Hello Ada!")
    await expect(page.locator(".talk .customer").last).to_contain_text("Hello Ada!")
    assert "only for us" not in await visitor.panel.inner_text()
    assert (ada.console, visitor.console, visitor.errors) == ([], [], [])


async def test_somebody_else_is_here(office: Office) -> None:
    await office.town.open(Setup(public_url=None))
    async with talking(office.town) as customer:
        await customer.says("I want to talk to a person")
    ada, bob = await office.screen(), await office.screen()
    await ada.signs_in()
    await bob.signs_in("Bob", Role.COLLEAGUE)
    await ada.go("/console/tickets/1")
    await expect(ada.page.get_by_role("button", name="Claim")).to_be_visible()
    await bob.go("/console/tickets/1")
    await expect(bob.page.locator("[data-looking]")).to_contain_text("Ada has this open too")
    await ada.page.get_by_role("button", name="Claim").click()
    await expect(bob.page.locator("#state")).to_contain_text("with Ada")
    await bob.page.get_by_role("button", name="Claim").click()
    await expect(bob.page.get_by_role("alert")).to_have_text("Ada has this ticket.")


async def test_a_draft_outlives_the_page(office: Office) -> None:
    await office.town.open(Setup(public_url=None))
    async with talking(office.town) as customer:
        await customer.says("I want to talk to a person")
    ada = await office.screen()
    await ada.signs_in()
    await ada.go("/console/tickets/1")
    await ada.page.locator("#note").fill("Called twice, no answer")
    await expect(ada.page.locator("[data-draft-state=note]")).to_have_text("Draft kept")
    await ada.go("/console/tickets")
    await ada.go("/console/tickets/1")
    await expect(ada.page.locator("#note")).to_have_value("Called twice, no answer")


async def test_keys_can_be_switched_off(office: Office) -> None:
    await office.town.open(Setup(public_url=None))
    ada = await office.screen()
    await ada.signs_in()
    help_ = ada.page.locator("dialog")
    await ada.page.keyboard.press("?")
    await expect(help_).to_be_visible()
    await expect(help_.get_by_role("button", name="Close")).to_be_focused()
    await ada.page.keyboard.press("Escape")
    await ada.page.keyboard.press("/")
    await expect(ada.page.locator("#find")).to_be_focused()
    await ada.go("/console/account")
    await ada.page.get_by_label("Use single-key shortcuts").uncheck()
    await ada.go("/console/tickets")
    await ada.page.keyboard.press("?")
    await expect(help_).to_be_hidden()
    await expect(ada.page.locator("[data-keys]")).to_be_hidden()


async def test_without_scripts_all_of_it_works(office: Office) -> None:
    await office.town.open(Setup(public_url=None))
    ada = await office.screen(java_script_enabled=False)
    await ada.signs_in()
    page = ada.page
    async with talking(office.town) as customer:
        await customer.says("I want to talk to a person about ORD-9842, ZIP 94107")
        await page.reload()
        await page.locator("tr[data-row] a").click()
        await page.get_by_role("button", name="Claim").click()
        await page.get_by_label("Reply to the customer").fill("No scripts, no matter")
        await page.get_by_role("button", name="Send").click()
        assert "No scripts, no matter" in [each["content"] for each in await customer.messages()]
    await page.get_by_role("link", name="Look it up now").click()
    await expect(page.locator("#order-panel")).to_contain_text("ms. Kept nowhere.")
    await page.get_by_label("How it ended").select_option("answered")
    await page.get_by_role("button", name="Resolve").click()
    await expect(page.locator("#state")).to_contain_text("resolved: Answered")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading")).to_have_text("Sign in")


async def poisoned(office: Office) -> Estate:
    """Everything that there is to have, with markup in every field that takes text."""
    await office.town.open(Setup(public_url=None))
    operator = await Operator.of(office.town, office.town.tenant)
    estate = await Estate.of(operator)
    agent = f"/agents/{estate.ids['agents']}"
    rules = {"disclose": ["carrier", "<b>x</b>"], "replaceWords": [{"when": EVIL[:90], "say": EVIL}]}
    connect = {"settings": {"url": await endpoint(office)}, "replace": True}
    asked = [
        operator.post("/integrations/generic_https/connect", connect),
        operator.ask("PATCH", agent, {"name": EVIL}),
        operator.put(f"{agent}/guardrails", rules),
        operator.put(f"{agent}/handoff", {"destinations": [{"name": EVIL, "phone": "+14155550123"}]}),
        operator.post(f"{agent}/publish", {"note": EVIL}),
        operator.post("/agents", {"name": EVIL}),
        operator.post(f"{agent}/publishable-keys", {"name": EVIL, "origins": ["https://shop.example.com"]}),
        operator.post("/keys", {"name": EVIL, "scopes": ["chat:read"]}),
        operator.post("/members", {"name": EVIL, "email": "eve@example.com", "role": "colleague"}),
    ]
    assert [(await each).status for each in asked] == [201, 200, 200, 200, 201, 201, 201, 201, 201]
    async with talking(office.town) as customer:
        for words in ("take a message", EVIL, f"{EVIL}@example.com", "I want to talk to a person", EVIL):
            await customer.says(words)
        estate.ids["conversations"] = customer.session
    await operator.leaves()
    return estate


def pages(office: Office, estate: Estate) -> list[str]:
    skipped = ("/live", "/export", "{photo}", "/thread", "/order")
    ways: list[Way] = [way for way in _console(office.town.house).ways() if way.method == "GET"]
    return [filled(way, estate) for way in ways if not way.path.endswith(skipped)]


async def answered(ada: Screen, path: str) -> None:
    await ada.go(path)
    if path == "/console/tickets/1":
        await expect(ada.page.locator("#order-panel")).not_to_contain_text("Asking the shop")


async def test_markup_from_outside_is_only_ever_text(office: Office) -> None:
    """Stored XSS in every field: no dialog, no broken policy, nothing loaded, nothing in the log."""
    estate = await poisoned(office)
    ada = await office.screen()
    await ada.signs_in()
    token = await ada.page.locator("[name=form_token]").first.get_attribute("value")
    sent = {"form_token": token or "", "words": EVIL, "name": EVIL, "kind": "note", "once": "x"}
    for path in ("/console/tickets/replies", "/console/tickets/1/note", "/console/tickets/1/draft"):
        kept = await ada.page.context.request.post(
            office.town.url + path, form=sent, headers={"Origin": office.town.url}
        )
        assert kept.ok, path
    office.town.shop.misbehave("markup")
    for path in pages(office, estate):
        await answered(ada, path)
        assert await ada.page.locator("img[src=x]").count() == 0, path
    await ada.go("/console/connector/edit")
    await ada.page.get_by_label("Order or project number").fill(EVIL)
    await ada.page.get_by_role("button", name="Test", exact=True).click()
    await expect(ada.page.locator("blockquote")).to_have_text(EVIL)
    assert ada.console == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_on_any_page(office: Office, scheme: str) -> None:
    estate = await poisoned(office)
    ada = await office.screen(color_scheme=scheme)
    await ada.go("/console/sign-in")
    assert await ada.axe() == []
    await ada.signs_in()
    for path in pages(office, estate):
        await answered(ada, path)
        assert await ada.axe() == [], path
    assert ada.console == []


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
async def test_no_page_is_wider_than_its_window(office: Office, width: int) -> None:
    estate = await poisoned(office)
    ada = await office.screen(viewport={"width": width, "height": 800})
    await ada.signs_in()
    for path in pages(office, estate):
        await answered(ada, path)
        assert await ada.overflows() == [], path
    assert ada.console == []


async def test_from_case_to_case_and_up_again_by_keys(office: Office) -> None:
    await office.town.open(Setup(public_url=None))
    for words in ("I want to talk to a person", "a person please", "let me talk to a human"):
        async with talking(office.town) as customer:
            await customer.says(words)
    ada = await office.screen()
    await ada.signs_in()
    await ada.go("/console/tickets?view=all")
    page = ada.page
    for key in ("j", "j", "Enter"):
        await page.keyboard.press(key)
    await page.wait_for_url("**/console/tickets/2")
    for key, where in (("j", "3"), ("k", "2"), ("k", "1")):
        await page.keyboard.press(key)
        await page.wait_for_url(f"**/console/tickets/{where}")
    await page.keyboard.press("k")
    await expect(page.locator("h1")).to_contain_text("#1 ")
    await expect(page.get_by_role("main").get_by_role("link", name="Tickets")).to_have_attribute(
        "href", "/console/tickets?view=all"
    )
    await page.keyboard.press("u")
    await page.wait_for_url("**/console/tickets?view=all")
    assert ada.console == []


async def test_times_go_on_and_are_the_readers_own(office: Office) -> None:
    """A queue that nobody touches for two hours says so: what was due in an hour is late."""
    await office.town.open(Setup(public_url=None))
    async with talking(office.town) as customer:
        await customer.says("I want to talk to a person about ORD-9842, ZIP 94107")
    ada = await office.screen(timezone_id="Asia/Kolkata")
    await ada.page.clock.install()
    await ada.signs_in()
    due = ada.page.locator("[data-as=due]")
    await expect(due).to_have_attribute("title", re.compile(r"^\d+ \w{3} \d{4}, \d\d:\d\d GMT\+5:30$"))
    await expect(ada.page.locator("tr.late")).to_have_count(0)
    await ada.page.clock.run_for("02:00:00")
    await expect(due).to_have_text(re.compile(r"^\d+ min late|^1 h 0 min late"))
    await expect(ada.page.locator("tr.late")).to_have_count(1)
    await ada.go("/console/tickets/1")
    await expect(ada.page.locator("#order-panel [data-as=moment]").first).to_contain_text("GMT+5:30")
    assert ada.console == []


BEEPS = """window.beeps = 0;
const made = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.beeps += 1; return made.call(this); };
"""


async def test_sound_that_was_wished_for_once_goes_on_in_one_tab(office: Office) -> None:
    """Pages come and go; of those open one rings, and once where somebody looks."""
    await office.town.open(Setup(public_url=None))
    ada = await office.screen()
    await ada.page.context.add_init_script(BEEPS)
    await ada.signs_in()
    await ada.page.get_by_role("button", name="Sound off").click()
    await expect(ada.page.get_by_role("button", name="Sound on")).to_be_visible()
    await ada.page.get_by_role("link", name="All", exact=True).click()
    await expect(ada.page.locator("[data-sound]")).to_have_attribute("aria-pressed", "true")
    await ada.page.keyboard.press("j")
    await expect(ada.page.locator("[data-sound]")).to_have_text("Sound on")
    async with talking(office.town) as customer:
        await customer.says("I want to talk to a person")
    await expect(ada.page.locator("tr[data-row]")).to_have_count(1)
    await ada.page.wait_for_function("window.beeps > 0")
    await ada.page.locator("[data-sound]").click()
    await ada.page.reload()
    await expect(ada.page.locator("[data-sound]")).to_have_text("Sound off")
    assert ada.console == []


async def test_what_was_changed_beside_is_not_lost_unasked(office: Office) -> None:
    """An agent's page has several forms: sending one while another was changed asks first."""
    await office.town.open(Setup(public_url=None))
    ada = await office.screen()
    await ada.signs_in()
    await ada.go(f"/console/agents/{office.town.agent}")
    await ada.page.locator("#also").fill("colour")
    await ada.page.locator("#general").get_by_role("button", name="Save draft").click()
    await ada.page.wait_for_function("!document.hidden")
    assert ada.console == ["dialog: "]
    await expect(ada.page.locator("#also")).to_have_value("colour")
    await ada.page.locator("#guardrails").get_by_role("button", name="Save draft").click()
    await ada.page.wait_for_url("**?done=saved")
    await expect(ada.page.locator("#also")).to_have_value("colour\n")
    assert ada.console == ["dialog: "]
