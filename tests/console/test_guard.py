"""Every way of the console under attack: without a session, without a form of ours, with too small a role."""

from collections.abc import AsyncIterator

import pytest

from console.pages import POLICY
from console.ways import LEAST_FIRST, Way, at_least
from server.app import _console
from tenants.members import Role
from tests.api.estate import Estate
from tests.api.operator import Operator
from tests.console.colleague import Colleague
from tests.faults.talker import talking
from tests.world.town import Town

WORDS = {
    "{agent}": "agents",
    "{key}": "publishable-keys",
    "{line}": "numbers",
    "{member}": "members",
    "{webhook}": "webhooks",
    "{delivery}": "deliveries",
    "{conversation}": "conversations",
}


@pytest.fixture
async def estate(owner: Colleague) -> AsyncIterator[Estate]:
    """One of everything, and a ticket, of the town's own tenant."""
    operator = await Operator.of(owner.town, owner.town.tenant)
    estate = await Estate.of(operator)
    async with talking(owner.town) as talker:
        await talker.says("I want to talk to a person")
    yield estate
    await operator.leaves()


def ways(town: Town) -> list[Way]:
    return _console(town.house).ways()


def filled(way: Way, estate: Estate) -> str:
    path = way.path.replace("{number:[0-9]{1,9}}", "1").replace("versions/{number}", "versions/1")
    for variable, word in WORDS.items():
        path = path.replace(variable, estate.ids[word])
    return path.replace("{reply}", "rpl_none").replace("{photo}", "pho_none")


def paths(estate: Estate, method: str, role: Role = Role.OWNER) -> list[str]:
    """The ways of this method that this role may take."""
    every = ways(estate.owner.town)
    return [filled(way, estate) for way in every if way.method == method and at_least(role, way.role)]


async def test_nobody_comes_in_without_a_session(estate: Estate, stranger: Colleague) -> None:
    for way in ways(estate.owner.town):
        path = filled(way, estate)
        page = await (stranger.get(path, follow=False) if way.method == "GET" else stranger.post(path, follow=False))
        assert page.status == 303, path
        assert page.headers["Location"].startswith("/console/sign-in"), path
        assert page.text == "", path


async def test_every_page_shows_itself_and_keeps_others_out(owner: Colleague, estate: Estate) -> None:
    for path in paths(estate, "GET"):
        if path == "/console/live" or path.endswith("pho_none"):
            continue
        page = await owner.get(path)
        assert page.status == 200, (path, page.words)
        assert page.headers["Cache-Control"] == "no-store", path
        if page.headers["Content-Type"].startswith("text/html"):
            assert page.headers["Content-Security-Policy"] == POLICY, path
            assert page.headers["X-Frame-Options"] == "DENY", path
            for trap in (" style=", " onclick=", "<script>", "javascript:", "//fonts.", "http://www"):
                assert trap not in page.text.lower(), (path, trap)


@pytest.mark.parametrize("how", ["no token", "another's token", "another site", "no origin", "no form"])
async def test_nothing_changes_by_a_form_that_is_not_ours(
    owner: Colleague, estate: Estate, stranger: Colleague, how: str
) -> None:
    """CSRF: of each change. A cookie alone is worth nothing."""
    await owner.get("/console/account")
    await stranger.get("/console/sign-in")
    right, wrong = owner.token, stranger.token
    before = await estate.owner.get("/agents")
    for path in paths(estate, "POST"):
        owner.token = {"no token": "", "another's token": wrong}.get(how, right)
        match how:
            case "another site":
                page = await owner.post(path, {}, follow=False, Origin="https://evil.example")
            case "no origin":
                page = await owner._ask(
                    "POST",
                    path,
                    f"form_token={right}",
                    {"Content-Type": "application/x-www-form-urlencoded"},
                    follow=False,
                )
            case "no form":
                page = await owner.post(path, {}, follow=False, Content_Type="text/plain")
            case _:
                page = await owner.post(path, {}, follow=False)
        assert page.status == (400 if how == "no form" else 403), path
    assert (await owner.get("/console/account")).status == 200
    assert (await estate.owner.get("/agents")).body == before.body


