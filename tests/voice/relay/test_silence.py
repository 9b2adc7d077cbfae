"""Time in a call over a socket: a slow shop, a silent caller, and nobody left alone with either."""

import pytest

from commands.telephone.frames import Play, Text
from commands.telephone.people import Kind
from commands.telephone.telephone import Telephone
from tests.voice.relay.test_calls import said
from tests.world.town import Town

ASKED = "Where is ord 9842? zip 94107"


async def test_a_slow_shop_is_bridged_with_words_and_sounds_in_turns(relay: Town, phone: Telephone) -> None:
    relay.shop.misbehave("hang")
    await phone.dial()
    phone.speak(ASKED)
    await relay.shop.asked(1)
    relay.clock.pass_(1.3)
    await phone.until("One moment, I'm looking that up.")
    relay.clock.pass_(4)
    await phone.until(Kind.MUSIC)
    relay.clock.pass_(3)
    assert "having trouble" in await phone.until("message?")
    kinds = [type(frame) for frame in phone.session.frames]
    assert kinds[:2] == [Text, Play]
    *fillers, answer = (frame.preemptible for frame in phone.session.frames if isinstance(frame, Text))
    assert all(fillers)
    assert not answer


@pytest.mark.parametrize("how", ["too_slow", "error_500", "bad_json"])
async def test_a_shop_that_does_not_answer_is_said_to_be_in_trouble(relay: Town, phone: Telephone, how: str) -> None:
    relay.shop.misbehave(how)
    await phone.dial()
    phone.speak(ASKED)
    assert "Our order system is having trouble right now." in await phone.until("take a message?")


async def test_a_caller_who_says_nothing_is_asked_twice_and_then_put_before_a_person(
    relay: Town, phone: Telephone
) -> None:
    await phone.dial()
    asked = await phone.say("where is my order?")
    await phone.arrived()
    relay.clock.pass_(8.1)
    assert asked in await phone.until("Sorry, I didn't hear anything.")
    await phone.arrived()
    relay.clock.pass_(8.1)
    await phone.until("Key in the digits of the number")
    await phone.arrived()
    relay.clock.pass_(8.1)
    await phone.until("I've noted it, number 1")


async def test_a_caller_who_was_never_heard_is_said_goodbye_to(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    await phone.arrived()
    relay.clock.pass_(30)
    await phone.until("Sorry, I didn't hear anything.")
    await phone.arrived()
    relay.clock.pass_(8.1)
    await phone.until("keypad")
    await phone.arrived()
    relay.clock.pass_(8.1)
    assert "Thank you for calling. Goodbye!" in await phone.over()
    ended, _ = await said(relay, phone)
    assert ended.ended_at is not None


async def test_whoever_speaks_in_time_is_not_asked_again(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    await phone.say("where is my order?")
    await phone.arrived()
    relay.clock.pass_(7.9)
    await phone.say("ord 9842")
    await phone.arrived()
    relay.clock.pass_(7.9)
    assert "Out for delivery" in await phone.say("94107")
    assert "hear anything" not in " ".join(sound.text for sound in phone.sounds)


async def test_nothing_is_asked_while_keys_are_pressed(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    await phone.say("where is my order?")
    await phone.arrived()
    relay.clock.pass_(7)
    phone.type("9")
    await phone.arrived()
    relay.clock.pass_(2)
    phone.type("842#")
    assert "I have O R D, 9 8 4 2" in await phone.until("Is that right?")
    assert "hear anything" not in " ".join(sound.text for sound in phone.sounds)
