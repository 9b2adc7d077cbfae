"""What merchants set up beside the connector: agents, channels, webhooks, the team; and the figures they look at."""

import re
from collections.abc import AsyncIterator
from html import unescape

import pytest

from infra.store.transaction import Transaction
from tenants import agents, keys, lines, members, webhooks, widget_keys
from tenants.agents import Agent
from tenants.members import Role
from tests.console.colleague import Colleague
from tests.faults.talker import talking
from tests.world.town import Town

AGENTS, CHANNELS, WEBHOOKS = "/console/agents", "/console/channels", "/console/webhooks"


@pytest.fixture
async def manager(shop: Town) -> AsyncIterator[Colleague]:
    manager = await Colleague.signed_in(shop, Role.MANAGER, name="Mia")
    yield manager
    await manager.leaves()


async def draft(town: Town) -> Agent:
    return await town.house.store.read(lambda tx: agents.find(tx, town.tenant, town.agent))


async def test_a_policy_is_a_draft_until_it_is_published(manager: Colleague) -> None:
    town, one = manager.town, f"{AGENTS}/{manager.town.agent}"
    seen = str((await draft(town)).revision)
    await manager.get(one)
    fields = {"require": "all", "factors": ["email", "zip"], "max_attempts": "2", "ttl_minutes": "10", "seen": seen}
    page = await manager.post(f"{one}/verification", {**fields, "endpoint_verifies": "yes"})
    assert page.url == f"{one}?done=saved"
    assert "2 changes since version 1" in page.words or "changes since version 1" in page.words
    kept = await draft(town)
    assert (kept.draft.policy.require.value, kept.draft.policy.max_attempts, kept.published) == ("all", 2, 1)
    page = await manager.post(f"{one}/publish", {"note": "Stricter"})
    assert "Version 2 is served" in page.words
    assert "Stricter" in page.words
    page = await manager.post(f"{one}/rollback", {"version": "1"})
    assert "Version 3 is served" in page.words
    assert "policy" in (await manager.get(f"{one}/versions/3")).words


async def test_of_two_who_edit_one_is_told(manager: Colleague, owner: Colleague) -> None:
    one = f"{AGENTS}/{manager.town.agent}"
    seen = str((await draft(manager.town)).revision)
    await manager.get(one)
    await owner.get(one)
    await manager.post(f"{one}/general", {"name": "Mia's", "skills": "lookup_order", "seen": seen})
    page = await owner.post(f"{one}/general", {"name": "Ada's", "skills": "lookup_order", "seen": seen})
    assert page.status == 422
    assert "changed since you read it" in page.words
    assert (await draft(manager.town)).draft.name == "Mia's"


async def test_a_policy_that_nobody_could_meet_is_explained(manager: Colleague) -> None:
    one = f"{AGENTS}/{manager.town.agent}"
    await manager.get(one)
    fields = {"require": "any", "factors": "email", "max_attempts": "3", "ttl_minutes": "30"}
    await manager.post(f"{one}/verification", fields)
    page = await manager.post(f"{one}/publish", {"note": ""})
    assert page.status == 422
    assert "prove or state under Order Status Connector" in page.words


async def test_guardrails_and_hours_are_kept_as_they_are_written(manager: Colleague) -> None:
    one = f"{AGENTS}/{manager.town.agent}"
    await manager.get(one)
    rules = {
        "disclose": ["carrier", "eta"],
        "also": "gift_note\n",
        "replace": "order => purchase",
        "handoff_on": "legal",
    }
    assert (await manager.post(f"{one}/guardrails", rules)).url == f"{one}?done=saved"
    hours = {"timezone": "Europe/Berlin", "hours_mon": "9:00-12:00, 13:00-17:30", "holidays": "2026-12-25"}
    rest = {"destinations": "Ada Lovelace +14155550123", "ring_seconds": "25", "after_hours": "callback"}
    rest |= {"steps": "5 colleagues\n30 owners", "chat_url": "https://shop.example.com/help"}
    page = await manager.post(f"{one}/handoff", {**hours, **rest})
    assert page.url == f"{one}?done=saved"
    assert 'value="09:00-12:00, 13:00-17:30"' in page.text
    kept = (await draft(manager.town)).draft
    assert kept.guardrails.disclose == ("carrier", "eta", "gift_note")
    assert (kept.guardrails.replace_words[0].when, kept.guardrails.replace_words[0].say) == ("order", "purchase")
    assert kept.handoff.destinations[0].name == "Ada Lovelace"
    assert [(step.after_minutes, step.tell) for step in kept.handoff.steps] == [(5, "colleagues"), (30, "owners")]
    assert (kept.handoff.quiet_outside_hours, kept.handoff.chat_url) == (False, "https://shop.example.com/help")
    assert [day.value for day in kept.handoff.hours or {}] == ["mon"]


