"""What networks, shops and callers do to a call: it is never silent, nothing happens twice, and nothing leaks."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from channels.voice import phrases
from commands.telephone.exchange import Request
from commands.telephone.people import Kind, Sound
from commands.telephone.subscriber import Caller
from commands.telephone.telephone import Telephone
from tests.faults.towns import NearTown
from tests.voice.conftest import NUMBER, told
from tests.world.clock import ShiftedLoop
from tests.world.phone import ATTESTED
from tests.world.town import Setup

QUESTION = "where is o r d nine eight four two, zip nine four one oh seven"
TOLD = "Out for delivery — arrives Tuesday"
TROUBLE = "Our order system is having trouble right now. Would you like me to take a message?"
PATIENCE = 1.2


@pytest.fixture
async def near(database: Path) -> AsyncIterator[NearTown]:
    town = NearTown(f"sqlite:///{database}")
    await town.open(Setup(telephone=True))
    yield town
    await town.close()


@pytest.fixture
async def phone(near: NearTown) -> AsyncIterator[Telephone]:
    async with Telephone(near.subscriber, Caller(NUMBER, ATTESTED)) as telephone:
        await telephone.dial()
        yield telephone


def caller_waits() -> bool:
    """Whether somebody in the house waits for a turn, for no longer than a caller does."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ShiftedLoop)
    timers = [timer for timer in loop._scheduled if not timer.cancelled()]  # type: ignore[attr-defined]  # asyncio's own
    waiting = [timer.when() - loop.time() for timer in timers if timer._callback.__name__ == "_release_waiter"]
    return any(0 < left <= PATIENCE for left in waiting)


async def let_time_pass(town: NearTown, done: Callable[[], bool]) -> None:
    """Whenever somebody waits for a turn, they wait for as long as they will; until it is done."""
    while not done():
        if caller_waits():
            town.clock.pass_(PATIENCE)
        await asyncio.sleep(0)


async def utterances(town: NearTown) -> list[tuple[str, int]]:
    rows = await town.house.store.read(lambda tx: tx.rows("SELECT party, seq FROM utterances ORDER BY seq"))
    return [(row["party"], row["seq"]) for row in rows]


@pytest.mark.parametrize("pauses", [1, 2, 3])
async def test_a_slow_shop_is_never_silence(near: NearTown, phone: Telephone, pauses: int) -> None:
    """As often as we have nothing to say for 1.2 s, the caller hears something; then the answer, once."""
    near.shop.holds()
    phone.speak(QUESTION)
    await near.shop.asked.get()

    def bridged() -> list[Sound]:
        """What is heard instead of an answer."""
        fillers = {*phrases.LOOKING}
        return [sound for sound in phone.sounds if sound.kind is Kind.MUSIC or sound.text in fillers]

    await let_time_pass(near, lambda: len(bridged()) == pauses)
    near.shop.lets_go()
    await phone.until(TOLD)
    word, sound = phrases.LOOKING[0], f"{near.subscriber.public}/voice/hold.wav"
    assert [heard.text for heard in bridged()][:pauses] == [word, sound, phrases.LOOKING[1]][:pauses]
    assert len(near.shop.calls) == 1
    assert await utterances(near) == [("assistant", 1), ("customer", 2), ("assistant", 3)]


async def test_a_dead_shop_is_an_honest_sentence(near: NearTown, phone: Telephone) -> None:
    near.shop.holds()
    phone.speak(QUESTION)
    await near.shop.asked.get()
    await let_time_pass(near, lambda: TROUBLE in phone.heard)
    assert len(near.shop.calls) == 1
    assert "What would you like me to pass on?" in await phone.press("1")


async def test_whoever_took_the_turn_is_gone(near: NearTown, phone: Telephone) -> None:
    """Its process dies in the middle of a lookup: the polls go elsewhere, and there the turn is taken over."""
    near.shop.holds()
    phone.speak(QUESTION)
    await near.shop.asked.get()
    await let_time_pass(near, lambda: phrases.LOOKING[0] in phone.heard)
    await near.house.turns._loop._tasks.close()  # whatever was under way in it
    near.shop.misbehave(None)
    near.clock.pass_(9)
    await let_time_pass(near, lambda: TOLD in phone.heard)
    assert len(near.shop.calls) == 2
    assert await utterances(near) == [("assistant", 1), ("customer", 2), ("assistant", 3)]


async def test_every_webhook_comes_twice(near: NearTown, phone: Telephone) -> None:
    await phone.say(QUESTION)
    await phone.press("1")
    asked, before = list(phone.asked), await utterances(near)
    for request in asked[1:]:
        once, twice = await phone.exchange.send(request), await phone.exchange.send(request)
        assert once.status == 200
        assert once.body == twice.body
    assert await utterances(near) == before
    assert len(near.shop.calls) == 2
    assert "transfer" not in (await phone.say("goodbye"))


