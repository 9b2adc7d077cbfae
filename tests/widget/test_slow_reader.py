"""A visitor whose page stops reading delays nobody, and is cut off before much waits for it."""

import asyncio

from infra.wire.outlet import MOST_BYTES
from tests.widget.conftest import Opens
from tests.world.town import Town


async def test_a_page_that_does_not_read_delays_no_other_and_is_cut_off(shop: Town, opens: Opens) -> None:
    stuck, other = opens(), opens()
    await stuck.connect()
    other.session = dict(stuck.session)
    await other.connect()
    assert stuck.socket is not None
    transport = stuck.socket._response.connection.transport  # type: ignore[union-attr]
    transport.pause_reading()  # type: ignore[union-attr]
    news, sign = shop.house.news, '{"t":"typing","name":"' + "x" * 50_000 + '"}'
    for number in range(3 * MOST_BYTES // len(sign) + 200):
        news.show(stuck.session["conv"], sign)
        while (await other.hear()).get("name") is None:  # the other tab hears each of them at once
            assert number >= 0
    cid = await other.send("hello")
    assert (await other.answer(cid))["party"] == "assistant"
    transport.resume_reading()  # type: ignore[union-attr]
    heard = 0
    try:
        while True:
            await stuck.hear()
            heard += 1
    except ConnectionError:
        pass
    await asyncio.sleep(0)
    assert heard < 3 * MOST_BYTES // len(sign) + 200
