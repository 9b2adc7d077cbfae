"""A colleague who answers a call's ticket at their desk, while the caller is still on the line."""

from escalation import queue
from escalation.ownership import Move
from tests.people.office import hired
from tests.voice.conftest import Opened
from tests.world.town import Town
from turns.people import Request

WORDS = "Good morning, I am looking into it."


async def answers(town: Town) -> None:
    """Ada claims the call's ticket and writes."""
    ada, people = await hired(town, "Ada"), town.house.people
    ticket = await town.house.store.read(lambda tx: queue.by_number(tx, town.tenant, 1))
    assert ticket is not None
    await people.move(town.tenant, ticket.ticket_id, Move.CLAIM, ada)
    written = await people.reply(town.tenant, ticket.ticket_id, ada, WORDS, Request(ada.id))
    history = await town.house.store.read(
        lambda tx: queue.happened(tx, town.house.vault, town.tenant, ticket.ticket_id)
    )
    assert (written.utterance, history[-1].words) == (None, WORDS)


async def test_the_caller_s_next_words_are_heard_all_the_same(town: Town, called: Opened) -> None:
    phone = await called()
    await phone.dial()
    await phone.say("a person please")
    await answers(town)
    assert "e-mail address or ZIP" in await phone.say("my order is ord 9842")
