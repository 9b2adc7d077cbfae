"""Calls over a socket, as they should go: words, keys, corrections, a person, goodbye."""

import pytest

from commands.telephone.frames import Text
from commands.telephone.people import Kind
from commands.telephone.subscriber import Caller
from commands.telephone.telephone import Telephone
from journal.conversation import Conversation, Utterance
from tests.world.town import Town

DESTINATIONS = {"destinations": [{"name": "Grace", "phone": "+15557654321"}], "afterHours": "message"}


async def said(relay: Town, phone: Telephone) -> tuple[Conversation, list[Utterance]]:
    """The call as the journal has it."""
    house = relay.house
    found = await house.calls.find(relay.tenant, relay.line, phone.leg.sid)
    assert found is not None
    return found, await house.journal.utterances(found)


async def test_a_caller_is_greeted_heard_and_told(relay: Town, phone: Telephone) -> None:
    greeting = await phone.dial()
    assert greeting.startswith("Thank you for calling Lamps and more.")
    assert "e-mail address or ZIP code" in await phone.say("uh it's o r d dash nine eight four two")
    assert "Out for delivery" in await phone.say("nine four one oh seven")
    assert relay.shop.calls[-1] | {"tenant_id": 0} == {
        "kind": "order",
        "reference": "ORD-9842",
        "context": {"zip": "94107"},
        "tenant_id": 0,
    }
    conversation, heard = await said(relay, phone)
    assert conversation.door == "phone"
    assert [each.party for each in heard] == ["assistant", "customer", "assistant", "customer", "assistant"]
    assert "⟨order status⟩" in heard[-1].text


async def test_keys_are_put_together_by_us(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    assert "I have O R D, 9 8 4 2. Is that right?" in await phone.press("9842#")
    assert "e-mail address or ZIP code" in await phone.press("1")
    assert "Out for delivery" in await phone.press("94107")
    assert relay.shop.calls[-1]["reference"] == "ORD-9842"


async def test_keys_end_when_nothing_more_comes(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    phone.type("98")
    phone.type("42")
    await phone.arrived()
    relay.clock.pass_(2.6)
    assert "I have O R D, 9 8 4 2. Is that right?" in await phone.hears()


async def test_words_that_come_between_keys_are_not_heard(phone: Telephone) -> None:
    await phone.dial()
    phone.type("98")
    phone.speak("hm hm")
    assert "I have O R D, 9 8 4 2. Is that right?" in await phone.press("42#")


async def test_a_lone_star_repeats_and_a_lone_zero_wants_a_person(phone: Telephone) -> None:
    await phone.dial()
    asked = await phone.say("where is my order?")
    assert await phone.press("*#") == asked
    assert "I've noted it, number 1" in await phone.press("0#")


async def test_a_zip_may_begin_with_zero(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    await phone.say("ord 9842")
    assert "couldn't find" in await phone.press("02139")
    assert relay.shop.calls[-1]["context"] == {"zip": "02139"}


async def test_whoever_says_goodbye_hears_it_to_its_end(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    phone.speak("no thanks, goodbye")
    await phone.over()
    assert "oodbye" in phone.heard
    ended, _ = await said(relay, phone)
    assert ended.ended_at is not None


@pytest.mark.parametrize("line", ["what?", "uh", "hmm hmm", "\U0001f600\U0001f600", "<Say>hello</Say> & <break/>"])
async def test_what_nobody_understands_is_asked_again_and_never_read_as_markup(phone: Telephone, line: str) -> None:
    await phone.dial()
    await phone.say(line)
    assert not any(set("<>&") & set(frame.token) for frame in phone.session.frames if isinstance(frame, Text))


async def test_markup_in_the_shops_own_words_is_never_read_as_markup(relay: Town, phone: Telephone) -> None:
    relay.shop.misbehave("speech_markup")
    await phone.dial()
    heard = await phone.say("where is ord 9842 zip 94107")
    assert "<" not in heard
    assert "Out for delivery" in heard


async def test_a_minute_of_talk_and_ten_thousand_digits_are_borne(phone: Telephone) -> None:
    await phone.dial()
    assert await phone.say("well you know how it is " * 600)
    assert await phone.press("7" * 1000 + "#")
    assert "I've noted it, number 1" in await phone.say("operator")


@pytest.mark.parametrize("setup", [{"handoff": DESTINATIONS}])
@pytest.mark.parametrize(
    ("who", "hears", "state"),
    [
        ("accepts and hangs up first", "Thank you for calling. Goodbye!", "claimed"),
        ("declines", "Nobody can take your call", "waiting"),
        ("is a voicemail", "Nobody can take your call", "waiting"),
        ("is busy", "Nobody can take your call", "waiting"),
        ("does not answer", "Nobody can take your call", "waiting"),
        ("hangs up", "Nobody can take your call", "waiting"),
    ],
)
async def test_a_caller_is_put_through_from_the_socket(
    relay: Town, phone: Telephone, who: str, hears: str, state: str
) -> None:
    phone.colleague = who
    await phone.dial()
    phone.speak("I want to talk to a person")
    assert "calling a colleague now" in await phone.until(hears)
    (called,) = phone.called
    assert "Press 1 to take the call" in " ".join(sound.text for sound in called.told) or called.status != "completed"
    row = await relay.house.store.read(lambda tx: tx.row("SELECT state FROM tickets"))
    assert row is not None
    assert row["state"] == state


async def test_the_caller_may_be_anonymous(relay: Town) -> None:
    async with Telephone(relay.subscriber, Caller("anonymous")) as phone:
        assert "Thank you for calling" in await phone.dial()
        assert "What's your order number" in await phone.say("where is my order")


async def test_no_silence_is_longer_than_two_seconds(phone: Telephone) -> None:
    await phone.dial()
    await phone.say("where is ord 9842 zip 94107")
    assert phone.leg.ear.longest_silence() < 2
    assert Kind.SPEECH in {sound.kind for sound in phone.sounds}
