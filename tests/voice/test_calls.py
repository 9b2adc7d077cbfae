"""What callers say, press and do not say, as recognisers and keypads give it."""

import pytest

from commands.telephone.telephone import Telephone
from tests.voice.conftest import Opened, told
from tests.world.phone import as_written
from tests.world.town import Town

ASKS_ZIP = "what's the e-mail address or ZIP code on it?"
TOLD = "Out for delivery — arrives Tuesday"


async def dialled(called: Opened, **how: object) -> Telephone:
    phone = await called(**how)
    assert await phone.dial() == (
        "Thank you for calling Lamps and more. Hello! I can tell you where your order is. What's your order number? "
        "Say it, or key it in. Press zero at any time for a person."
    )
    return phone


@pytest.mark.parametrize(
    ("number", "proof"),
    [
        ("uh it's o r d dash nine eight four two", "nine four one oh seven"),
        ("ORD 9842.", "94107."),
        ("my order number is o r d nine eight forty two", "um the zip is 9 4 1 0 7"),
        ("O R D dash 98 42", "jane dot doe at example dot com"),
        ("it's oh are dee nine eight four two", "j a n e dot d o e at example dot com"),
    ],
)
async def test_by_voice(called: Opened, number: str, proof: str) -> None:
    phone = await dialled(called)
    assert "Is that right?" in await phone.say(number) or ASKS_ZIP in phone.heard
    if "Is that right?" in phone.heard:
        assert "O R D, 9 8 4 2" in phone.heard
        await phone.say("yes")
    assert ASKS_ZIP in phone.heard
    assert TOLD in await phone.say(proof)


async def test_by_keys_alone(called: Opened, town: Town) -> None:
    """Two prefixes, so the one that is meant is read back; a ZIP is as long as it is."""
    phone = await dialled(called)
    assert await phone.press("9842#") == "I have O R D, 9 8 4 2. Is that right?"
    assert ASKS_ZIP in await phone.press("1")
    assert TOLD in await phone.press("94107")
    assert "Would you like the tracking number?" in phone.heard
    assert "1Z999AA10123456784" in as_written(await phone.press("1"))
    assert [call["reference"] for call in town.shop.calls] == ["ORD-9842"] * 2


async def test_a_zip_that_begins_with_zero_is_no_cry_for_help(called: Opened, town: Town) -> None:
    phone = await dialled(called)
    await phone.say("o r d nine eight four two")
    assert "I couldn't find an order with that reference." in await phone.press("02139")
    assert town.shop.calls[-1]["context"] == {"zip": "02139"}
    assert "I've noted it, number 1." in await phone.press("0")


async def test_a_lone_star_says_it_again(called: Opened, town: Town) -> None:
    phone = await dialled(called)
    question = await phone.say("o r d nine eight four two")
    assert await phone.press("*") == question
    assert await phone.say("what?") == question
    answer = await phone.press("94107")
    assert await phone.press("*") == answer
    assert len(town.shop.calls) == 2  # what the shop said is asked anew, never kept


async def test_a_number_is_read_back_and_put_right(called: Opened) -> None:
    phone = await dialled(called)
    await phone.say("o r d nine nine four two")
    assert await phone.say("no, eight, not nine") == "I have O R D, 9 8 4 2. Is that right?"
    await phone.say("yes that's right")
    assert TOLD in await phone.say("nine four one oh seven")


async def test_coughs_are_reworded_then_keys_alone_then_a_person(called: Opened, town: Town) -> None:
    phone = await dialled(called)
    await phone.say("o r d nine eight four two")
    reworded = await phone.say("uh")
    assert reworded.startswith("Sorry, I didn't get that.")
    assert "so I need the e-mail address or ZIP code." in reworded
    keypad = await phone.say("blue elephants sing loudly")
    assert keypad == "Let's use the keypad. Key in the five digits of your ZIP code. For a person, press zero."
    assert "I've noted it, number 1." in await phone.press("94")
    assert (await told(town))[2] == ["created"]


async def test_keys_alone_work_when_words_do_not(called: Opened) -> None:
    phone = await dialled(called)
    await phone.say("o r d nine eight four two")
    await phone.say("uh")
    await phone.say("uh")
    assert TOLD in await phone.press("94107")


