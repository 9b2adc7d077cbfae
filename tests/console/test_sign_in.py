"""Who comes in, and who does not: passwords, sessions, links, and what each attack on them gets."""

import re
from collections.abc import AsyncIterator

import pytest

from console.passwords import Passwords
from console.sign_in import HOME, safe_return
from console.throttle import PER_ADDRESS, PER_NAME_AND_ADDRESS, WINDOW_SECONDS, network
from infra.store.transaction import Transaction
from tenants import members
from tenants.members import Role
from tests.api.operator import Operator
from tests.console.colleague import PASSWORD, Colleague
from tests.world.town import Town

WRONG = "do not belong together"


@pytest.fixture
async def ada(shop: Town) -> AsyncIterator[Colleague]:
    """An owner who has a password and is in."""
    ada = await Colleague.signed_in(shop)
    yield ada
    await ada.leaves()


async def test_a_link_lets_in_once(shop: Town) -> None:
    ada, path = await Colleague.invited(shop)
    page = await ada.get(path)
    assert "Welcome, Ada" in page.words
    page = await ada.post(path, {"password": PASSWORD, "again": PASSWORD})
    assert page.url == "/console/tickets?done=welcome"
    assert (await ada.get(path)).status == 404
    assert (await ada.post(path, {"password": "another one entirely", "again": "another one entirely"})).status == 404
    await ada.leaves()


async def test_a_link_is_over_after_three_days(shop: Town) -> None:
    ada, path = await Colleague.invited(shop)
    shop.clock.pass_(3 * 86_400 + 1)
    assert (await ada.get(path)).status == 404
    await ada.leaves()


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("short", "short", "at least 12"),
        ("long enough here", "but not the same", "not the same"),
        ("x" * 257, "x" * 257, "at most 256"),
    ],
)
async def test_a_password_that_will_not_do(shop: Town, password: str, again: str, says: str) -> None:
    ada, path = await Colleague.invited(shop)
    await ada.get(path)
    page = await ada.post(path, {"password": password, "again": again})
    assert page.status == 403
    assert says in page.words
    assert (await ada.get(path)).status == 200
    await ada.leaves()


async def test_in_and_out(ada: Colleague) -> None:
    assert ada.member is not None
    await ada.get("/console/account")
    page = await ada.post("/console/sign-out")
    assert "signed out" in page.words
    assert (await ada.get("/console/account", follow=False)).status == 303
    page = await ada.sign_in(ada.member.email.upper(), PASSWORD)
    assert (page.status, page.headers["Location"]) == (303, HOME)
    assert (await ada.get("/console/account")).status == 200


async def test_cookies_keep_scripts_and_other_sites_out(ada: Colleague) -> None:
    assert ada.member is not None
    await ada.post("/console/sign-out")
    page = await ada.sign_in(ada.member.email, PASSWORD)
    (cookie,) = [each for each in page.headers.getall("Set-Cookie") if each.startswith("waybill-console=")]
    for part in ("HttpOnly", "SameSite=Strict", "Path=/console"):
        assert part in cookie
    assert "Secure" not in cookie  # of http on this machine; behind https see the next test


async def test_behind_https_cookies_are_secure(ada: Colleague) -> None:
    operator = await Operator.of(ada.town, ada.town.tenant)
    beside = await operator.beside(public_url="https://waybill.example")
    async with beside._http.get("/console/sign-in") as response:
        (cookie,) = response.headers.getall("Set-Cookie")
    assert cookie.startswith("__Secure-waybill-door=")
    assert "; Secure" in cookie
    await beside.leaves()
    await operator.leaves()


async def test_no_session_outlives_the_sign_in(ada: Colleague, stranger: Colleague) -> None:
    """Session fixation: what an attacker planted, or knew from before, is worth nothing afterwards."""
    assert ada.member is not None
    before = ada.cookie()
    ada.http.cookie_jar.clear()
    planted = "attackers-own-choice"
    ada.http.cookie_jar.update_cookies({"waybill-console": planted})
    page = await ada.sign_in(ada.member.email, PASSWORD)
    given = next(each for each in page.headers.getall("Set-Cookie") if each.startswith("waybill-console="))
    assert given.partition(";")[0].partition("=")[2] not in {planted, before, ""}
    stranger.http.cookie_jar.update_cookies({"waybill-console": planted})
    assert (await stranger.get("/console/account", follow=False)).status == 303


async def test_signing_in_again_ends_the_session_of_before(ada: Colleague, stranger: Colleague) -> None:
    assert ada.member is not None
    before = ada.cookie()
    page = await ada.get("/console/sign-in", follow=False)
    assert page.status == 303  # somebody who is in is not asked again
    ada.http.cookie_jar.clear_domain("127.0.0.1")
    stranger.http.cookie_jar.update_cookies({"waybill-console": before})
    await stranger.get("/console/account")
    await stranger.post("/console/sign-out", {})
    assert (await stranger.get("/console/account", follow=False)).status == 303