@pytest.mark.parametrize(
    ("section", "fields", "says"),
    [
        ("guardrails", {"replace": "order purchase"}, "never say this"),
        ("guardrails", {"also": "email"}, "never disclosed"),
        ("handoff", {"hours_tue": "nine to five", "ring_seconds": "20", "after_hours": "message"}, "of tue read like"),
        ("handoff", {"hours_tue": "17:00-09:00", "ring_seconds": "20", "after_hours": "message"}, "later than opens"),
        ("handoff", {"timezone": "Mars", "always": "y", "ring_seconds": "20", "after_hours": "message"}, "time zone"),
        ("handoff", {"steps": "soon all", "ring_seconds": "20", "after_hours": "message"}, "Each step reads like"),
        ("verification", {"require": "some"}, "what a customer has to name"),
        ("verification", {"require": "any", "max_attempts": "3", "ttl_minutes": "30"}, "factors may only be empty"),
        ("general", {"name": " "}, "1 to 200"),
    ],
)
async def test_a_mistake_is_told_in_words(manager: Colleague, section: str, fields: dict[str, str], says: str) -> None:
    one = f"{AGENTS}/{manager.town.agent}"
    await manager.get(one)
    page = await manager.post(f"{one}/{section}", dict(fields))
    assert page.status == 422
    assert says in page.words
    assert (await draft(manager.town)).revision == 2


async def test_what_a_form_shows_it_sends_back_unchanged(manager: Colleague) -> None:
    """Saving a section that nobody touched changes nothing of the draft."""
    one = f"{AGENTS}/{manager.town.agent}"
    before = (await draft(manager.town)).draft
    page = await manager.get(one)
    for section in ("general", "verification", "guardrails", "handoff"):
        form = page.text.partition(f'action="{one}/{section}"')[2].partition("</form>")[0]
        assert (await manager.post(f"{one}/{section}", {**shown(form), "seen": ""})).url == f"{one}?done=saved", section
    assert (await draft(manager.town)).draft == before


