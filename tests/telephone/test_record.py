"""Leaving a message."""

import pytest

from commands.telephone.people import Kind, Wanted
from commands.telephone.telephone import Telephone
from tests.telephone.exchange import Server

INCOMING = "voice/line/incoming"
RECORD = (
    '<Say>Speak.</Say><Record action="{here}/done" maxLength="2" timeout="6" finishOnKey="#"'
    ' recordingStatusCallback="{here}/ready" recordingStatusCallbackEvent="completed absent"/>'
)


@pytest.fixture
def shop(server: Server) -> Server:
    server.on(INCOMING, RECORD)
    server.on("done", "<Say>Thank you.</Say>")
    server.on("ready", "")
    return server


async def test_a_message_has_a_length_that_is_limited(shop: Server, phone: Telephone) -> None:
    assert await phone.dial() == "Speak."
    assert phone.wants is Wanted.RECORDING
    assert Kind.BEEP in {sound.kind for sound in phone.sounds}
    assert await phone.say("My lamp arrived in pieces, please call me back.") == "Thank you."
    assert shop.form("done")["RecordingDuration"] == "2"
    assert shop.form("ready")["RecordingStatus"] == "completed"
    assert shop.form("ready")["RecordingSid"] in shop.form("done")["RecordingUrl"]


async def test_silence_and_a_key_record_nothing(shop: Server, phone: Telephone) -> None:
    await phone.dial()
    await phone.press("#")
    assert (shop.form("done")["RecordingDuration"], shop.form("done")["Digits"]) == ("0", "#")
    assert shop.form("ready")["RecordingStatus"] == "absent"


async def test_silence_alone_sends_no_digits(shop: Server, phone: Telephone) -> None:
    await phone.dial()
    await phone.stay_silent()
    assert "Digits" not in shop.form("done")


async def test_who_hangs_up_is_told_of(shop: Server, phone: Telephone) -> None:
    await phone.dial()
    await phone.hang_up()
    assert (shop.form("done")["Digits"], shop.form("done")["CallStatus"]) == ("hangup", "completed")