async def test_signing_out_everywhere(ada: Colleague, stranger: Colleague) -> None:
    assert ada.member is not None
    await stranger.sign_in(ada.member.email, PASSWORD)
    assert (await stranger.get("/console/account")).status == 200
    await ada.get("/console/account")
    await ada.post("/console/sign-out-everywhere")
    for browser in (ada, stranger):
        assert (await browser.get("/console/account", follow=False)).status == 303


async def test_another_password_ends_every_other_session(ada: Colleague, stranger: Colleague) -> None:
    assert ada.member is not None
    await stranger.sign_in(ada.member.email, PASSWORD)
    await ada.get("/console/account")
    new = "a better one, by far"
    wrong = await ada.post("/console/account/password", {"password": "not it at all", "new": new, "again": new})
    assert "not your password" in wrong.words
    page = await ada.post("/console/account/password", {"password": PASSWORD, "new": new, "again": new})
    assert page.url == "/console/account?done=password"
    assert (await stranger.get("/console/account", follow=False)).status == 303
    assert WRONG in (await stranger.sign_in(ada.member.email, PASSWORD)).words
    assert (await stranger.sign_in(ada.member.email, new)).status == 303


async def test_a_session_ends_by_itself(ada: Colleague) -> None:
    for _ in range(13):
        ada.town.clock.pass_(11 * 3600)
        assert (await ada.get("/console/account", follow=False)).status == 200
    ada.town.clock.pass_(13 * 3600)
    assert (await ada.get("/console/account", follow=False)).status == 303


async def test_a_session_is_over_after_a_week(ada: Colleague) -> None:
    for _ in range(16):
        ada.town.clock.pass_(10.5 * 3600)
        page = await ada.get("/console/account", follow=False)
    assert page.status == 303


async def test_a_removed_member_is_out_at_once(ada: Colleague) -> None:
    bob = await Colleague.signed_in(ada.town, Role.MANAGER, name="Bob")
    assert bob.member is not None
    await ada.get("/console/team")
    await ada.post(f"/console/team/{bob.member.id}/remove")
    assert (await bob.get("/console/account", follow=False)).status == 303
    await bob.leaves()


async def test_known_and_unknown_sound_alike(ada: Colleague, stranger: Colleague) -> None:
    """Enumeration: the same page, byte for byte but for what is random in it."""
    assert ada.member is not None
    pages = [await stranger.sign_in(email, "a wrong password") for email in (ada.member.email, "nobody@example.com")]
    texts = [re.sub(r"[0-9a-f]{32}|value=\"[^\"]*@[^\"]*\"", "", page.text) for page in pages]
    assert [page.status for page in pages] == [403, 403]
    assert texts[0] == texts[1]


async def test_an_unknown_name_costs_a_comparison_too() -> None:
    """Enumeration by time: argon2id is run whether there is an account or not."""

    class Counting(Passwords):
        compared = 0

        def _matches(self, digest: str, password: str) -> bool:
            self.compared += digest.startswith("$argon2id$")
            return super()._matches(digest, password)

    passwords = Counting()
    digest = await passwords.digest(PASSWORD)
    assert [await passwords.right(each, PASSWORD) for each in (digest, None)] == [True, False]
    assert passwords.compared == 2


async def test_guessing_one_name_is_stopped(ada: Colleague, stranger: Colleague) -> None:
    assert ada.member is not None
    for _ in range(PER_NAME_AND_ADDRESS):
        assert (await stranger.sign_in(ada.member.email, "a wrong password")).status == 403
    page = await stranger.sign_in(ada.member.email, PASSWORD)
    assert (page.status, page.headers["Retry-After"]) == (429, "900")
    ada.town.clock.pass_(WINDOW_SECONDS + 1)
    assert (await stranger.sign_in(ada.member.email, PASSWORD)).status == 303


async def test_unknown_names_are_stopped_alike(stranger: Colleague) -> None:
    statuses = [(await stranger.sign_in("nobody@example.com", "a wrong password")).status for _ in range(7)]
    assert statuses == [403] * PER_NAME_AND_ADDRESS + [429] * 2


async def test_spraying_one_password_over_many_names_is_stopped(stranger: Colleague) -> None:
    for number in range(PER_ADDRESS):
        assert (await stranger.sign_in(f"member{number}@example.com", "Summer2026!!")).status == 403
    assert (await stranger.sign_in("one-more@example.com", "Summer2026!!")).status == 429


