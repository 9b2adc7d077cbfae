"""Cutting in: what was not heard was not asked, and nothing that was being said is kept of it."""

from commands.telephone.telephone import Telephone
from tests.voice.relay.test_calls import said
from tests.world.town import Town

ASKED = "Where is ord 9842? zip 94107"


async def test_a_question_that_was_not_heard_is_not_answered_by_a_yes(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    phone.session.patient = False
    answer = await phone.say(ASKED)
    assert answer.endswith("Would you like the tracking number?")
    again = await phone.say("yes", interrupting="Out for")
    assert again == answer
    assert len(relay.shop.calls) == 2


async def test_a_question_that_was_heard_is(phone: Telephone) -> None:
    await phone.dial()
    phone.session.patient = False
    await phone.say(ASKED)
    assert "1 Z 9, 9 9 A" in await phone.say("yes", interrupting="Would you like the tracking number?")


async def test_a_number_that_was_not_read_back_whole_is_not_confirmed(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    phone.session.patient = False
    asked = await phone.press("9842#")
    assert await phone.say("yes", interrupting="I have") == asked
    assert "ZIP code" in await phone.say("yes")
    assert relay.shop.calls == []


async def test_whoever_cuts_in_with_something_new_is_heard(phone: Telephone) -> None:
    await phone.dial()
    phone.session.patient = False
    await phone.say(ASKED)
    assert "Packed and waiting" in await phone.say("and where is ord 9843?", interrupting="Out for")


async def test_repeat_tells_it_whole_and_anew(phone: Telephone) -> None:
    await phone.dial()
    phone.session.patient = False
    answer = await phone.say(ASKED)
    assert await phone.say("what? say that again", interrupting="Out for") == answer


async def test_the_transcript_knows_how_much_was_heard_and_not_what(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    phone.session.patient = False
    await phone.say(ASKED)
    await phone.say("thanks", interrupting="Out for delivery")
    _, heard = await said(relay, phone)
    assert [each.heard for each in heard] == [None, None, 16, None, None]
    assert heard[2].disclosed
    assert "Out for" not in heard[2].text


async def test_a_key_cuts_in_as_well(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    phone.session.patient = False
    await phone.say(ASKED)
    phone.type("0", interrupting="Out for")
    await phone.arrived()
    relay.clock.pass_(2.6)
    assert "I've noted it, number 1" in await phone.until("noted")
    _, heard = await said(relay, phone)
    assert heard[2].heard == 7


async def test_whoever_speaks_while_we_look_is_answered_and_the_first_is_not(relay: Town, phone: Telephone) -> None:
    relay.shop.misbehave("hang")
    await phone.dial()
    phone.speak(ASKED)
    await relay.shop.asked(1)
    relay.shop.misbehave(None)
    heard = await phone.say("no wait, it's ord 9843")
    assert "Packed and waiting" in heard
    assert "Out for delivery" not in " ".join(sound.text for sound in phone.sounds)


async def test_cutting_in_on_a_filler_changes_nothing(relay: Town, phone: Telephone) -> None:
    relay.shop.misbehave("hang")
    await phone.dial()
    phone.session.patient = False
    phone.speak(ASKED)
    await relay.shop.asked(1)
    relay.clock.pass_(1.3)
    await phone.until("looking that up")
    relay.shop.misbehave(None)
    assert "Packed" in await phone.say("ord 9843", interrupting="One moment")
