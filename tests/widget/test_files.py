"""Where the widget's files live: small, hashed, promised for a year, and every page under a strict policy."""

import base64
import gzip
from collections.abc import Mapping
from hashlib import sha384
from pathlib import Path

import aiohttp
import pytest

from channels.chat.widget.files import build
from tests.world.page import ORIGIN
from tests.world.town import Setup, Town

KB = 1024
POLICY = "Content-Security-Policy"


@pytest.fixture
async def shop(town: Town) -> Town:
    await town.open(Setup())
    await town.has_a_page()
    return town


async def get(town: Town, path: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with aiohttp.ClientSession(town.url) as http, http.get(path, headers=named) as response:
        return response.status, response.headers, await response.read()


def test_the_loader_and_all_of_it_stay_small() -> None:
    built = build()
    zipped = {name: len(body) for name, body in built.promised.items()}
    assert zipped[built.pinned] <= 2 * KB
    assert sum(zipped.values()) <= 20 * KB, zipped


async def test_the_loader_leads_to_modules_that_never_change(shop: Town) -> None:
    status, headers, loader = await get(shop, "/widget/loader.js")
    assert (status, headers["Cache-Control"]) == (200, "no-cache")
    assert (await get(shop, "/widget/loader.js", If_None_Match=headers["ETag"]))[0] == 304
    folder = loader.decode().split('new URL("')[1].split("/")[0]
    status, headers, module = await get(shop, f"/widget/{folder}/element.js")
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert b"customElements.define" in module
    assert (await get(shop, f"/widget/{'0' * 16}/element.js"))[0] == 404


async def test_a_pinned_loader_hashes_to_what_is_said_of_it(shop: Town) -> None:
    async with aiohttp.ClientSession(shop.url) as http, http.get("/widget/loader.json") as response:
        said = await response.json()
    status, headers, body = await get(shop, said["src"])
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert said["integrity"] == "sha384-" + base64.b64encode(sha384(body).digest()).decode()
    assert body == (await get(shop, "/widget/loader.js"))[2]


def test_any_change_of_any_module_changes_every_name(tmp_path: Path) -> None:
    (tmp_path / "loader.js").write_text('import("{{modules}}/a.js")')
    (tmp_path / "a.js").write_text('import "./b.js"')
    (tmp_path / "b.js").write_text("1")
    before = build(tmp_path)
    (tmp_path / "b.js").write_text("2")
    after = build(tmp_path)
    assert not set(before.promised) & set(after.promised)
    assert before.integrity != after.integrity


async def test_what_an_older_version_promised_is_served_for_a_year(shop: Town) -> None:
    old = f"{'a' * 16}/element.js"

    async def older(days: float) -> None:
        at = shop.clock() - days * 86_400
        await shop.house.store.write(
            lambda tx: tx.run(
                "INSERT INTO widget_files (name, body, served_at) VALUES ($1, $2, $3)"
                " ON CONFLICT (name) DO UPDATE SET served_at = $3",
                *(old, gzip.compress(b"export {}"), at),
            )
        )

    await older(days=300)
    assert (await get(shop, f"/widget/{old}"))[2] == b"export {}"


async def test_the_page_to_link_to_goes_into_no_frame_and_the_other_only_where_its_key_says(shop: Town) -> None:
    status, headers, body = await get(shop, f"/widget/page/{shop.widget_key}")
    assert status == 200
    assert "frame-ancestors 'none'" in headers[POLICY]
    assert "'unsafe-inline'" not in headers[POLICY]
    assert shop.widget_key.encode() in body
    _, headers, _ = await get(shop, f"/widget/frame/{shop.widget_key}")
    assert headers[POLICY].endswith(f"frame-ancestors {ORIGIN}")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("key", ["wb_pk_live_unknown", "wb_pk_live_%3Cscript%3E"])
async def test_there_is_no_page_without_a_key(shop: Town, key: str) -> None:
    assert (await get(shop, f"/widget/page/{key}"))[0] == 404
