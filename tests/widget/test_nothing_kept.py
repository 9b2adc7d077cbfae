"""P3 at the widget: after talks with cards and details, no order fact stands in database, log or memory."""

import logging

import pytest

from infra.signals.held import HELD_SECONDS, LocalHeld
from server.logs import JsonLines
from tests.widget.conftest import Opens
from tests.world.shop import NEEDLES
from tests.world.town import Town
from tests.world.written import written


async def test_p3_nothing_that_a_page_was_shown_is_kept(
    shop: Town, opens: Opens, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "waybill")
    page = opens()
    await page.connect()
    for text in ("ORD-9655, ZIP 94107", "what's in it?", "which carrier?", "where is ORD-9842?", "yes"):
        await page.answer(await page.send(text))
    shown = " ".join(map(str, page.shown.values()))
    assert [needle for needle in ("UPS", "FedEx", "449044304137821", "two parcels") if needle not in shown] == []
    database = await written(shop.house.store)
    assert [needle for needle in NEEDLES if needle.encode() in database] == []
    lines = [JsonLines().format(record) for record in caplog.records]
    assert [needle for needle in NEEDLES for line in lines if needle in line] == []
    held = shop.house.signals.held
    assert isinstance(held, LocalHeld)
    assert held._held
    assert not any(needle.encode() in value for needle in NEEDLES for value in held._held.values())
    shop.clock.pass_(HELD_SECONDS + 1)
    await page.answer(await page.send("thanks"))
    assert len(held._held) == 1  # of "thanks"; what told of the order has left memory
