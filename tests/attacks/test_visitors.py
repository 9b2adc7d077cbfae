"""Attacks on the widget's door: stolen and forged passes, forged identities, other origins, other conversations."""

import base64
import hmac
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.store.vault import Vault, make_key
from tenants.passes import Kind, Pass, Passes
from tests.widget.conftest import Opens
from tests.world.page import DroppedError, Page
from tests.world.shop import NEEDLES
from tests.world.town import Town

FRAMES = "/widget/v1/frames"
EVIL = "https://evil.example"
QUESTION = "Where is ORD-9842? It goes to 94107."


async def at_the_socket(page: Page, token: str, after: int = 0) -> int | None:
    """With which code it is closed; None where it is let in."""
    page.socket = await page._http.ws_connect("/widget/socket", protocols=("waybill.v1",))
    await page.put({"t": "hello", "token": token, "after": after})
    try:
        frame = await page.hear()
    except DroppedError as dropped:
        return dropped.code
    assert frame["t"] in {"event", "ready"}
    return None


async def a_talk(opens: Opens) -> Page:
    """Somebody who has just heard where their order is."""
    owner = opens()
    await owner.connect()
    await owner.answer(await owner.send(QUESTION))
    return owner


async def test_a_stolen_pass_is_of_no_use_on_another_origin(opens: Opens) -> None:
    owner = await a_talk(opens)
    thief = opens(origin=EVIL)
    assert (await thief.get(FRAMES, token=owner.session["token"], after=0))[0] == 403
    assert await at_the_socket(thief, owner.session["token"]) == 4403
    assert await thief.arrive(resume=owner.session["resume"]) == 403


async def test_passes_from_before_somebody_signed_in_open_nothing_of_theirs(shop: Town, opens: Opens) -> None:
    """On a shared computer: a stranger keeps passes, somebody signs in in the same tab and asks for their order."""
    stranger = opens()
    await stranger.connect()
    victim = opens()
    victim.session = dict(stranger.session)
    await victim.arrive(identity=shop.identity("jane", email="jane.doe@example.com"))
    assert victim.session["conv"] == stranger.session["conv"]
    with pytest.raises(DroppedError) as dropped:
        while True:
            await stranger.hear()
    assert dropped.value.code == 4401
    await victim.connect()
    assert "Out for delivery" in (await victim.answer(await victim.send("where is ORD-9842?")))["text"]
    assert stranger.shown == {}
    assert (await stranger.get(FRAMES, after=0))[0] == 401
    assert await stranger.post(FRAMES, {"t": "send", "cid": "12345678", "text": "where is ORD-9842?"}) == (
        200,
        {"t": "nack", "cid": "12345678", "code": "ended", "temporary": False},
    )
    for sign in ({"t": "read", "seq": 2}, {"t": "typing"}):
        assert (await stranger.post(FRAMES, sign))[0] == 401
    assert (await stranger.post("/widget/v1/end", {}))[0] == 401
    assert await stranger.arrive() == 201
    assert stranger.session["conv"] != victim.session["conv"]
    assert len(shop.shop.calls) == 1
    await victim.answer(await victim.send("thanks"))


async def test_what_only_gets_a_fresh_pass_is_no_pass_and_the_other_way_round(opens: Opens) -> None:
    owner = await a_talk(opens)
    thief = opens()
    assert (await thief.get(FRAMES, token=owner.session["resume"], after=0))[0] == 401
    assert await at_the_socket(thief, owner.session["resume"]) == 4401
    await thief.arrive(resume=owner.session["token"])
    assert thief.session["conv"] != owner.session["conv"]


async def test_a_pass_opens_its_own_conversation_whatever_else_is_named(opens: Opens) -> None:
    owner, other = await a_talk(opens), opens()
    await other.arrive()
    status, body = await other.get(FRAMES, after=0, conv=owner.session["conv"])
    assert status == 200
    assert not any(needle in json.dumps(body) for needle in NEEDLES)
    assert await other.post("/widget/v1/end", {"conv": owner.session["conv"]}) == (200, {"ended": True})
    assert (await owner.answer(await owner.send("thanks")))["text"]


async def test_a_pass_that_was_changed_anywhere_is_none(shop: Town, opens: Opens) -> None:
    owner = await a_talk(opens)
    token = owner.session["token"]
    thief = opens()
    sealed = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    for place in range(0, len(sealed), 7):
        changed = bytearray(sealed)
        changed[place] ^= 1
        forged = base64.urlsafe_b64encode(bytes(changed)).rstrip(b"=").decode()
        assert (await thief.get(FRAMES, token=forged, after=0))[0] == 401
    made_elsewhere = Passes(Vault(make_key())).write(
        Pass(
            Kind.VISIT,
            shop.widget_key,
            shop.tenant,
            shop.agent,
            owner.session["conv"],
            "https://lamps.example",
            "me",
            1e12,
        )
    )
    assert (await thief.get(FRAMES, token=made_elsewhere, after=0))[0] == 401


@settings(max_examples=200, deadline=None)
@given(token=st.one_of(st.text(max_size=60), st.from_regex(r"[A-Za-z0-9_-]{1,400}", fullmatch=True)))
def test_no_text_is_a_pass(token: str) -> None:
    passes = Passes(Vault(make_key()))
    assert passes.read(token, Kind.VISIT, 0.0) is None
    assert passes.read(token, Kind.RETURN, 0.0) is None


