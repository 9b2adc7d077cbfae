"""P5, seen from the core: whoever wants a person gets a ticket, and hears its number only once it is on disk."""

import re

import pytest
from hypothesis import given

from conversation.effects import Escalate, LookUp, Outcome
from conversation.events import Enqueued
from conversation.terms import Terms
from escalation.reasons import Reason
from intents.meaning import Intent, Understanding
from lookup.order import Kind
from tests.promises.meanings import meaning
from tests.promises.owners import Fickle, Scene, owners
from tests.promises.soak import CASES
from tests.promises.talk import FIRST_NUMBER, Talk, Turn

NUMBER = re.compile(r"\b70\d{4}\b")
ORDERS = Terms(kinds=frozenset({Kind.ORDER}), verifies=True)
JANE = "jane.doe@example.com"


def talked(scene: Scene) -> list[Turn]:
    talk = Talk(scene.terms, Fickle(scene.moods), reachable=scene.reachable)
    for each, words in scene.said():
        talk.hear(each, words)
    return talk.turns


@CASES
@given(owners())
def test_p5_every_ticket_is_told_in_its_turn(scene: Scene) -> None:
    for turn in talked(scene):
        enqueued = [event.noted.number for event in turn.events if isinstance(event, Enqueued)]
        assert len(enqueued) == sum(isinstance(effect, Escalate) for effect in turn.effects)
        assert {str(number) for number in enqueued} <= set(NUMBER.findall(turn.reply.aloud()))
        assert (turn.reply.noted is not None) == bool(enqueued)


@CASES
@given(owners())
def test_p5_no_number_is_told_before_its_ticket_is_on_disk(scene: Scene) -> None:
    on_disk: set[str] = set()
    for turn in talked(scene):
        on_disk |= {str(event.noted.number) for event in turn.events if isinstance(event, Enqueued)}
        assert set(NUMBER.findall(turn.reply.aloud())) <= on_disk


@CASES
@given(owners())
def test_p5_every_turn_comes_to_a_reply_that_can_be_heard(scene: Scene) -> None:
    for turn in talked(scene):
        assert turn.reply.aloud().strip()
        assert len(turn.lookups) <= 2
        assert isinstance(turn.reply.outcome, Outcome)


@CASES
@given(owners())
def test_p5_a_person_is_reachable_from_anywhere(scene: Scene) -> None:
    """Whatever went before: asking for a person, and saying how to be reached where that is asked, opens a ticket."""
    talk = Talk(scene.terms, Fickle(scene.moods), reachable=scene.reachable)
    for each, words in scene.said():
        talk.hear(each, words)
    for wish in (meaning(Intent.HUMAN), meaning(email=JANE), meaning(email=JANE)):
        talk.hear(wish)
        if any(isinstance(effect, Escalate) for effect in talk.turns[-1].effects):
            return
    pytest.fail("nobody was called")


@pytest.mark.parametrize(
    ("first", "then", "reasons"),
    [
        (meaning(Intent.HUMAN), meaning(Intent.LOST, reference="ORD-9842", email=JANE), [Reason.HUMAN, Reason.LOST]),
        (meaning(Intent.LOST, reference="ORD-9842"), meaning(Intent.HUMAN, email=JANE), [Reason.LOST, Reason.HUMAN]),
    ],
)
def test_p5_a_second_cause_in_the_answer_to_how_to_be_reached_is_a_second_ticket(
    first: Understanding, then: Understanding, reasons: list[Reason]
) -> None:
    talk = Talk(ORDERS, Fickle(["tells"]), reachable=False)
    assert "How can a colleague reach you?" in talk.hear(first)
    heard = talk.hear(then)
    effects = [effect for turn in talk.turns for effect in turn.effects if isinstance(effect, Escalate)]
    assert [effect.case.reason for effect in effects] == reasons
    assert [number for number in (FIRST_NUMBER, FIRST_NUMBER + 1) if str(number) in heard] == [700_001, 700_002]


def test_p5_an_order_asked_for_instead_of_a_contact_is_looked_up_after_the_ticket() -> None:
    talk = Talk(ORDERS, Fickle(["tells"]), reachable=False)
    talk.hear(meaning(Intent.HUMAN))
    talk.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107"))
    heard = talk.hear(meaning(zip="94107"))
    assert "summary#1" in heard
    order = [type(effect) for turn in talk.turns for effect in turn.effects if isinstance(effect, Escalate | LookUp)]
    assert order == [Escalate, LookUp]
