"""Rules outside every skill."""

import pytest

from conversation.effects import Escalate, Offer
from conversation.guardrails import concern
from conversation.terms import Guardrails, Terms
from intents.meaning import Intent, Tone, Understanding
from lookup.order import Kind
from tests.promises.meanings import meaning
from tests.promises.shops import JANES, judging
from tests.promises.talk import Talk

OFFER = "Would you like to talk to a person?"
NONE = Guardrails(handoff_on=frozenset())


def talk(guardrails: Guardrails = Guardrails()) -> Talk:  # noqa: B008 - frozen
    return Talk(Terms(guardrails=guardrails, kinds=frozenset({Kind.ORDER}), verifies=True), judging(JANES))


def upset(intent: Intent = Intent.OTHER, **slots: str) -> Understanding:
    plain = meaning(intent, **slots)
    return Understanding(plain.intent, 1.0, plain.slots, tone=Tone.UPSET)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my LAWYER will call", "legal"),
        ("see you in court", "legal"),
        ("it caught fire", "safety"),
        ("I was burned: it burnt me", "safety"),
        ("a courtesy call to the fireplace", None),
        ("where is my suede jacket?", None),
    ],
)
def test_what_must_go_to_a_person_at_once(text: str, found: str | None) -> None:
    assert concern(text, Guardrails()) == found
    assert concern(text, NONE) is None


def test_a_concern_opens_a_ticket_whatever_was_asked() -> None:
    caller = talk()
    caller.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107", about="eta"), "or I call my lawyer")
    assert any(isinstance(effect, Escalate) for effect in caller.turns[-1].effects)


def test_whoever_is_upset_is_offered_a_person_after_the_answer() -> None:
    caller = talk()
    heard = caller.hear(upset(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107"))
    assert heard == f"The lamp of Jane is on the van. {OFFER}"
    assert caller.turns[-1].reply.offers is Offer.PERSON


def test_nobody_is_offered_a_person_twice_in_a_row() -> None:
    caller = talk()
    assert OFFER in caller.hear(upset(Intent.ORDER_STATUS))
    assert OFFER not in caller.hear(upset(Intent.ORDER_STATUS))
    assert OFFER in caller.hear(upset(Intent.ORDER_STATUS))


def test_whoever_has_a_ticket_is_not_offered_one() -> None:
    caller = talk()
    assert OFFER not in caller.hear(upset(Intent.HUMAN))
    assert OFFER not in caller.hear(upset(Intent.ORDER_STATUS))


def test_another_offer_is_not_overridden() -> None:
    caller = talk()
    assert OFFER not in caller.hear(upset(Intent.CANCEL_OR_CHANGE))


def test_a_merchant_may_leave_the_upset_alone() -> None:
    assert OFFER not in talk(NONE).hear(upset(Intent.ORDER_STATUS))


def test_our_words_are_replaced_and_the_shops_are_not() -> None:
    caller = talk(Guardrails(replace_words=(("tracking number", "parcel code"), ("lamp", "light"))))
    heard = caller.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107"))
    assert heard == "The lamp of Jane is on the van. Would you like the parcel code?"