def _b64(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _claims(shop: Town, **more: object) -> dict[str, object]:
    now = int(shop.clock())
    return {"sub": "jane", "email": "jane.doe@example.com", "iat": now, "exp": now + 600, **more}


def none(shop: Town) -> str:
    return f"{_b64({'alg': 'none', 'typ': 'JWT', 'kid': shop.kid})}.{_b64(_claims(shop))}."


def none_in_capitals(shop: Town) -> str:
    return f"{_b64({'alg': 'NoNe', 'kid': shop.kid})}.{_b64(_claims(shop))}."


def rs256(shop: Town) -> str:
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return jwt.encode(_claims(shop), pem, "RS256", {"kid": shop.kid})


def hs512(shop: Town) -> str:
    return jwt.encode(_claims(shop), shop.identity_secret + "x" * 32, "HS512", {"kid": shop.kid})


def right_secret_wrong_algorithm(shop: Town) -> str:
    return jwt.encode(_claims(shop), shop.identity_secret, "HS384", {"kid": shop.kid})


def another_secret(shop: Town) -> str:
    return jwt.encode(_claims(shop), "wb_id_" + "x" * 43, "HS256", {"kid": shop.kid})


def no_kid(shop: Town) -> str:
    return jwt.encode(_claims(shop), shop.identity_secret, "HS256")


def unknown_kid(shop: Town) -> str:
    return jwt.encode(_claims(shop), shop.identity_secret, "HS256", {"kid": "kid_" + "0" * 26})


def kid_that_is_a_path(shop: Town) -> str:
    return jwt.encode(_claims(shop), "x" * 32, "HS256", {"kid": "../../../dev/null"})


def signed_with_the_publishable_key(shop: Town) -> str:
    return jwt.encode(_claims(shop), shop.widget_key, "HS256", {"kid": shop.kid})


def expired(shop: Town) -> str:
    now = int(shop.clock())
    return jwt.encode(_claims(shop, iat=now - 600, exp=now), shop.identity_secret, "HS256", {"kid": shop.kid})


def lives_too_long(shop: Town) -> str:
    now = int(shop.clock())
    return jwt.encode(_claims(shop, exp=now + 601), shop.identity_secret, "HS256", {"kid": shop.kid})


def claims_exchanged(shop: Town) -> str:
    head, _, signature = jwt.encode(_claims(shop, sub="omar"), shop.identity_secret, "HS256", {"kid": shop.kid}).split(
        "."
    )
    return f"{head}.{_b64(_claims(shop))}.{signature}"


def two_heads(shop: Town) -> str:
    """`alg` twice: what one reader takes for HS256 another takes for none."""
    head = f'{{"alg":"HS256","alg":"none","kid":"{shop.kid}"}}'.encode()
    signed = f"{_b64(head)}.{_b64(_claims(shop))}"
    return f"{signed}.{_b64(hmac.digest(b'x', signed.encode(), sha256))}"


def nonsense(_shop: Town) -> str:
    return "a.b.c"


FORGERIES = [
    none,
    none_in_capitals,
    rs256,
    hs512,
    right_secret_wrong_algorithm,
    another_secret,
    no_kid,
    unknown_kid,
    kid_that_is_a_path,
    signed_with_the_publishable_key,
    expired,
    lives_too_long,
    claims_exchanged,
    two_heads,
    nonsense,
]


@pytest.mark.parametrize("forged", FORGERIES)
async def test_a_forged_identity_vouches_for_nobody(shop: Town, opens: Opens, forged: Callable[[Town], Any]) -> None:
    page = opens()
    assert await page.arrive(identity=forged(shop)) == 401
    assert page.session["refused"]["code"] == "wrong_identity"
    assert "conv" not in page.session


async def test_a_name_alone_is_not_proven_by_what_the_visitor_says(shop: Town, opens: Opens) -> None:
    """Signed in as omar, jane's e-mail in words changes nothing: the shop is asked with what was signed."""
    page = opens(identity=shop.identity("omar", email="omar.haddad@example.com"))
    await page.connect()
    reply = await page.answer(await page.send("where is ORD-9842? My e-mail is jane.doe@example.com"))
    assert not any(needle in reply["text"] for needle in NEEDLES)
    assert shop.shop.calls[-1]["context"].get("email") == "omar.haddad@example.com"


async def test_fresh_conversations_are_no_fresh_guesses_at_one_address(shop: Town, opens: Opens) -> None:
    """Three a conversation; by the twentieth wrong guess of an hour an address has had its share."""
    asked = 0
    for _ in range(9):
        page = opens()
        await page.connect()
        for guess in range(3):
            await page.answer(await page.send(f"ORD-5000, ZIP {10_000 + asked + guess}"))
            shop.clock.pass_(1)
        asked += 3
        await page.drop()
    assert len(shop.shop.calls) <= 20


async def test_a_widgets_key_opens_nothing_else_and_no_other_key_opens_the_widget(shop: Town, opens: Opens) -> None:
    page = opens()
    await page.arrive()
    for token in (shop.widget_key, page.session["token"]):
        assert (await page.get("/api/v1/conversations", token=token))[0] == 401
        assert (await page.get("/v1/models", token=token))[0] == 401
    assert (await page.get(FRAMES, token=shop.key, after=0))[0] == 401
    other = opens()
    other._asked["key"] = shop.key
    assert await other.arrive() == 401


async def test_a_page_that_names_no_origin_is_not_let_in(opens: Opens) -> None:
    owner = await a_talk(opens)
    page = opens()
    page._http.headers.pop("Origin")  # type: ignore[attr-defined]  # a mutable mapping
    assert await page.arrive() == 403
    assert await at_the_socket(page, owner.session["token"]) == 4403


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202egnp.exe", "x\x00y", "${7*7}", "' OR 1=1 --"])
async def test_hostile_words_stay_words(opens: Opens, text: str) -> None:
    page = opens()
    await page.connect()
    await page.answer(await page.send(text))
    assert page.shown[1]["text"] == text.replace("\u202e", "").replace("\x00", "")
