"""Photos: what is left of them, whose they are, and when they go."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from escalation import photos
from infra.store.transaction import Store
from journal.forgetting import forget
from tests.api.operator import Operator
from tests.widget.conftest import Opens
from tests.widget.pictures import SECRET, bomb, drawn, heic
from tests.world.page import Page
from tests.world.town import Town
from tests.world.written import written
from turns.clearing import Clearing

PHOTOS = "/widget/v1/photos"
DAY = 86_400


async def upload(page: Page, file: bytes, cid: str = "photo-of-the-lamp") -> tuple[int, Any]:
    return await page.post(PHOTOS, file, Idempotency_Key=cid)


async def kept(shop: Town, page: Page) -> list[photos.Photo]:
    where = page.session["conv"]
    return await shop.house.store.read(lambda t: photos.of_conversation(t, shop.tenant, where))


async def number(store: Store) -> int:
    row = await store.read(lambda t: t.row("SELECT COUNT(*) AS number FROM photos"))
    assert row is not None
    return int(row["number"])


@pytest.fixture
async def page(opens: Opens) -> Page:
    page = opens()
    await page.connect()
    return page


async def reads(shop: Town, page: Page) -> bytes:
    """The picture as a colleague gets it."""
    colleague = await Operator.of(shop, shop.tenant)
    (photo,) = await kept(shop, page)
    reply = await colleague.get(f"/conversations/{page.session['conv']}/photos/{photo.id}")
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "image/jpeg"
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    await colleague.leaves()
    assert isinstance(reply.body, bytes)
    return reply.body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_photo_is_drawn_anew_upright_and_tells_nothing_else(shop: Town, page: Page, kind: str) -> None:
    file = drawn(kind, exif=True)
    assert SECRET.encode() in file
    assert await upload(page, file) == (201, {"cid": "photo-of-the-lamp", "left": 4})
    jpeg = await reads(shop, page)
    image = Image.open(BytesIO(jpeg))
    assert (image.format, image.size) == ("JPEG", (240, 320))
    assert not image.getexif()
    assert SECRET.encode() not in jpeg
    assert jpeg not in await written(shop.house.store)


async def test_a_photo_with_transparent_parts_is_laid_on_white(shop: Town, page: Page) -> None:
    out = BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(out, "PNG")
    await upload(page, out.getvalue())
    assert Image.open(BytesIO(await reads(shop, page))).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("file", "refused"),
    [
        (heic(), (415, "photo_heic")),
        (b"GIF89a" + bytes(50), (415, "photo_kind")),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", (415, "photo_kind")),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", (415, "photo_kind")),
        (b"", (415, "photo_kind")),
        (drawn()[:200], (422, "photo_broken")),
        (bomb(8000, 5001), (413, "photo_too_large")),
        (bomb(50_000, 50_000)[:2000], (413, "photo_too_large")),
        (bytes(5 * 1024 * 1024 + 1), (413, "photo_too_large")),
    ],
)
async def test_what_is_no_photo_is_refused_in_words(page: Page, file: bytes, refused: tuple[int, str]) -> None:
    status, body = await upload(page, file)
    assert (status, body["code"]) == refused
    assert body["detail"]


async def test_forty_megapixels_are_taken(shop: Town, page: Page) -> None:
    assert (await upload(page, bomb(8000, 5000)))[0] == 201
    assert Image.open(BytesIO(await reads(shop, page))).size == (2048, 1280)


async def test_of_two_files_glued_together_only_the_picture_is_left(shop: Town, page: Page) -> None:
    script = b"<script>alert(document.domain)</script>PK\x03\x04"
    assert (await upload(page, drawn() + script))[0] == 201
    jpeg = await reads(shop, page)
    assert b"script" not in jpeg
    assert b"PK\x03\x04" not in jpeg


async def test_the_same_photo_sent_twice_is_one_and_another_under_its_name_is_refused(shop: Town, page: Page) -> None:
    for _ in range(2):
        assert (await upload(page, drawn()))[1]["left"] == 4
    status, body = await upload(page, drawn(size=(9, 9)))
    assert (status, body["code"]) == (409, "idempotency_key_reused")
    assert len(await kept(shop, page)) == 1


async def test_five_and_no_more(page: Page) -> None:
    for place in range(5):
        assert (await upload(page, drawn(), f"photo-number-{place}"))[1]["left"] == 4 - place
    status, body = await upload(page, drawn(), "photo-number-5")
    assert (status, body["code"]) == (409, "photo_too_many")
    assert (await page.hears("state", photos=0))["photos"] == 0


@pytest.mark.parametrize("cid", ["", "short", "with a blank in it", "x" * 65])
async def test_a_photo_wants_a_name(page: Page, cid: str) -> None:
    assert (await upload(page, drawn(), cid))[0] == 400


async def test_an_ended_conversation_takes_no_photo(page: Page) -> None:
    await page.post("/widget/v1/end", {})
    assert (await upload(page, drawn()))[0] == 409


async def test_the_ticket_takes_the_photos_before_and_after_it(shop: Town, page: Page) -> None:
    await page.answer(await page.send("ORD-9842 arrived broken"))
    assert "A photo helps" in page.shown[2]["text"]
    await upload(page, drawn(), "the-first-photo")
    assert (await kept(shop, page))[0].ticket_id is None
    reply = await page.answer(await page.send("the whole shade is cracked in two pieces"))
    assert reply["ticket"] == 1
    await upload(page, drawn(), "the-second-photo")
    assert len({photo.ticket_id for photo in await kept(shop, page)} - {None}) == 1
    shop.clock.pass_(2 * DAY)
    await Clearing(shop.house.store, shop.clock).once()
    assert len(await kept(shop, page)) == 2


async def test_a_photo_that_no_ticket_takes_is_gone_after_a_day(shop: Town, page: Page) -> None:
    await upload(page, drawn())
    clearing = Clearing(shop.house.store, shop.clock)
    shop.clock.pass_(DAY - 60)
    await clearing.once()
    assert len(await kept(shop, page)) == 1
    shop.clock.pass_(120)
    await clearing.once()
    assert await kept(shop, page) == []


async def test_whoever_is_forgotten_leaves_no_photo_either(shop: Town, page: Page) -> None:
    await page.answer(await page.send("a person please, I am jane.doe@example.com"))
    await upload(page, drawn(), "of-the-ticket")
    await shop.house.store.write(
        lambda t: t.run("UPDATE photos SET ticket_id = (SELECT MIN(id) FROM tickets) WHERE ticket_id IS NULL")
    )
    assert await number(shop.house.store) == 1
    await shop.house.store.write(
        lambda t: forget(t, shop.house.vault, shop.tenant, "jane.doe@example.com", shop.clock())
    )
    assert await number(shop.house.store) == 0


async def test_what_is_kept_long_enough_goes_with_its_photos(shop: Town, page: Page) -> None:
    await page.answer(await page.send("a person please"))
    await upload(page, drawn())
    await shop.house.store.write(lambda t: t.run("UPDATE tickets SET state = 'resolved', resolved_at = 1"))
    shop.clock.pass_(366 * DAY)
    await Clearing(shop.house.store, shop.clock).once()
    assert await number(shop.house.store) == 0


async def test_only_colleagues_with_the_scope_see_it_and_no_other_shop(shop: Town, page: Page, opens: Opens) -> None:
    await upload(page, drawn())
    (photo,) = await kept(shop, page)
    path = f"/api/v1/conversations/{page.session['conv']}/photos/{photo.id}"
    other = opens()
    await other.connect()
    for visitor in (page, other):
        assert (await visitor.get(path))[0] == 401
