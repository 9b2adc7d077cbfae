"""Somebody wants a stranger's order, by telephone."""

from tests.voice.conftest import Opened, told
from tests.world.town import Town

NO = "I couldn't find an order with that reference. Could you double-check?"
TOLD = "Out for delivery"
WRONG = ("nine four one oh nine", "one zero zero zero one", "six zero six zero one")


async def test_a_wrong_zip_sounds_like_an_order_that_does_not_exist(called: Opened) -> None:
    stranger, nobody = await called(), await called(number="+14155550188")
    for phone, number in ((stranger, "nine eight four two"), (nobody, "one two three four")):
        await phone.dial()
        await phone.say(f"where is o r d {number}")
    for wrong in WRONG:
        assert await stranger.say(wrong) == await nobody.say(wrong)
        assert NO in stranger.heard
    assert await stranger.say("nine four one oh seven") == await nobody.say("nine four one oh seven")
    assert "A colleague can check it with you. Shall I pass this on?" in stranger.heard


async def test_the_same_number_calling_again_is_still_locked_and_gets_a_person(called: Opened, town: Town) -> None:
    phone = await called()
    await phone.dial()
    await phone.say("where is o r d nine eight four two")
    for wrong in WRONG:
        await phone.say(wrong)
    await phone.hang_up()
    again = await called()
    await again.dial()
    assert "A colleague can check it with you." in await again.say("where is o r d 9842, zip 94107")
    assert TOLD not in again.heard
    assert len(town.shop.calls) == 3
    await again.say("yes please")
    assert "I've noted it, number 1." in again.heard
    assert (await told(town))[0] == "waiting"


async def test_from_other_numbers_the_order_is_raised_and_its_owner_still_served(called: Opened) -> None:
    owner = await called(number="+14155550100")
    await owner.dial()
    assert TOLD in await owner.say("where is o r d 9842, zip 94107")
    for guess in range(10):
        stranger = await called(number=f"+1415555020{guess}")
        await stranger.dial()
        assert TOLD not in await stranger.say(f"where is o r d 9842, zip 9{guess}001")
        await stranger.hang_up()
    other = await called(number="+14155550300")
    await other.dial()
    assert "e-mail address" in await other.say("where is o r d 9842, zip 94107")
    assert TOLD in await other.say("jane dot doe at example dot com")
    again = await called(number="+14155550100")
    await again.dial()
    assert TOLD in await again.say("where is o r d 9842, zip 94107")


async def test_a_number_nobody_vouches_for_is_no_callers(called: Opened) -> None:
    """Whoever shows the owner's number without attestation cannot lock the owner out."""
    forger = await called(attestation=None)
    await forger.dial()
    await forger.say("where is o r d nine eight four two")
    for wrong in WRONG:
        await forger.say(wrong)
    owner = await called()
    await owner.dial()
    assert TOLD in await owner.say("where is o r d 9842, zip 94107")
