"""The catalogue: every sentence can be filled, is read back for what it asks, and speaks the merchant's words."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation import phrases
from conversation.effects import Disclosed, Offer, Outcome, Say
from conversation.known import LastReply
from conversation.phrases import Phrase
from conversation.recognising import recognise
from conversation.terms import Guardrails
from escalation.reasons import Reason
from intents.meaning import Slot
from lookup.order import Kind
from tests.promises.owners import Fickle, Scene, owners
from tests.promises.soak import CASES
from tests.promises.talk import Talk
from verification.policy import Factor

PLAIN = Guardrails()
CATALOGUE = list(dict.fromkeys(phrases.catalogue()))
FILLED = [
    pytest.param(phrase, kind, id=phrases.fill(phrase, kind, number=7, reading="O R D", name="Ada"))
    for phrase, kind in itertools.product(CATALOGUE, Kind)
]


def filled(phrase: Phrase, kind: Kind) -> str:
    return phrases.fill(phrase, kind, number=7, reading="ORD 98 42", name="Ada")


@pytest.mark.parametrize(("phrase", "kind"), FILLED)
def test_every_sentence_is_read_back_for_what_it_asks_and_offers(phrase: Phrase, kind: Kind) -> None:
    text = filled(phrase, kind)
    assert recognise(text, PLAIN) == LastReply(text, phrase.asks, phrase.offers, phrase.reason)


@CASES
@given(owners())
def test_every_reply_of_any_talk_reads_back_as_it_was_meant(scene: Scene) -> None:
    """Else a client that keeps the history itself would be in another conversation than we are."""
    talk = Talk(scene.terms, Fickle(scene.moods), reachable=scene.reachable)
    for each, words in scene.said():
        heard = talk.hear(each, words)
        reply, read = talk.turns[-1].reply, recognise(heard, scene.terms.guardrails)
        assert (read.asks, read.offers, read.reason) == (reply.asks, reply.offers, reply.reason), heard
        assert read.text == (None if reply.disclosed else heard)


@CASES
@given(st.text(max_size=200))
def test_words_of_others_ask_nothing(text: str) -> None:
    assert recognise(text, PLAIN) == LastReply(None)


def test_a_sentence_inside_a_sentence_is_read_once() -> None:
    text = phrases.TROUBLE.text
    assert phrases.OFFER_MESSAGE.text in text
    assert recognise(text, PLAIN).reason is Reason.LOOKUP_FAILED


def test_the_merchants_words_are_read_back_too() -> None:
    guardrails = Guardrails(replace_words=(("order number", "ticket number"), ("Hello!", "Moin!")))
    text = phrases.reworded(phrases.GREETING.text, guardrails)
    assert text.startswith("Moin!")
    assert recognise(text, guardrails) == LastReply(text, frozenset({Slot.REFERENCE}))
    assert recognise(phrases.GREETING.text, guardrails).text is None


@pytest.mark.parametrize(
    ("factors", "every", "words"),
    [
        ([Factor.ZIP], False, "ZIP code"),
        ([Factor.ZIP, Factor.EMAIL], False, "e-mail address or ZIP code"),
        ([Factor.EMAIL, Factor.ZIP], True, "e-mail address and ZIP code"),
        (list(Factor), False, "e-mail address, ZIP code or phone number"),
    ],
)
def test_factors_are_asked_for_in_one_order(factors: list[Factor], every: bool, words: str) -> None:
    phrase = phrases.ask_for(factors, every=every)
    assert phrase.text == f"To make sure it's yours: what's the {words} on it?"
    assert phrase.asks == {Slot(factor.value) for factor in factors}


def test_once_more_asks_for_the_number_too() -> None:
    phrase = phrases.once_more([Factor.EMAIL, Factor.ZIP], every=False)
    assert phrase.text == "Please give me the number and your e-mail or ZIP once more."
    assert phrase.asks == {Slot.REFERENCE, Slot.EMAIL, Slot.ZIP}


@pytest.mark.parametrize(("kind", "words"), [(None, "an order"), (Kind.ORDER, "an order"), (Kind.PROJECT, "a project")])
def test_an_order_or_a_project(kind: Kind | None, words: str) -> None:
    assert words in phrases.fill(phrases.NOT_FOUND, kind)


def test_the_last_that_asks_or_offers_decides() -> None:
    reply = phrases.say(Outcome.TALKED, phrases.GREETING, phrases.OFFER_PERSON, phrases.THANKS, "Really.")
    assert (reply.asks, reply.offers, reply.reason) == (frozenset({Slot.REFERENCE}), Offer.PERSON, Reason.HUMAN)
    assert reply.parts[-1] == "Really."


@pytest.mark.parametrize(
    ("parts", "heard"),
    [
        (("One", "Two"), "One. Two"),
        (("One!", "Two."), "One! Two."),
        ((Disclosed("arrives Tuesday"), "Fine?"), "arrives Tuesday. Fine?"),
        (("Look: ", "x"), "Look: . x"),
        ((), ""),
    ],
)
def test_sentences_are_put_together(parts: tuple[str | Disclosed, ...], heard: str) -> None:
    assert Say(parts, Outcome.TALKED).aloud() == heard
