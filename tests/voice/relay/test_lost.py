"""Sockets that break, callers who hang up, processes that stop: nothing is lost, and the call goes on."""

import asyncio

import pytest

from commands.telephone.people import HANGING_UP, Wanted
from commands.telephone.telephone import Telephone
from tests.voice.relay.test_calls import said
from tests.world.town import Town

ASKED = "Where is ord 9842? zip 94107"


async def test_a_lost_socket_is_connected_anew_and_the_answer_told(relay: Town, phone: Telephone) -> None:
    relay.shop.misbehave("gate")
    await phone.dial()
    phone.speak(ASKED)
    await relay.shop.asked(1)
    phone.lose_socket()
    await phone.until("Sorry, I lost track for a moment.")
    relay.shop.gate.set()
    assert "Out for delivery" in await phone.until("arrives Tuesday")
    assert len(phone.leg.sessions) == 2
    assert len(relay.shop.calls) == 1


async def test_what_was_told_into_a_lost_socket_is_told_again(phone: Telephone) -> None:
    await phone.dial()
    answer = await phone.say(ASKED)
    phone.lose_socket()
    assert answer in await phone.until("tracking number?")
    assert "1 Z 9" in await phone.say("yes")


async def test_after_a_second_loss_the_call_goes_on_by_gather(phone: Telephone) -> None:
    await phone.dial()
    answer = await phone.say(ASKED)
    phone.lose_socket()
    await phone.until("tracking number?")
    phone.lose_socket()
    assert await phone.until("tracking number?") == answer
    await phone.hears()
    assert phone.wants is Wanted.ANSWER
    assert "Packed and waiting" in await phone.say("and ord 9843?")
    assert len(phone.leg.sessions) == 2


async def test_a_socket_lost_before_anything_was_said_greets_again(phone: Telephone) -> None:
    await phone.dial()
    phone.lose_socket()
    while len(phone.leg.sessions) < 2:
        await asyncio.sleep(0)
    await phone.until("What's your order number?")
    phone.speak("ord 9842")
    await phone.until("e-mail address or ZIP")


@pytest.mark.parametrize("when", ["greeted", "asked", "looking", "answered", "keying"])
async def test_a_caller_may_hang_up_at_any_time(relay: Town, phone: Telephone, when: str) -> None:
    relay.shop.misbehave("gate")
    await phone.dial()
    if when != "greeted":
        await phone.say("ord 9842")
    if when == "keying":
        phone.type("94")
        await phone.arrived()
    if when in {"looking", "answered"}:
        phone.speak("94107")
        await relay.shop.asked(1)
    if when == "answered":
        relay.shop.gate.set()
        await phone.until("Out for delivery")
    phone.act(HANGING_UP)
    relay.shop.gate.set()
    await phone.over()
    await relay.house.tasks.finish(5)
    conversation, heard = await said(relay, phone)
    assert all(each.answered_by for each in heard if each.party == "customer")
    assert conversation.ended_at is not None
    assert not [task for task in asyncio.all_tasks() if "RelayCall" in str(task.get_coro())]


async def test_a_message_that_is_half_spoken_is_kept(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    await phone.say("I want to leave a message")
    phone.speak("my lamp came broken and I would like")
    await phone.arrived()
    await phone.hang_up()
    await relay.house.tasks.finish(5)
    _, heard = await said(relay, phone)
    assert "my lamp came broken and I would like" in [each.text for each in heard]


async def test_a_process_that_stops_sends_its_calls_back(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    answer = await phone.say(ASKED)
    await relay.stop()
    await phone.until("Sorry, I lost track for a moment.")
    while phone.heard.count(answer) < 2:
        await asyncio.sleep(0)
    assert len(phone.leg.sessions) == 2
