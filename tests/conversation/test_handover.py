"""What the assistant says when colleagues come and go, and what it still knows afterwards."""

import pytest

from conversation.core import advance, overheard
from conversation.effects import Escalate, LookUp, Noted, Outcome, Say
from conversation.events import Change, Changed, Enqueued, Heard, Understood
from conversation.known import Known, Matter
from conversation.terms import Guardrails, Terms
from escalation.reasons import Reason
from intents.meaning import Intent, Slot, Understanding
from lookup.order import Kind

TERMS = Terms(kinds=frozenset({Kind.ORDER}), verifies=True)


def means(intent: Intent, **slots: str) -> Understanding:
    return Understanding(intent, 1.0, {Slot(name): value for name, value in slots.items()})


def hears(known: Known, meaning: Understanding) -> tuple[Known, object]:
    known, _ = advance(Known(known.terms, known.said, known.at), Heard("…", 5.0))
    return advance(known, Understood(meaning))


def asked_for_a_person() -> Known:
    known, effect = hears(Known(TERMS), means(Intent.HUMAN))
    assert isinstance(effect, Escalate)
    known, effect = advance(known, Enqueued(Noted("tkt_1", 1, Reason.HUMAN), again=False))
    return known


def changed(known: Known, change: Change) -> tuple[Known, Say]:
    known, say = advance(Known(known.terms, known.said), Changed(change, 1, Reason.HUMAN, 9.0, "Ada"))
    assert isinstance(say, Say)
    return known, say


@pytest.mark.parametrize("change", Change)
def test_each_change_is_one_sentence_without_an_order_fact(change: Change) -> None:
    known, say = changed(asked_for_a_person(), change)
    assert not say.disclosed
    assert known.said.last.text == say.aloud()
    assert not known.said.open
    assert (say.outcome is Outcome.ESCALATED) == (change is Change.TAKEN)
    assert (Slot.CONTACT in say.asks) == (change in {Change.UNCLAIMED, Change.AWAY})


@pytest.mark.parametrize("change", [Change.HANDED_BACK, Change.LEFT, Change.CLOSED])
def test_afterwards_it_begins_anew_and_the_next_colleague_learns_that_there_was_one(change: Change) -> None:
    known, _ = changed(asked_for_a_person(), change)
    known, say = hears(known, means(Intent.ORDER_STATUS, reference="ORD-1", zip="94107"))
    assert isinstance(say, LookUp)
    known, effect = hears(known, means(Intent.HUMAN))
    assert isinstance(effect, Escalate)
    assert effect.case.tried[-1:] == ("colleague",)


def test_an_address_given_while_nobody_is_free_goes_with_the_ticket_whatever_was_talked_about() -> None:
    known, _ = hears(asked_for_a_person(), means(Intent.GREETING))
    known, _ = changed(known, Change.UNCLAIMED)
    known, effect = hears(known, means(Intent.OTHER, email="ada@example.com"))
    assert isinstance(effect, Escalate)
    assert (effect.case.reason, effect.case.contact) == (Reason.HUMAN, "ada@example.com")


def test_whoever_has_said_how_to_be_reached_is_not_asked_again() -> None:
    known = asked_for_a_person().saying(contact="ada@example.com")
    _, say = changed(known, Change.UNCLAIMED)
    assert (say.asks, "a colleague will reach you" in say.aloud()) == (frozenset(), True)


def test_what_is_said_to_a_colleague_teaches_values_and_decides_nothing() -> None:
    known, _ = changed(asked_for_a_person(), Change.TAKEN)
    known = overheard(known, Heard("…", 9.0), means(Intent.LOST, reference="ORD-7", zip="94107"))
    assert (known.said.reference, known.said.claims[0].value) == ("ORD-7", "94107")
    assert (known.said.matter, known.said.open, known.heard) == (Matter.PERSON, False, None)


def test_an_address_is_taken_from_words_to_a_colleague_only_if_we_asked_for_one() -> None:
    taken, _ = changed(asked_for_a_person(), Change.TAKEN)
    said = means(Intent.OTHER, email="ada@example.com")
    assert overheard(taken, Heard("…", 9.0), said).said.contact is None
    away, _ = changed(taken, Change.AWAY)
    heard = overheard(away, Heard("…", 9.0), said).said
    assert (heard.contact, heard.last.asks) == ("ada@example.com", frozenset())


def test_a_merchants_own_words_stand_in_these_sentences_too() -> None:
    terms = Terms(guardrails=Guardrails(replace_words=(("talking to", "chatting with"),)))
    _, say = advance(Known(terms), Changed(Change.TAKEN, 1, Reason.HUMAN, 9.0, "Ada"))
    assert isinstance(say, Say)
    assert say.aloud() == "You're chatting with Ada now."