async def test_a_webhook_comes_twice_at_once(near: NearTown, phone: Telephone) -> None:
    near.shop.holds()
    form = {**phone.asked[0].form, "CallStatus": "in-progress", "SpeechResult": QUESTION}
    turn = Request("POST", phone.asked[0].url.replace("incoming", "turn?n=1"), form, "t")
    both = [near.tasks.start(phone.exchange.send(turn)) for _ in range(2)]
    await near.shop.asked.get()
    near.shop.lets_go()
    first, second = [await each for each in both]
    assert TOLD.encode() in first.body
    assert first.body == second.body
    assert len(near.shop.calls) == 1


async def test_what_comes_late_is_no_answer_to_what_was_asked_since(near: NearTown, phone: Telephone) -> None:
    await phone.say("where is my order?")
    turn = phone.asked[-1]
    await phone.say("o r d nine eight four two")
    late = replace(turn, form={**turn.form, "SpeechResult": "nine four one oh nine"})
    before = await utterances(near)
    reply = await phone.exchange.send(late)
    assert reply.status == 200
    assert phrases.STALE.encode() in reply.body
    assert b"e-mail address or ZIP code" in reply.body
    silent = replace(turn, form={name: value for name, value in turn.form.items() if name != "SpeechResult"})
    assert phrases.STALE.encode() in (await phone.exchange.send(silent)).body
    ahead = replace(turn, url=turn.url.replace("n=1", "n=9"))
    assert phrases.STALE.encode() in (await phone.exchange.send(ahead)).body
    assert await utterances(near) == before
    assert TOLD in await phone.say("nine four one oh seven")


async def test_the_beginning_comes_late(near: NearTown, phone: Telephone) -> None:
    await phone.say("o r d nine eight four two")
    reply = await phone.exchange.send(phone.asked[0])
    assert b"e-mail address or ZIP code" in reply.body
    assert len([row for row in await utterances(near) if row[0] == "assistant"]) == 2


@pytest.mark.parametrize("query", ["n=x", "n=-1", "q=99999999999999", "n=1&p=1.5"])
async def test_a_place_that_is_none_is_400(phone: Telephone, query: str) -> None:
    turn = replace(phone.asked[0], url=phone.asked[0].url.replace("incoming", f"turn?{query}"))
    assert (await phone.exchange.send(turn)).status == 400


@pytest.mark.parametrize(
    "words",
    [
        "</Say><Hangup/><Say>",
        '<break time="10s"/>&lt;&amp; ]]> <!-- --> <?xml?>',
        "😀 where is my order 😀",
        "a\x00b\x0bc\ufffed",
        "\u202e1059 dro",
        "and then it rained " * 200,
        "x" * 60_000,
    ],
)
async def test_whatever_a_recogniser_writes_breaks_no_document(phone: Telephone, words: str) -> None:
    await phone.say(words)
    assert phone.heard
    await phone.say("can I leave a message?")
    await phone.say(words)
    assert "break" not in phone.heard
    assert not phone.ended


async def test_ten_thousand_digits(phone: Telephone) -> None:
    await phone.press("7" * 10_000)
    assert "order number" in phone.heard
    assert not phone.ended


@pytest.mark.parametrize("step", range(5))
async def test_hanging_up_at_every_step_leaves_nothing_behind(near: NearTown, phone: Telephone, step: int) -> None:
    near.shop.holds()
    acts = ["where is my order?", "o r d nine eight four two", "nine four one oh seven", "yes"]
    for words in acts[:step][:2]:
        await phone.say(words)
    if step > 2:
        phone.speak(acts[2])
        await near.shop.asked.get()
    if step == 3:
        near.tasks.start(_let_go_when_hung_up(near, phone))
    else:
        near.shop.lets_go()
    if step == 4:
        await phone.until(TOLD)
    await phone.hang_up()
    row = await near.house.store.read(lambda tx: tx.row("SELECT ended_at FROM conversations"))
    assert row is not None
    assert row["ended_at"] is not None
    waiting = await near.house.store.read(
        lambda tx: tx.rows("SELECT seq FROM utterances WHERE party = 'customer' AND answered_by IS NULL")
    )
    assert list(waiting) == []


async def _let_go_when_hung_up(near: NearTown, phone: Telephone) -> None:
    await phone.leg.gone.wait()
    near.shop.lets_go()


async def test_the_end_is_told_twice_and_too_early(near: NearTown, phone: Telephone) -> None:
    await phone.say("can I leave a message?")
    await phone.say("please knock, the bell is broken")
    await phone.hang_up()
    for _ in range(2):
        assert (await phone.exchange.send(phone.asked[-1])).status == 204
    assert await told(near) == ("waiting", None, ["created"])
    late = await phone.exchange.send(phone.asked[1])
    assert late.status == 200
    never = replace(phone.asked[-1], form={**phone.asked[-1].form, "CallSid": "CA" + "9" * 32})
    assert (await phone.exchange.send(never)).status == 204
    rows = await near.house.store.read(lambda tx: tx.rows("SELECT id FROM conversations"))
    assert len(list(rows)) == 1


async def test_the_hold_sound_is_one(near: NearTown, phone: Telephone) -> None:
    reply = await phone.exchange.ask("GET", f"{near.subscriber.public}/voice/hold.wav", {})
    assert (reply.status, reply.content_type) == (200, "audio/wav")
    assert reply.body[:4] == b"RIFF"
