"""Put through to a colleague: what the caller hears, what the colleague hears, and what the ticket says."""

import pytest

from commands.telephone.telephone import Telephone
from tests.voice.conftest import DESKS, Opened, told
from tests.world.town import Town

LEFT = "What would you like me to tell a colleague?"


def brief(phone: Telephone, at: int = 0) -> str:
    return " ".join(sound.text for sound in phone.called[at].told if sound.text)


async def asks_for_a_person(called: Opened, *behaviours: str, desks: int = 1, **handoff: object) -> Telephone:
    phone = await called(colleagues=desks, handoff=handoff)
    phone.colleagues = list(behaviours)
    await phone.dial()
    await phone.say("where is my order o r d nine eight four two, zip nine four one oh seven")
    await phone.press("0")
    return phone


async def test_accepted(called: Opened, town: Town) -> None:
    phone = await asks_for_a_person(called, "accepts and hangs up first")
    assert "I've noted it, number 1. I'm calling a colleague now" in phone.heard
    assert "Thank you for calling. Goodbye!" in phone.heard
    assert phone.ended
    assert await told(town) == (
        "claimed",
        "Kim",
        ["created", "transfer_rang", "transfer_accepted", "claimed", "transfer_connected"],
    )
    assert [each.number for each in phone.called] == [DESKS[0]["phone"]]


async def test_what_the_colleague_is_told_and_no_more(called: Opened) -> None:
    phone = await asks_for_a_person(called, "listens again")
    once = (
        "This is the order line of Lamps and more, with a customer on hold. They ask for a person. "
        "The number is O R D, 9 8 4 2. The caller is verified. "
        "Press 1 to take the call, 2 to decline, 3 to hear this again."
    )
    assert brief(phone) == f"{once} 3 {once} 1 Connecting."
    for needle in ("94107", "9 4 1", "UPS", "Out for delivery", "jane", "+1415"):
        assert needle not in brief(phone)


async def test_the_second_colleague_takes_it(called: Opened, town: Town) -> None:
    phone = await asks_for_a_person(called, "is busy", "accepts and hangs up first", desks=2)
    assert "They can't take the call. I'm trying another colleague." in phone.heard
    assert phone.ended
    state, owner, events = await told(town)
    assert (state, owner) == ("claimed", "Lee")
    assert events == [
        *("created", "transfer_rang", "transfer_busy"),
        *("transfer_rang", "transfer_accepted", "claimed", "transfer_connected"),
    ]


@pytest.mark.parametrize(
    ("behaviour", "event"),
    [
        ("declines", "transfer_declined"),
        ("presses nothing", "transfer_no_key"),
        ("is a voicemail", "transfer_no_key"),
        ("hangs up", "transfer_hung_up"),
        ("is busy", "transfer_busy"),
        ("does not answer", "transfer_no_answer"),
        ("fails", "transfer_failed"),
    ],
)
async def test_nobody_takes_it_and_a_message_is_left(called: Opened, town: Town, behaviour: str, event: str) -> None:
    phone = await asks_for_a_person(called, behaviour)
    assert "Nobody can take your call right now. I've noted it, number 1." in phone.heard
    assert LEFT in phone.heard
    assert await told(town) == ("waiting", None, ["created", "transfer_rang", event])
    await phone.say("please call me back about the lamp")
    assert "I've added that to number 1." in phone.heard
    assert (await told(town))[2] == ["created", "transfer_rang", event, "added"]
    await phone.say("goodbye")
    assert phone.ended
    assert len(phone.called) == 1


async def test_whoever_asks_again_is_put_through_again(called: Opened, town: Town) -> None:
    phone = await asks_for_a_person(called, "does not answer", "accepts and hangs up first")
    await phone.press("0")
    assert phone.ended
    assert (await told(town))[:2] == ("claimed", "Kim")


async def test_no_thanks_leaves_the_ticket_as_it_is(called: Opened, town: Town) -> None:
    phone = await asks_for_a_person(called, "declines")
    await phone.say("no thanks")
    assert "Is there anything else I can do?" in phone.heard
    assert (await told(town))[2] == ["created", "transfer_rang", "transfer_declined"]


@pytest.mark.parametrize(
    ("behaviour", "events"),
    [
        ("is not waited for", ["transfer_customer_left"]),
        ("is briefed too late", ["transfer_accepted", "claimed", "released", "transfer_customer_left"]),
    ],
)
async def test_the_caller_hangs_up_meanwhile(called: Opened, town: Town, behaviour: str, events: list[str]) -> None:
    phone = await asks_for_a_person(called, behaviour)
    await phone.over()
    assert await told(town) == ("waiting", None, ["created", "transfer_rang", *events])


HOURS = {"timezone": "America/Los_Angeles", "hours": {"mon": [{"opens": "09:00", "closes": "17:00"}]}}


async def test_after_hours_nobody_is_called(called: Opened, town: Town) -> None:
    """It is a Monday, half past six in the morning, in Los Angeles."""
    phone = await asks_for_a_person(called, **HOURS)
    assert "Nobody can take your call right now. I've noted it, number 1." in phone.heard
    assert LEFT in phone.heard
    assert phone.called == []
    assert await told(town) == ("waiting", None, ["created"])
    town.clock.pass_(3 * 3600)
    other = await called(number="+14155550199")
    other.colleagues = ["accepts and hangs up first"]
    await other.dial()
    await other.press("0")
    assert len(other.called) == 1


async def test_after_hours_a_call_back_is_promised(called: Opened) -> None:
    phone = await asks_for_a_person(called, **HOURS, afterHours="callback")
    assert "I've noted it, number 1. A colleague will call you back." in phone.heard
    assert phone.called == []


async def test_who_withholds_their_number_is_asked_where_to_call_back(called: Opened) -> None:
    phone = await called(number="anonymous", colleagues=1, handoff={**HOURS, "afterHours": "callback"})
    await phone.dial()
    await phone.press("0")
    assert "How can a colleague reach you?" in phone.heard
    await phone.press("4155550132#")
    assert "number 1" in phone.heard


async def test_telling_it_twice_is_telling_it_once(called: Opened, town: Town) -> None:
    """Every webhook of a transfer comes once more."""
    phone = await asks_for_a_person(called, "declines", "is busy", desks=2)
    before = await told(town)
    steps = [request for request in phone.asked if "/transfer/" in request.url or "turn" in request.url]
    assert len(steps) >= 5
    for request in steps:
        once, twice = await phone.exchange.send(request), await phone.exchange.send(request)
        assert (once.status, once.body) == (200, twice.body)
        assert b"isn't working" not in once.body
    assert await told(town) == before