@pytest.mark.parametrize("role", [Role.COLLEAGUE, Role.MANAGER])
async def test_no_role_takes_a_way_above_it(shop: Town, estate: Estate, role: Role) -> None:
    """Role escalation: the menu does not decide, each way does."""
    bob = await Colleague.signed_in(shop, role, name="Bob")
    await bob.get("/console/account")
    token = bob.token
    refused = 0
    for way in ways(shop):
        if at_least(role, way.role):
            continue
        path, bob.token = filled(way, estate), token
        page = await (bob.get(path) if way.method == "GET" else bob.post(path, {"role": "owner"}))
        assert page.status == 403, path
        refused += 1
    assert refused >= {Role.COLLEAGUE: 40, Role.MANAGER: 7}[role]
    assert "owner" not in (await bob.get("/console/account")).words.lower().split("role")[1][:20]
    await bob.leaves()


async def test_a_role_that_is_taken_away_is_gone_with_the_next_click(owner: Colleague) -> None:
    bob = await Colleague.signed_in(owner.town, Role.MANAGER, name="Bob")
    assert bob.member is not None
    assert (await bob.get("/console/agents")).status == 200
    await owner.get("/console/team")
    page = await owner.post(f"/console/team/{bob.member.id}/role", {"role": "colleague"})
    assert page.url == "/console/team?done=changed"
    assert (await bob.get("/console/agents")).status == 403
    await bob.leaves()


async def test_what_is_anothers_is_nowhere(owner: Colleague, estate: Estate) -> None:
    """Each way with a thing of this tenant in its path, taken by the owner of another."""
    rival = await Operator.of_a_new_tenant(owner.town)
    eve = await Colleague.signed_in(owner.town, tenant=rival.tenant, name="Eve")
    await eve.get("/console/account")
    token, exported = eve.token, await estate.owner.get("/agents")
    for way in ways(owner.town):
        path, eve.token = filled(way, estate), token
        if "{" not in way.path or ("/reply" in way.path and "{reply}" in way.path):
            continue
        fields = {"role": "colleague", "outcome": "answered", "words": "x", "name": "x", "url": "https://a.example"}
        page = await (eve.get(path) if way.method == "GET" else eve.post(path, dict(fields)))
        assert page.status in {404, 422}, (path, page.status, page.words)
        for secret in (*estate.ids.values(), "Order status"):
            assert secret not in page.text.replace(path, ""), (path, secret)
    assert (await estate.owner.get("/agents")).body == exported.body
    assert (await owner.get("/console/tickets/1")).status == 200
    await eve.leaves()
    await rival.leaves()


async def test_the_last_owner_stays(owner: Colleague) -> None:
    assert owner.member is not None
    await owner.get("/console/team")
    page = await owner.post(f"/console/team/{owner.member.id}/role", {"role": "colleague"})
    assert page.status == 422
    assert "only owner" in page.words
    page = await owner.post(f"/console/team/{owner.member.id}/remove")
    assert page.status == 422


async def test_what_is_too_large_or_no_form_is_refused_in_words(owner: Colleague) -> None:
    await owner.get("/console/account")
    page = await owner.post("/console/tickets/replies", {"words": "x" * 1_100_000})
    assert (page.status, "too large" in page.words) == (413, True)
    raw = {"Origin": owner.town.url, "Content-Type": "application/x-www-form-urlencoded"}
    for body in ("a=%ff", "&".join(f"a{number}=1" for number in range(500)), "words=%00"):
        page = await owner._ask("POST", "/console/tickets/replies", body, raw, follow=True)
        assert page.status == 400, body[:20]


async def test_what_is_not_there_is_a_page_too(owner: Colleague, stranger: Colleague) -> None:
    for path in ("/console/nowhere", "/console/tickets/999999999", "/console/static/x/../../server/settings.py"):
        page = await owner.get(path)
        assert page.status == 404, path
    page = await stranger.get("/console/nowhere")
    assert (page.status, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert page.headers["Content-Security-Policy"] == POLICY


async def test_a_notice_is_one_of_ours(owner: Colleague) -> None:
    page = await owner.get("/console/tickets?done=Your+account+is+locked")
    assert "locked" not in page.words
    assert "Saved" in (await owner.get("/console/tickets?done=saved")).words


def test_roles_stand_in_one_order() -> None:
    assert LEAST_FIRST == (Role.COLLEAGUE, Role.MANAGER, Role.OWNER)
