"""Bad networks: nothing that was written is lost, nothing is there twice, and what comes late still comes."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, WebSocketRoute, expect

from tests.faults.towns import FarTown
from tests.page.browsing import Street

pytestmark = pytest.mark.asyncio(loop_scope="session")
SOCKET = "**/widget/socket"
ASK = "Where is ORD-9842? It goes to 94107."


async def test_a_socket_killed_between_send_and_acknowledgement_stores_one_message(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    swallowed: asyncio.Future[WebSocketRoute] = asyncio.get_running_loop().create_future()
    opened: list[WebSocketRoute] = []

    def between(page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        opened.append(page)

        def to_page(frame: str | bytes) -> None:
            if len(opened) == 1 and '"ready"' not in str(frame) and '"state"' not in str(frame):
                if '"ack"' in str(frame) and not swallowed.done():
                    swallowed.set_result(page)
                return  # the first socket carries nothing back any more
            page.send(frame)

        server.on_message(to_page)

    await visitor.page.route_web_socket(SOCKET, between)
    await visitor.go()
    await visitor.open()
    await visitor.say(ASK)
    dying = await swallowed
    assert "sending" in str(await visitor.mine.get_attribute("class"))
    await dying.close(code=1012, reason="gone")
    await visitor.hears("Out for delivery")
    await expect(visitor.mine).to_have_count(1)
    await expect(visitor.mine).to_contain_text("Sent")
    assert [who for who, _ in await street.stored()] == ["customer", "assistant"]
    assert len(opened) == 2


async def test_where_sockets_are_blocked_it_goes_by_http(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.page.add_init_script(
        "window.WebSocket = class { constructor() { setTimeout(() => this.onclose?.({code: 1006})); } close() {} }"
    )
    await visitor.go()
    await visitor.status()
    await expect(visitor.mine).to_contain_text("Sent")
    await visitor.say("Yes, please", until="The tracking number is")
    assert [who for who, _ in await street.stored()] == ["customer", "assistant"] * 2


async def test_offline_and_back(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.go()
    await visitor.status()
    await visitor.page.context.set_offline(True)
    await visitor.say("Yes, please")
    await expect(visitor.element.locator(".note")).to_contain_text("No connection just now.")
    await expect(visitor.mine.last).to_contain_text("Sending")
    assert len(await street.stored()) == 2
    await visitor.page.context.set_offline(False)
    await visitor.hears("The tracking number is")
    await expect(visitor.element.locator(".note")).to_be_hidden()
    assert [text for _, text in await street.stored()].count("Yes, please") == 1


async def test_written_while_nothing_goes_through_it_is_sent_from_the_next_page(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    blocked = False
    await visitor.page.route_web_socket(SOCKET, lambda page: None if blocked else page.connect_to_server())
    await visitor.go()
    await visitor.status()
    blocked = True
    await street.cut()
    await visitor.say("Yes, please")
    await expect(visitor.mine.last).to_contain_text("Sending")
    blocked = False
    await visitor.go("lamps")
    await visitor.hears("The tracking number is")
    await expect(visitor.mine.last).to_contain_text("Sent")
    assert [text for _, text in await street.stored()].count("Yes, please") == 1


async def test_every_socket_cut_again_and_again(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.go()
    await visitor.status()
    for number in range(3):
        await street.cut()
        await visitor.say(f"hello {number}")
        await street.cut()
        await expect(visitor.mine.last).to_contain_text("Sent")
    said = [text for who, text in await street.stored() if who == "customer"]
    assert said == [ASK, "hello 0", "hello 1", "hello 2"]
    await expect(visitor.mine).to_have_count(4)


async def test_a_laptop_that_slept(street: Street) -> None:
    await street.open()
    visitor = await street.visitor()
    await visitor.page.clock.install()
    await visitor.go()
    await visitor.status()
    async with visitor.page.expect_websocket():
        await visitor.page.clock.fast_forward(8 * 3600 * 1000)
    await visitor.say("Yes, please", until="The tracking number is")
    assert [text for _, text in await street.stored()].count("Yes, please") == 1


async def test_a_page_that_was_frozen_catches_up(street: Street) -> None:
    visitor = await street.opened()
    street.town.shop.holds()
    await visitor.say(ASK)
    await street.town.shop.asked.get()
    cdp = await visitor.page.context.new_cdp_session(visitor.page)
    await cdp.send("Page.setWebLifecycleState", {"state": "frozen"})
    street.town.shop.lets_go()
    await street.cut()
    await cdp.send("Page.setWebLifecycleState", {"state": "active"})
    await visitor.hears("Out for delivery")
    assert [who for who, _ in await street.stored()] == ["customer", "assistant"]


async def test_killed_in_the_middle_of_an_answer_the_server_gives_it_later(browser: Browser, database: Path) -> None:
    town = FarTown(f"sqlite:///{database}")
    street = Street(town, browser)
    try:
        await street.open()
        visitor = await street.visitor()
        await visitor.go()
        await visitor.open()
        town.shop.holds()
        await visitor.say(ASK)
        await town.shop.asked.get()
        await expect(visitor.mine).to_contain_text("Sent")
        await town.server.kill()
        town.shop.lets_go()
        await town.server.start()
        await expect(visitor.lines.filter(has_text="Out for delivery")).to_be_visible(timeout=60_000)
        await expect(visitor.mine).to_have_count(1)
    finally:
        await street.close()
