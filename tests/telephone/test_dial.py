"""Calling a colleague: what each of them does, what the server is told, and what the caller hears."""

import pytest
from aiohttp import web

from commands.telephone.errors import Refused
from commands.telephone.people import Kind
from commands.telephone.telephone import Telephone
from tests.telephone.exchange import Server

INCOMING = "voice/line/incoming"
DIAL = (
    '<Say>One moment.</Say><Dial action="{here}/after" timeout="20" answerOnBridge="true">'
    '<Number url="{here}/brief" statusCallback="{here}/leg"'
    ' statusCallbackEvent="initiated ringing answered completed">+15557654321</Number></Dial>'
)
BRIEF = (
    '<Gather numDigits="1" timeout="10" actionOnEmptyResult="true" action="{here}/choice">'
    "<Say>A case. Press 1 to accept.</Say></Gather>"
)
EVERY_EVENT = ["initiated", "ringing", "in-progress", "completed"]


@pytest.fixture
def shop(server: Server) -> Server:
    server.on(INCOMING, DIAL)
    server.on("brief", BRIEF)
    server.on("choice", "<Hangup/>")
    server.on("after", "<Say>Nobody is free.</Say>")
    server.on("leg", "")
    return server


@pytest.mark.parametrize(
    ("who", "status", "events", "caller_left"),
    [
        ("declines", "completed", EVERY_EVENT, False),
        ("presses nothing", "completed", EVERY_EVENT, False),
        ("is a voicemail", "completed", EVERY_EVENT, False),
        ("hangs up", "completed", EVERY_EVENT, False),
        ("is busy", "busy", ["initiated", "ringing", "busy"], False),
        ("does not answer", "no-answer", ["initiated", "ringing", "no-answer"], False),
        ("fails", "failed", ["initiated", "ringing", "failed"], False),
        ("is not waited for", "canceled", ["initiated", "ringing", "canceled"], True),
    ],
)
async def test_who_does_not_accept_is_not_connected(
    shop: Server, phone: Telephone, who: str, status: str, events: list[str], caller_left: bool
) -> None:
    phone.colleague = who
    await phone.dial()
    await phone.over()
    after = shop.form("after")
    assert (after["DialCallStatus"], after["DialBridged"]) == (status, "false")
    assert after["CallStatus"] == ("completed" if caller_left else "in-progress")
    assert ("Nobody is free." in phone.heard) is not caller_left
    assert [each.form["CallStatus"] for each in shop.asked if each.path == "leg"] == events
    assert [each.form["SequenceNumber"] for each in shop.asked if each.path == "leg"] == list(
        map(str, range(len(events)))
    )
    assert Kind.COLLEAGUE not in {sound.kind for sound in phone.sounds}


@pytest.mark.parametrize(("who", "left"), [("accepts", True), ("accepts and hangs up first", False)])
async def test_who_accepts_is_connected_once_the_brief_has_ended(
    shop: Server, phone: Telephone, who: str, left: bool
) -> None:
    shop.on("choice", "<Say>Connecting.</Say>")
    phone.colleague = who
    await phone.dial()
    await phone.over()
    after = shop.form("after")
    assert (after["DialCallStatus"], after["DialBridged"]) == ("completed", "true")
    assert int(after["DialCallDuration"]) >= 60
    assert after["CallStatus"] == ("completed" if left else "in-progress")
    assert Kind.COLLEAGUE in {sound.kind for sound in phone.sounds}
    (called,) = phone.called
    assert [sound.text for sound in called.told if sound.kind is Kind.SPEECH] == [
        "A case. Press 1 to accept.",
        "Connecting.",
    ]
    assert "A case" not in "".join(sound.text for sound in phone.sounds)
    choice = shop.form("choice")
    assert (choice["Digits"], choice["Direction"]) == ("1", "outbound-dial")
    assert choice["ParentCallSid"] == after["CallSid"] != choice["CallSid"] == after["DialCallSid"]


async def test_a_colleague_may_hear_it_again(shop: Server, phone: Telephone) -> None:
    shop.on("choice", BRIEF, "<Say>Connecting.</Say>")
    phone.colleague = "listens again"
    await phone.dial()
    await phone.over()
    assert [each.form["Digits"] for each in shop.asked if each.path == "choice"] == ["3", "1"]
    assert shop.form("after")["DialBridged"] == "true"


async def test_a_caller_who_leaves_during_the_brief_is_not_connected(shop: Server, phone: Telephone) -> None:
    shop.on("choice", "<Say>Connecting.</Say>")
    phone.colleague = "is briefed too late"
    await phone.dial()
    await phone.over()
    assert (shop.form("after")["DialBridged"], shop.form("after")["CallStatus"]) == ("false", "completed")
    assert shop.form("voice/line/status")["CallStatus"] == "completed"


async def test_one_after_the_other_rings(shop: Server, phone: Telephone) -> None:
    second = '<Dial action="{here}/after" timeout="20"><Number>+15557654322</Number></Dial>'
    shop.on("after", second, "<Say>Goodbye.</Say>")
    phone.colleagues = ["is busy", "accepts and hangs up first"]
    await phone.dial()
    await phone.over()
    assert [called.number for called in phone.called] == ["+15557654321", "+15557654322"]
    assert phone.heard.endswith("Goodbye.")


async def test_without_an_action_the_next_verb_follows(shop: Server, phone: Telephone) -> None:
    shop.on(INCOMING, "<Dial>+15557654321</Dial><Say>Nobody answers.</Say>")
    phone.colleague = "does not answer"
    assert await phone.dial() == "Nobody answers."
    assert sum(sound.seconds for sound in phone.sounds if sound.kind is Kind.RINGING) == 30


async def test_a_colleague_is_told_with_few_verbs(shop: Server, phone: Telephone) -> None:
    shop.on("brief", "<Dial>+15557654322</Dial>")
    await phone.ring()
    with pytest.raises(Refused, match="may not stand"):
        await phone.over()


async def test_several_at_once_are_refused(shop: Server, phone: Telephone) -> None:
    shop.on(INCOMING, "<Dial><Number>+15557654321</Number><Number>+15557654322</Number></Dial>")
    with pytest.raises(Refused, match="at once"):
        await phone.dial()


async def test_who_does_not_take_a_status_is_told_so(shop: Server, phone: Telephone) -> None:
    async def broken(_: web.Request) -> web.Response:
        return web.Response(status=403)

    shop.on("leg", broken)
    with pytest.raises(Refused, match="15003"):
        await phone.dial()