def shown(form: str) -> dict[str, str | list[str]]:
    """The fields of a form as a browser would send them."""
    fields: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given.get("type") in {"checkbox", "radio"} and "checked" not in tag:
            continue
        name, value = given["name"], unescape(given.get("value", ""))
        fields[name] = [*fields[name], value] if name in fields else [value]
    for name, text in re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        fields[name] = unescape(text)
    for name, options in re.findall(r'<select [^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        fields[name] = options.partition('" selected')[0].rpartition('"')[2]
    return fields


async def test_the_widgets_line_with_its_origins(manager: Colleague) -> None:
    town = manager.town
    await manager.get(CHANNELS)
    for origins, says in (
        ("shop.example.com", "not an origin"),
        ("http://shop.example.com", "https"),
        ("", "Name the"),
    ):
        page = await manager.post(f"{CHANNELS}/widget", {"agent": town.agent, "name": "Shop", "origins": origins})
        assert (page.status, says in page.words) == (422, True), origins
    given = {"agent": town.agent, "name": "Shop", "origins": "https://shop.example.com/\nhttps://www.example.com"}
    page = await manager.post(f"{CHANNELS}/widget", given)
    (key,) = await town.house.store.read(lambda tx: widget_keys.every(tx, town.tenant, town.agent))
    assert key.origins == ("https://shop.example.com", "https://www.example.com")
    assert f'src="{town.url}/widget/loader.js" data-waybill-key="{key.token}" async' in page.words
    one = f"{CHANNELS}/widget/{town.agent}/{key.id}"
    await manager.post(f"{one}/origins", {"origins": "https://new.example.com", "seen": str(key.revision)})
    page = await manager.post(f"{one}/revoke")
    assert "revoked" in page.words
    assert key.token not in page.text


async def test_a_number_with_its_two_urls(manager: Colleague) -> None:
    town = manager.town
    await manager.get(CHANNELS)
    token = "a-token-of-the-tests"
    page = await manager.post(f"{CHANNELS}/phone", {"account_sid": "AC" + "0" * 32, "auth_token": token})
    assert page.url == f"{CHANNELS}?done=changed"
    assert token not in page.text
    assert "ests" in page.words
    number = {"e164": "+1 415 555 2671", "agent": town.agent, "mode": "relay", "language": "en-US"}
    page = await manager.post(f"{CHANNELS}/lines", number)
    (line,) = await town.house.store.read(lambda tx: lines.every(tx, town.tenant))
    for end in ("incoming", "status"):
        assert f"{town.url}/voice/{line.id}/{end}" in page.words
    page = await manager.post(f"{CHANNELS}/lines", {**number, "e164": "415"})
    assert (page.status, "not a phone number" in page.words) == (422, True)
    page = await manager.post(f"{CHANNELS}/lines/{line.id}/remove")
    assert line.id not in page.text


async def test_a_key_is_shown_once(owner: Colleague) -> None:
    town = owner.town
    await owner.get(CHANNELS)
    page = await owner.post(f"{CHANNELS}/keys", {"name": "Bot", "scopes": ["chat:write"], "days": "30"})
    token = re.search(r"wb_sk_live_[\w-]{43}", page.text)
    assert token is not None
    assert page.status == 200
    assert await town.house.directory.principal(token[0]) is not None
    assert token[0] not in (await owner.get(CHANNELS)).text
    found = [key for key in await town.house.store.read(lambda tx: keys.every(tx, town.tenant)) if key.name == "Bot"]
    await owner.post(f"{CHANNELS}/keys/{found[0].id}/revoke")
    assert await town.house.directory.principal(token[0]) is None
    page = await owner.post(f"{CHANNELS}/keys", {"name": "Nothing"})
    assert "at least one scope" in page.words


async def test_a_webhook_from_its_secret_to_its_end(manager: Colleague) -> None:
    town = manager.town
    url = f"http://127.0.0.1:{next(iter(town.settings.dev_loopback_ports))}/hooks"
    await manager.get(WEBHOOKS)
    page = await manager.post(WEBHOOKS, {"url": "http://10.0.0.1/hooks", "events": "ticket.created"})
    assert page.status == 422
    page = await manager.post(WEBHOOKS, {"url": url, "events": ["ticket.created", "ticket.resolved"]})
    secret = re.search(r"whsec_[\w+/=]+", page.text)
    assert secret is not None
    (webhook,) = await town.house.store.read(lambda tx: webhooks.every(tx, town.tenant))
    one = f"{WEBHOOKS}/{webhook.id}"
    assert secret[0] not in (await manager.get(one)).text
    page = await manager.post(f"{one}/test")
    assert "webhook.test" in page.words
    page = await manager.post(f"{one}/rotate")
    assert "whsec_" in page.text
    page = await manager.post(one, {"url": url, "events": "ticket.created"})
    assert page.url == f"{one}?done=changed"
    assert not (await town.house.store.read(lambda tx: webhooks.find(tx, town.tenant, webhook.id))).enabled
    assert (await manager.post(f"{one}/remove")).url == f"{WEBHOOKS}?done=removed"


async def test_a_new_colleague_gets_a_link_once(owner: Colleague) -> None:
    town = owner.town
    await owner.get("/console/team")
    new = {"name": "Bob", "email": "bob@example.com", "role": "colleague"}
    page = await owner.post("/console/team", dict(new))
    link = re.search(rf"{town.url}(/console/welcome/[\w-]+)", page.text)
    assert link is not None
    assert link[1] not in (await owner.get("/console/team")).text
    page = await owner.post("/console/team", dict(new))
    assert (page.status, "already" in page.words) == (422, True)
    (bob,) = [each for each in await town.house.store.read(lambda tx: _members(tx, town)) if each.name == "Bob"]
    page = await owner.post(f"/console/team/{bob.id}/link")
    assert link[1] not in page.text
    assert (await owner.get(link[1])).status == 404  # the newer one took its place


async def _members(tx: Transaction, town: Town) -> list[members.Member]:
    return await members.every(tx, town.house.vault, town.tenant)


async def test_the_figures_are_those_that_were_counted(owner: Colleague) -> None:
    town = owner.town
    for words in (("Where is ORD-9842? My ZIP is 94107",), ("I want to talk to a person",)):
        async with talking(town) as customer:
            for each in words:
                await customer.says(each)
            await customer.ends()
    town.shop.misbehave("error_500")
    async with talking(town) as customer:
        await customer.says("Where is ORD-9842? My ZIP is 94107")
        await customer.ends()
    contained = await town.house.journal.load(town.tenant, customer.session)
    assert contained is not None
    await town.house.journal.rate(contained, helpful=True)
    await town.house.tallies.flush()
    page = await owner.get("/console/analytics")
    assert "Containment 66.7% of 3 contained / finished" in page.words
    assert "Transfer rate 33.3% of 3 transferred / finished" in page.words
    assert "Resolution 33.3% 1 of 3 contained, and the customer said that it helped; out of the finished" in page.words
    assert "Helped, they said 100.0% 1 of 1" in page.words
    assert "Lookup failures 50.0% of 2 failures / asked" in page.words
    assert "HTTP error 1 100.0%" in page.words
    assert page.text.count("<svg viewBox") >= 6
    row = re.search(r"Chat API 3 66.7% 33.3% 33.3% 3 2 50.0%", page.words)
    assert row is not None
    assert "Nothing in this window" in (await owner.get("/console/analytics?door=completions&days=7")).words


async def test_conversations_with_what_was_said_and_how_it_came_about(owner: Colleague) -> None:
    async with talking(owner.town) as customer:
        await customer.says("Where is ORD-9842? My ZIP is 94107")
        page = await owner.get("/console/conversations")
        assert f"/console/conversations/{customer.session}" in page.text
        page = await owner.get(f"/console/conversations/{customer.session}")
    assert "⟨order status⟩" in page.words
    assert "Out for delivery" not in page.text
    assert "LookUp" in page.words
    assert "No conversation here" in (await owner.get("/console/conversations?ticket=yes")).words
    assert (await owner.get("/console/conversations?before=nan&id=x&door=x")).status == 200
