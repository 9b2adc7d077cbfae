"""The telephone gathers as Twilio does: expected is what its reference and an independent interpreter say."""

import pytest

from commands.telephone.people import Kind, Wanted
from commands.telephone.telephone import Telephone
from tests.telephone.exchange import Server

INCOMING = "voice/line/incoming"
EACH = (
    '<Gather input="dtmf speech" action="{here}/turn?n=1" actionOnEmptyResult="true"><Say>Which order?</Say></Gather>'
)
KEYS = '<Gather action="{here}/turn" {}><Say>Digits?</Say></Gather><Say>Nothing came.</Say>'


async def test_words_are_sent_to_the_action_as_the_recogniser_gives_them(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, "<Say>Hello.</Say>" + EACH)
    server.on("turn", "<Say>Goodbye.</Say>")
    assert await phone.dial() == "Hello. Which order?"
    assert phone.wants is Wanted.ANSWER
    assert await phone.say("uh it's café 9842") == "Goodbye."
    await phone.over()
    assert phone.ended
    sent = server.form("turn")
    assert (sent["SpeechResult"], sent["Confidence"]) == ("uh it's café 9842", "0.90000000")
    assert "Digits" not in sent
    assert [each.form["CallStatus"] for each in server.asked] == ["ringing", "in-progress", "completed"]
    assert len({each.form["CallSid"] for each in server.asked}) == 1
    assert {"AccountSid", "From", "To", "Direction", "ApiVersion", "FromZip", "CallerCity"} <= sent.keys()


async def test_the_end_of_a_call_is_told_with_its_length(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, f"<Say>{'Hello and welcome. ' * 10}</Say>")
    await phone.dial()
    await phone.over()
    told = server.form("voice/line/status")
    assert int(told["CallDuration"]) == round(189 / 15)
    assert told["CallbackSource"] == "call-progress-events"
    assert told["SequenceNumber"] == "0"


@pytest.mark.parametrize(
    ("attributes", "keys", "digits", "seconds"),
    [
        ("", "123#", "123", 0),
        ("", "123#456", "123", 0),
        ("", "123", "123", 5),
        ('timeout="2"', "123", "123", 2),
        ('numDigits="5"', "94107", "94107", 0),
        ('numDigits="5"', "941070000", "94107", 0),
        ('numDigits="5"', "941#", "941", 0),
        ('finishOnKey="*"', "12#3*", "12#3", 0),
        ('finishOnKey=""', "12#*", "12#*", 5),
    ],
)
async def test_keys_end_at_their_number_at_the_finishing_key_or_after_a_while(
    server: Server, phone: Telephone, attributes: str, keys: str, digits: str, seconds: int
) -> None:
    server.on(INCOMING, KEYS.replace("{}", attributes))
    server.on("turn", "<Hangup/>")
    await phone.dial()
    await phone.press(keys)
    assert server.form("turn")["Digits"] == digits
    assert sum(sound.seconds for sound in phone.sounds if sound.kind is Kind.OWN and not sound.text) == seconds


async def test_silence_falls_through_to_the_next_verb(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, KEYS.replace("{}", ""))
    await phone.dial()
    assert "Nothing came." in await phone.stay_silent()
    assert server.times("turn") == 0


async def test_the_finishing_key_alone_is_no_input(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, KEYS.replace("{}", ""))
    await phone.dial()
    assert "Nothing came." in await phone.press("#")


async def test_silence_is_told_where_that_is_wanted_with_neither_words_nor_digits(
    server: Server, phone: Telephone
) -> None:
    server.on(INCOMING, EACH)
    server.on("turn", "<Hangup/>")
    await phone.dial()
    await phone.stay_silent()
    assert not {"Digits", "SpeechResult", "Confidence"} & server.form("turn").keys()


async def test_who_speaks_where_keys_are_taken_is_not_heard(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, KEYS.replace("{}", ""))
    await phone.dial()
    assert "Nothing came." in await phone.say("nine four")


async def test_who_presses_keys_where_words_are_taken_is_not_heard(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, KEYS.replace("{}", 'input="speech"'))
    await phone.dial()
    assert "Nothing came." in await phone.press("94")


async def test_without_an_action_the_same_document_is_asked_for_again(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, "<Gather><Say>Digits?</Say></Gather>", "<Say>Thanks.</Say>")
    await phone.dial()
    await phone.press("1#")
    assert server.form(INCOMING)["Digits"] == "1"


async def test_who_cuts_in_has_not_heard_the_rest(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, EACH.replace("Which order?", "Which order? You find it in your e-mail."), EACH)
    server.on("turn", EACH)
    await phone.dial()
    await phone.say("9842", interrupting="Which order?")
    assert next(sound.text for sound in phone.sounds if sound.kind is Kind.SPEECH) == "Which order?"
    await phone.say("what?")


async def test_where_nobody_may_cut_in_everything_is_heard(server: Server, phone: Telephone) -> None:
    notice = EACH.replace("<Gather", '<Gather bargeIn="false"').replace("Which order?", "Calls are recorded. Which?")
    server.on(INCOMING, notice)
    server.on("turn", "<Hangup/>")
    await phone.dial()
    await phone.say("9842", interrupting="Calls are")
    assert [sound.text for sound in phone.sounds if sound.kind is Kind.SPEECH] == ["Calls are recorded. Which?"]


async def test_redirects_are_followed_and_music_is_fetched(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, "<Say>One moment.</Say><Play>{here}/hold.wav</Play><Redirect>{here}/poll?n=2</Redirect>")
    server.on("poll", '<Pause length="2"/><Say>It is here.</Say>')
    assert await phone.dial() == "One moment. It is here."
    assert [sound.kind for sound in phone.sounds if sound.kind is not Kind.WAITING] == [
        Kind.SPEECH,
        Kind.MUSIC,
        Kind.PAUSE,
        Kind.SPEECH,
    ]
    assert 2 <= phone.leg.ear.longest_silence() < 4


async def test_who_hangs_up_ends_the_call_and_the_server_is_told(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, EACH)
    await phone.dial()
    await phone.hang_up()
    assert phone.ended
    assert server.form("voice/line/status")["CallStatus"] == "completed"
    assert server.times("turn") == 0


async def test_a_rejected_call_is_told_as_such(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, '<Reject reason="busy"/>')
    assert await phone.dial() == ""
    assert server.form("voice/line/status")["CallStatus"] == "busy"


async def test_a_delivery_can_be_sent_again_under_its_own_name(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, EACH)
    server.on("turn", EACH)
    await phone.dial()
    await phone.say("9842")
    again = await phone.exchange.send(phone.asked[-1])
    assert again.status == 200
    first, second = (each for each in server.asked if each.path == "turn")
    assert first.form == second.form
    assert first.headers["I-Twilio-Idempotency-Token"] == second.headers["I-Twilio-Idempotency-Token"]