async def test_silence_is_asked_again_then_keys_then_a_person_then_goodbye(called: Opened, town: Town) -> None:
    phone = await dialled(called)
    await phone.say("where is my order?")
    assert await phone.stay_silent() == "Sorry, I didn't hear anything. What's your order number?"
    assert "Key in the digits of the number, then press pound." in await phone.stay_silent()
    assert "I've noted it, number 1." in await phone.stay_silent()
    await phone.stay_silent()
    assert phone.ended
    assert (await told(town))[2] == ["created"]


async def test_who_never_says_a_word_is_nobodys_case(called: Opened, town: Town) -> None:
    phone = await dialled(called)
    for _ in range(3):
        await phone.stay_silent()
    assert phone.ended
    assert phone.heard == "Thank you for calling. Goodbye!"
    reading = await town.house.store.read(lambda tx: tx.row("SELECT COUNT(*) AS n FROM tickets"))
    assert reading is not None
    assert reading["n"] == 0


async def test_after_an_answer_silence_repeats_no_fact(called: Opened) -> None:
    phone = await dialled(called)
    await phone.say("where is o r d nine eight four two, zip nine four one oh seven")
    assert TOLD in phone.heard
    assert await phone.stay_silent() == "Sorry, I didn't hear anything. Is there anything else I can do?"


async def test_operator(called: Opened, town: Town) -> None:
    phone = await dialled(called)
    assert "I've noted it, number 1." in await phone.say("operator")
    assert await told(town) == ("waiting", None, ["created"])


async def test_goodbye_is_heard_to_its_end(called: Opened, town: Town) -> None:
    phone = await dialled(called)
    assert await phone.say("goodbye", interrupting=None) == "Thank you, and goodbye!"
    await phone.over()
    assert not any(sound.stops for sound in phone.sounds if sound.text == "Thank you, and goodbye!")
    row = await town.house.store.read(lambda tx: tx.row("SELECT ended_at FROM conversations WHERE door = 'phone'"))
    assert row is not None
    assert row["ended_at"] is not None


async def test_a_message_and_the_number_they_call_from(called: Opened, town: Town) -> None:
    phone = await dialled(called)
    await phone.say("can I leave a message?")
    assert await phone.say("please knock, the bell is broken") == (
        "How can a colleague reach you? Is the number you're calling from all right, or is there a better one?"
    )
    assert "I've noted it, number 1." in await phone.press("1")
    assert await told(town) == ("waiting", None, ["created"])


async def test_a_better_number(called: Opened) -> None:
    phone = await dialled(called)
    await phone.say("can I leave a message?")
    await phone.say("please knock, the bell is broken")
    assert "How can a colleague reach you? An e-mail address" in await phone.say("no")
    assert "I've noted it, number 1." in await phone.say("four one five five five five oh one nine nine")


async def test_a_colleague_gets_whoever_hangs_up_on_half_a_message(called: Opened, town: Town) -> None:
    phone = await dialled(called)
    await phone.say("can I leave a message?")
    await phone.say("please knock, the bell is broken")
    await phone.hang_up()
    assert await told(town) == ("waiting", None, ["created"])


@pytest.mark.parametrize("number", ["anonymous", "+266696687", "client:jane", "sip:jane@example.com", "", "unknown"])
async def test_a_number_that_is_none_calls_all_the_same(called: Opened, number: str) -> None:
    phone = await dialled(called, number=number, attestation=None)
    assert "How can a colleague reach you?" in await phone.say("operator")
    assert "I've noted it, number 1." in await phone.say("jane dot doe at example dot com")


PHONE = {"factors": ["phone", "zip"], "endpointVerifies": True}


@pytest.mark.parametrize(
    ("policy", "attestation", "proves"),
    [
        (PHONE, "TN-Validation-Passed-A", True),
        (PHONE, "TN-Validation-Passed-B", False),
        (PHONE, "TN-Validation-Failed", False),
        (PHONE, None, False),
        ({"endpointVerifies": True}, "TN-Validation-Passed-A", False),
    ],
)
async def test_a_number_proves_only_where_it_is_vouched_for_and_the_policy_says_so(
    called: Opened, town: Town, policy: dict[str, object], attestation: str | None, *, proves: bool
) -> None:
    town.shop.judges = True
    phone = await called(attestation=attestation, policy=policy)
    await phone.dial()
    await phone.say("where is o r d nine eight four two")
    assert [call["context"] for call in town.shop.calls] == ([{"phone": "+14155550132"}] if proves else [])
    assert TOLD not in phone.heard or proves
