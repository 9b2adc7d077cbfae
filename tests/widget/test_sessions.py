"""Passes: for which key, origin and conversation they are good, and what a signed-in visitor's identity changes."""

import json
from typing import Any

import jwt
import pytest

from tenants import identity, widget_keys
from tests.widget.conftest import Opens
from tests.world.page import ORIGIN, Page
from tests.world.town import Town

OTHER = "https://elsewhere.example"


async def conversation(shop: Town, page: Page) -> Any:
    return await shop.house.journal.load(shop.tenant, page.session["conv"])


async def test_a_page_comes_back_into_its_conversation(opens: Opens) -> None:
    page = opens()
    await page.arrive()
    first = page.session
    await page.arrive()
    assert (first["fresh"], page.session["fresh"]) == (True, False)
    assert first["conv"] == page.session["conv"]
    assert first["token"] != page.session["token"]
    assert page.session["expires"] == 900
    assert page.session["name"] == "Order status"


async def test_a_page_that_was_away_for_a_day_begins_anew(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.arrive()
    first = page.session["conv"]
    shop.clock.pass_(23 * 3600)
    await page.arrive()
    assert page.session["conv"] == first
    shop.clock.pass_(25 * 3600)
    await page.arrive()
    assert page.session["conv"] != first


async def test_after_an_end_the_next_conversation_is_a_new_one(opens: Opens) -> None:
    page = opens()
    await page.arrive()
    first = page.session["conv"]
    await page.post("/widget/v1/end", {})
    await page.arrive()
    assert page.session["fresh"]
    assert page.session["conv"] != first


async def test_keys_are_rotated_without_a_visitor_noticing(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.arrive()
    at, of = shop.clock(), (shop.tenant, shop.agent)
    old = (await shop.house.store.read(lambda t: widget_keys.every(t, *of)))[0]
    new = await shop.house.store.write(lambda t: widget_keys.create(t, *of, name="new", origins=(ORIGIN,), at=at))
    await shop.house.store.write(lambda t: widget_keys.revoke(t, *of, old.id, at=at))
    assert await page.get("/widget/v1/frames", after=0) == (401, Problem("wrong_token"))
    assert (await page.arrive()) == 401
    assert page.session["refused"]["code"] == "wrong_key"
    later = opens(new.token, tab_of=page)
    assert await later.arrive() == 201
    assert not later.session["fresh"]


class Problem:
    """Equal to any problem with this code."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and other.get("code") == self.code

    __hash__ = None  # type: ignore[assignment]  # nobody puts it into a set


@pytest.mark.parametrize(
    "origin", [OTHER, "null", ORIGIN + ":8443", "http://lamps.example", "https://lamps.example.evil.example"]
)
async def test_a_key_is_good_on_its_origins_only(opens: Opens, origin: str) -> None:
    page = opens(origin=origin)
    assert await page.arrive() == 403
    assert page.session["refused"]["code"] == "origin_not_allowed"


async def test_a_pass_is_good_on_its_own_origin_only(shop: Town, opens: Opens) -> None:
    """Both origins may use the key; a pass taken from one is of no use on the other."""
    of = (shop.tenant, shop.agent)
    key = (await shop.house.store.read(lambda t: widget_keys.every(t, *of)))[0]
    both = (ORIGIN, OTHER)
    await shop.house.store.write(lambda t: widget_keys.revise(t, *of, key.id, origins=both, seen=None, at=shop.clock()))
    page = opens()
    await page.arrive()
    thief = opens(origin=OTHER, tab_of=page)
    assert await thief.get("/widget/v1/frames", after=0) == (403, Problem("origin_not_allowed"))
    await thief.arrive()
    assert thief.session["fresh"]
    only = (OTHER,)
    await shop.house.store.write(lambda t: widget_keys.revise(t, *of, key.id, origins=only, seen=None, at=shop.clock()))
    assert await page.get("/widget/v1/frames", after=0) == (403, Problem("origin_not_allowed"))


async def test_a_browser_is_told_which_pages_may_read_us(opens: Opens) -> None:
    page = opens()
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    for origin, allowed in ((ORIGIN, ORIGIN), (OTHER, None), ("https://lampsXexample", None)):
        async with page._http.options("/widget/v1/frames", headers={**asked, "Origin": origin}) as response:
            assert response.status == 204
            assert response.headers.get("Access-Control-Allow-Origin") == allowed
            assert "Access-Control-Allow-Credentials" not in response.headers
    async with page._http.post("/widget/v1/frames", data=b"") as response:  # refused, and readable as such
        assert (response.status, response.headers["Access-Control-Allow-Origin"]) == (401, ORIGIN)


async def test_whoever_signed_in_is_not_asked_what_the_shop_vouches_for(shop: Town, opens: Opens) -> None:
    page = opens(identity=shop.identity("ada", email="jane.doe@example.com"))
    await page.connect()
    reply = await page.answer(await page.send("where is ORD-9842?"))
    assert "Out for delivery" in reply["text"]
    assert shop.shop.calls[-1]["context"] == {"email": "jane.doe@example.com"}


async def test_signing_in_keeps_the_conversation_and_becoming_another_ends_it(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.arrive()
    first = page.session["conv"]
    await page.arrive(identity=shop.identity("ada"))
    assert page.session["conv"] == first
    await page.arrive(identity=shop.identity("ada"))
    assert page.session["conv"] == first
    await page.arrive(identity=shop.identity("bob"))
    assert page.session["conv"] != first
    assert (await shop.house.journal.load(shop.tenant, first)).ended_at is not None  # type: ignore[union-attr]


async def test_signing_out_ends_the_conversation(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.arrive(identity=shop.identity("ada"))
    first = page.session["conv"]
    await page.arrive()
    assert page.session["conv"] != first
    assert (await shop.house.journal.load(shop.tenant, first)).ended_at is not None  # type: ignore[union-attr]


async def test_an_identity_lasts_no_longer_than_the_shop_says(shop: Town, opens: Opens) -> None:
    now = int(shop.clock())
    page = opens(identity=shop.identity("ada", email="jane.doe@example.com", exp=now + 120))
    await page.connect()
    assert page.session["expires"] == 120
    shop.clock.pass_(121)
    assert await page.get("/widget/v1/frames", after=0) == (401, Problem("wrong_token"))


async def test_a_revoked_secret_vouches_for_nobody(shop: Town, opens: Opens) -> None:
    of = (shop.tenant, shop.agent)
    token = shop.identity("ada")
    await shop.house.store.write(lambda t: identity.revoke(t, *of, shop.kid, at=shop.clock()))
    page = opens(identity=token)
    assert await page.arrive() == 401
    assert page.session["refused"]["code"] == "wrong_identity"


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": 10_000_000_000},
        {"iat": 0},
        {"iat": 2_000_000_000, "exp": 2_000_000_100},
        {"exp": 1_000},
        {"sub": ""},
        {"sub": "x" * 257},
        {"iat": "1790000000"},
        {"iat": True},
        {"iat": 1790000000.5},
        {"email": ["jane.doe@example.com"]},
        {"email": "nobody"},
    ],
)
async def test_a_token_that_lives_too_long_or_lacks_what_it_must_have_is_refused(
    shop: Town, opens: Opens, claims: dict[str, object]
) -> None:
    now = int(shop.clock())
    said = {"sub": "ada", "iat": now, "exp": now + 600, **claims}
    token = jwt.api_jws.encode(json.dumps(said).encode(), shop.identity_secret, "HS256", {"kid": shop.kid})
    page = opens(identity=token)
    assert await page.arrive() == 401
    assert page.session["refused"]["code"] == "wrong_identity"


async def test_ten_minutes_to_the_second_are_allowed(shop: Town, opens: Opens) -> None:
    now = int(shop.clock())
    assert await opens(identity=shop.identity("ada", exp=now + 600)).arrive() == 201
    assert await opens(identity=shop.identity("ada", exp=now + 601)).arrive() == 401


async def test_what_the_visitor_thinks_of_it_is_kept(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.connect()
    await page.answer(await page.send("hello"))
    for helpful in (True, False):
        assert await page.post("/widget/v1/rating", {"helpful": helpful}) == (200, {"helpful": helpful})
        assert (await conversation(shop, page)).helpful is helpful
    assert (await page.hears("state"))["rated"] is True


async def test_conversations_are_begun_only_so_often_from_one_address(opens: Opens) -> None:
    page = opens()
    for _ in range(120):
        page.session = {}
        assert await page.arrive() == 201
    kept, page.session = page.session, {}
    assert await page.arrive() == 429
    page.session = kept
    assert await page.arrive() == 201  # whoever has one already goes on