async def test_behind_a_proxy_each_address_counts_for_itself(ada: Colleague) -> None:
    """What the proxy that we know added counts, not what somebody wrote before it."""
    operator = await Operator.of(ada.town, ada.town.tenant)
    beside = await operator.beside(proxies=1)
    ada.town.url = str(beside._http._base_url).rstrip("/")
    behind = Colleague(ada.town)
    statuses = []
    for number in range(PER_ADDRESS + 2):
        behind.http.headers["X-Forwarded-For"] = f"198.51.100.{number}, 203.0.113.{7 if number else 8}"
        statuses.append((await behind.sign_in(f"member{number}@example.com", "Summer2026!!")).status)
    assert statuses == [403] * (PER_ADDRESS + 1) + [429]
    for each in (behind, beside, operator):
        await each.leaves()


async def test_the_right_password_costs_no_try(ada: Colleague, stranger: Colleague) -> None:
    assert ada.member is not None
    for _ in range(PER_NAME_AND_ADDRESS + 2):
        assert (await stranger.sign_in(ada.member.email, PASSWORD)).status == 303
        stranger.http.cookie_jar.clear()


async def test_a_sign_in_from_another_site_is_refused(ada: Colleague, stranger: Colleague) -> None:
    """Login CSRF: without the form's own token and this browser's cookie nothing is even compared."""
    assert ada.member is not None
    fields = {"email": ada.member.email, "password": PASSWORD, "form_token": "0" * 32}
    assert (await stranger.post("/console/sign-in", dict(fields))).status == 403
    await stranger.get("/console/sign-in")
    del fields["form_token"]
    page = await stranger.post("/console/sign-in", dict(fields), Origin="https://evil.example")
    assert page.status == 403
    assert not stranger.cookie()


async def test_of_two_shops_the_one_that_is_named(ada: Colleague) -> None:
    rival = await Operator.of_a_new_tenant(ada.town)
    assert ada.member is not None
    other, path = await Colleague.invited(ada.town, tenant=rival.tenant, email=ada.member.email)
    await other.get(path)
    await other.post(path, {"password": "quite another one", "again": "quite another one"})
    assert "Rival" in (await other.get("/console/account")).words
    await other.post("/console/sign-out")
    await other.sign_in(ada.member.email, PASSWORD, shop=str(ada.town.tenant))
    assert "Lamps and more" in (await other.get("/console/account")).words
    await other.leaves()
    await rival.leaves()


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/console/../../evil",
        "/console//evil.example",
        "javascript:alert(1)",
        "/console/%2e%2e/%2e%2e/evil",
        "/console/tickets\r\nSet-Cookie: a=b",
        "/console/tickets?next=https://evil.example/",
        "/console@evil.example",
        "/console/sign-in",
        "",
    ],
)
async def test_after_the_sign_in_nobody_is_sent_elsewhere(ada: Colleague, wanted: str) -> None:
    assert ada.member is not None
    await ada.post("/console/sign-out")
    page = await ada.sign_in(ada.member.email, PASSWORD, next=wanted)
    assert page.headers["Location"] == HOME


def test_the_way_back_is_kept_where_it_is_ours() -> None:
    for wanted in ("/console/tickets/17", "/console/analytics?days=7&door=phone", "/console/agents/agt_01"):
        assert safe_return(wanted) == wanted


async def test_one_comes_back_to_where_one_was_going(ada: Colleague) -> None:
    assert ada.member is not None
    await ada.post("/console/sign-out")
    page = await ada.get("/console/analytics?days=7")
    assert page.url == "/console/sign-in?next=/console/analytics?days%3D7"
    page = await ada.sign_in(ada.member.email, PASSWORD, page.url, next="/console/analytics?days=7")
    assert page.headers["Location"] == "/console/analytics?days=7"


async def test_nothing_of_a_password_or_session_is_kept_as_it_is(ada: Colleague) -> None:
    rows = await ada.town.house.store.read(_everything)
    assert PASSWORD not in rows
    assert ada.cookie() not in rows
    assert "$argon2id$" in rows


async def _everything(tx: Transaction) -> str:
    tables = ("member_passwords", "member_sessions", "member_links", "members")
    return str([[tuple(row) for row in await tx.rows(f"SELECT * FROM {table}")] for table in tables])  # type: ignore[call-overload]


async def test_taking_a_member_away_takes_all_of_it(ada: Colleague) -> None:
    bob, _ = await Colleague.invited(ada.town, Role.COLLEAGUE, name="Bob")
    assert bob.member is not None
    member = bob.member
    await ada.town.house.store.write(lambda tx: members.remove(tx, ada.town.house.vault, member.tenant_id, member.id))
    assert member.id not in await ada.town.house.store.read(_everything)
    await bob.leaves()


def test_a_network_counts_as_one() -> None:
    assert network("2001:db8::1") == network("2001:db8:0:0:ffff::2") == "2001:db8::/64"
    assert network("::ffff:192.0.2.7") == network("192.0.2.7") == "192.0.2.7"
    assert network(None) == network("somewhere") == "unknown"
