"""Asking for a status, one branch at a time, in meanings instead of words."""

from dataclasses import replace

import pytest

from conversation.core import advance, decide
from conversation.effects import Escalate, LookUp, Outcome, Say
from conversation.events import Event, Locked, LookedUp, LookupFailed, Resumed
from conversation.known import NOTHING_HEARD, Known
from conversation.revising import revised
from conversation.terms import Terms
from intents.meaning import Hints, Intent, Slot, Understanding
from lookup.order import Answer, Failure, Kind, Refusal, Refused
from tests.promises.meanings import meaning
from tests.promises.shops import JANE, JANES, judging, naming, raised
from tests.promises.talk import Shop, Talk
from verification.policy import Claim, Factor, Policy, Require

ORDERS = Terms(kinds=frozenset({Kind.ORDER}), verifies=True)
BOTH = replace(ORDERS, kinds=frozenset(Kind))
ASK = meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107")


def talk(terms: Terms = ORDERS, shop: Shop | None = None) -> Talk:
    return Talk(terms, shop or judging(JANES))


def always(event: Event) -> Shop:
    return lambda _asked, _at: event


def refusing(refusal: Refusal, message: str | None = None) -> Shop:
    return lambda _asked, at: LookedUp(Refused(refusal, Failure("refused"), message), at)


def doubtful(reading: str) -> Understanding:
    return Understanding(Intent.OTHER, 0.5, {Slot.REFERENCE: reading}, alternatives=((Slot.REFERENCE, "ORD-9824"),))


@pytest.mark.parametrize(
    ("terms", "heard"),
    [
        (replace(ORDERS, plan_allows=False), "this feature isn't enabled here, so I can't look up orders."),
        (replace(ORDERS, kinds=frozenset()), "Would you like me to take a message?"),
        (replace(ORDERS, kinds=frozenset({Kind.PROJECT})), "so I can't look up orders. Would you like"),
    ],
)
def test_where_it_is_not_enabled_nothing_is_asked_of_the_shop(terms: Terms, heard: str) -> None:
    caller = talk(terms)
    assert heard in caller.hear(ASK)
    assert caller.turns[-1].lookups == []
    assert caller.turns[-1].reply.outcome is Outcome.NOT_ENABLED


def test_the_number_is_asked_for_then_explained_then_the_email() -> None:
    caller = talk()
    assert caller.hear(meaning(Intent.ORDER_STATUS)) == "What's your order number?"
    assert "it's in your confirmation e-mail" in caller.hear(meaning(Intent.ORDER_STATUS))
    assert "Which e-mail address" in caller.hear(meaning(Intent.DENY))
    assert "ZIP code" in caller.hear(meaning(email=JANE[Factor.EMAIL]))
    assert "lamp of Jane" in caller.hear(meaning(zip="94107"))
    assert caller.turns[-1].lookups[0].reference == JANE[Factor.EMAIL]


def test_an_email_that_is_known_already_is_not_asked_for_again() -> None:
    caller = talk()
    caller.hear(meaning(Intent.GREETING, email=JANE[Factor.EMAIL]))
    caller.hear(meaning(Intent.ORDER_STATUS))
    assert "ZIP code" in caller.hear(meaning(Intent.DENY))


def test_where_the_email_is_the_only_factor_it_cannot_stand_for_the_number() -> None:
    caller = talk(replace(ORDERS, policy=Policy(factors=(Factor.EMAIL,))))
    caller.hear(meaning(Intent.ORDER_STATUS))
    assert "I need your order number" in caller.hear(meaning(email=JANE[Factor.EMAIL]))


def test_of_two_kinds_one_is_asked_for_once() -> None:
    caller = talk(BOTH)
    assert caller.hear(meaning(reference="ORD-9842", zip="94107")) == "Is that an order or a project?"
    assert "lamp of Jane" in caller.hear(meaning(Intent.OTHER))
    assert caller.turns[-1].lookups[0].kind is Kind.ORDER


def test_whoever_does_not_tell_the_kind_is_not_asked_again() -> None:
    caller = talk(BOTH)
    assert caller.hear(meaning(reference="ORD-9842")) == "Is that an order or a project?"
    assert "ZIP code" in caller.hear(meaning(Intent.OTHER))
    assert "lamp of Jane" in caller.hear(meaning(zip="94107"))


@pytest.mark.parametrize(
    ("prefixes", "reference", "kind"),
    [
        (("ORD-", "PROJ-"), "ord-9842", Kind.ORDER),
        (("ORD-", "PROJ-"), "PROJ-17", Kind.PROJECT),
        (("#", "JOB "), "JOB 17", Kind.PROJECT),
        (("ORD-", "PROJ-"), "9842", None),
        (("ORD-", "PROJ-"), "EN-17", None),
        (("W", "PROJ-"), "W2378156", None),
        ((), "PROJ-17", None),
    ],
)
def test_the_shops_own_prefix_tells_the_kind(prefixes: tuple[str, ...], reference: str, kind: Kind | None) -> None:
    caller = talk(replace(BOTH, hints=Hints(prefixes)))
    heard = caller.hear(meaning(reference=reference, zip="94107"))
    if kind is None:
        assert heard == "Is that an order or a project?"
    else:
        assert [lookup.kind for lookup in caller.turns[0].lookups] == [kind]


def test_what_is_said_goes_before_the_prefix() -> None:
    caller = talk(replace(BOTH, hints=Hints(("PROJ-",))))
    caller.hear(meaning(Intent.ORDER_STATUS, reference="PROJ-17", zip="94107", kind="order"))
    caller.hear(meaning(Intent.ORDER_STATUS))
    assert [lookup.kind for turn in caller.turns for lookup in turn.lookups] == [Kind.ORDER, Kind.ORDER]


def test_the_prefix_goes_before_how_one_asks() -> None:
    """To ask where it is sounds like an order's, and is asked of projects, too."""
    caller = talk(replace(BOTH, hints=Hints(("PROJ-",))))
    first = caller.hear(meaning(Intent.ORDER_STATUS, reference="PROJ-17", zip="94107"))
    caller.hear(meaning(Intent.ORDER_STATUS))
    assert [lookup.kind for turn in caller.turns for lookup in turn.lookups] == [Kind.PROJECT, Kind.PROJECT]
    assert first.startswith("I couldn't find a project")


def test_a_number_alone_that_tells_its_kind_is_spoken_of_as_such() -> None:
    caller = talk(replace(BOTH, hints=Hints(("PROJ-",))))
    assert caller.hear(meaning(reference="PROJ-17", zip="94107")).startswith("I couldn't find a project")
    caller.hear(meaning(Intent.HUMAN))
    escalated = [effect for effect in caller.turns[-1].effects if isinstance(effect, Escalate)]
    assert [effect.case.kind for effect in escalated] == [Kind.PROJECT]


@pytest.mark.parametrize("accepts", [Intent.AFFIRM, Intent.ORDER_STATUS])
def test_the_next_number_may_be_of_another_kind(accepts: Intent) -> None:
    caller = talk(replace(BOTH, hints=Hints(("ORD-", "PROJ-"))))
    both = meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107")
    assert "Shall I look up PROJ-17, too?" in caller.hear(replace(both, more=("PROJ-17",)))
    caller.hear(meaning(accepts))
    assert [lookup.kind for lookup in caller.turns[-1].lookups] == [Kind.PROJECT]


@pytest.mark.parametrize(
    ("kinds", "hello", "helped"),
    [
        (BOTH.kinds, "where your order is, or how your project stands. What's the number?", "What's the number?"),
        ({Kind.PROJECT}, "how your project stands. What's your project number?", "What's your project number?"),
        ({Kind.ORDER}, "where your order is. What's your order number?", "What's your order number?"),
    ],
)
def test_nobody_is_asked_for_what_the_shop_cannot_look_up(kinds: frozenset[Kind], hello: str, helped: str) -> None:
    caller = talk(replace(BOTH, kinds=frozenset(kinds)))
    assert caller.hear(meaning(Intent.GREETING)) == f"Hello! I can tell you {hello}"
    assert caller.hear(meaning()).endswith(helped)


def test_the_kind_that_is_said_is_looked_up() -> None:
    caller = talk(BOTH)
    caller.hear(meaning(reference="ORD-9842", zip="94107"))
    caller.hear(meaning(kind="project"))
    assert caller.turns[-1].lookups[0].kind is Kind.PROJECT


def test_the_wish_tells_the_kind() -> None:
    caller = talk(BOTH)
    caller.hear(meaning(Intent.PROJECT_STATUS, reference="ORD-9842", zip="94107"))
    caller.hear(meaning(Intent.ORDER_STATUS))
    assert [lookup.kind for turn in caller.turns for lookup in turn.lookups] == [Kind.PROJECT, Kind.ORDER]


def test_another_number_may_be_of_another_kind() -> None:
    caller = talk(BOTH)
    caller.hear(meaning(Intent.PROJECT_STATUS, reference="PROJ-1", zip="94107"))
    caller.hear(meaning(Intent.THANKS))
    assert caller.hear(meaning(reference="ORD-9842")) == "Is that an order or a project?"


def test_a_doubtful_number_is_read_back_before_anything_is_looked_up() -> None:
    caller = talk()
    caller.hear(ASK)
    assert caller.hear(doubtful("ORD-9842")) == "I have ORD-9842. Is that right?"
    assert "lamp of Jane" in caller.hear(meaning(Intent.AFFIRM))


def test_a_wrong_reading_is_asked_for_anew() -> None:
    caller = talk()
    caller.hear(doubtful("ORD-9842"))
    assert "order number" in caller.hear(meaning(Intent.DENY))
    assert caller.said.doubtful is None


def test_a_clear_number_ends_the_doubt() -> None:
    caller = talk()
    caller.hear(doubtful("ORD-9824"))
    assert "lamp of Jane" in caller.hear(ASK)


def test_whoever_will_not_say_is_offered_a_colleague() -> None:
    caller = talk()
    caller.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842"))
    assert "only tell that to the person the order belongs to" in caller.hear(meaning(Intent.DENY))


def test_all_means_every_factor() -> None:
    caller = talk(replace(ORDERS, policy=Policy(Require.ALL)))
    assert "e-mail address and ZIP code" in caller.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842"))
    assert "e-mail address on it" in caller.hear(meaning(zip="94107"))
    assert "lamp of Jane" in caller.hear(meaning(email=JANE[Factor.EMAIL]))


def test_a_raised_order_asks_for_the_rest() -> None:
    caller = talk(shop=raised(judging(JANES)))
    assert "e-mail address on it" in caller.hear(ASK)
    assert "lamp of Jane" in caller.hear(meaning(email=JANE[Factor.EMAIL]))
    assert caller.turns[-1].lookups[0].raised


def test_none_asks_for_nothing() -> None:
    def shop(_asked: LookUp, at: float) -> Event:
        return LookedUp(Answer("shipped", "On its way"), at)

    assert talk(replace(ORDERS, policy=Policy(Require.NONE)), shop).hear(meaning(reference="ORD-1")) == "On its way"


@pytest.mark.parametrize(
    ("policy", "heard"),
    [
        (Policy(), "Please give me the number and your e-mail or ZIP once more."),
        (Policy(Require.ALL, (Factor.ZIP,)), "Please give me the number and your ZIP once more."),
        (Policy(Require.NONE), "Could you double-check?"),
    ],
)
def test_what_is_not_found_is_asked_for_once_more(policy: Policy, heard: str) -> None:
    caller = talk(replace(ORDERS, policy=policy), refusing(Refusal.NOT_FOUND))
    assert caller.hear(ASK).endswith(heard)
    assert Slot.REFERENCE in caller.turns[-1].reply.asks


def test_a_number_the_shop_does_not_know_the_form_of_is_asked_for_again() -> None:
    caller = talk(shop=refusing(Refusal.INVALID_REFERENCE, "Ours look like ORD-1."))
    assert caller.hear(ASK).startswith("Ours look like ORD-1. That doesn't look like one of the shop's order numbers.")
    assert talk(shop=refusing(Refusal.INVALID_REFERENCE)).hear(ASK).startswith("That doesn't look like")


def test_a_shop_in_trouble_is_told_as_it_is() -> None:
    caller = talk(shop=always(LookupFailed()))
    assert caller.hear(ASK).startswith("Our order system is having trouble right now.")
    assert caller.turns[-1].reply.outcome is Outcome.UNAVAILABLE


def test_who_is_locked_is_offered_a_colleague() -> None:
    caller = talk(shop=always(Locked()))
    assert caller.hear(ASK).endswith("A colleague can check it with you. Shall I pass this on?")
    assert caller.turns[-1].reply.outcome is Outcome.LOCKED


def test_a_detail_the_shop_does_not_tell_is_said_so_with_the_status() -> None:
    caller = talk(shop=lambda _asked, at: LookedUp(Answer("shipped", "On its way", {"eta": "Tuesday"}), at))
    caller.hear(ASK)
    assert caller.hear(meaning(Intent.ORDER_STATUS, about="carrier")) == (
        "I don't have that detail for this one. On its way"
    )
    assert caller.hear(meaning(Intent.ORDER_STATUS, about="eta")) == "On its way. It's expected Tuesday."


def test_an_eta_that_is_not_told_is_the_status() -> None:
    caller = talk(shop=lambda _asked, at: LookedUp(Answer("shipped", "On its way"), at))
    assert caller.hear(replace(ASK, about="eta")) == "On its way"


def test_a_stale_order_comes_with_a_colleague() -> None:
    stale = Answer("shipped", "On its way", {"eta": "2020-01-01"})
    caller = talk(shop=lambda _asked, at: LookedUp(stale, at))
    assert caller.hear(ASK) == "On its way. Would you like a colleague to look into it?"
    assert "number 700001" in caller.hear(meaning(Intent.AFFIRM))


def test_old_claims_are_asked_for_again() -> None:
    caller = talk()
    caller.hear(ASK)
    caller.now += 31 * 60
    assert "To make sure it's yours" in caller.hear(meaning(Intent.ORDER_STATUS))


def test_after_a_miss_a_new_claim_replaces_all_old_ones() -> None:
    caller = talk()
    caller.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842", email="eve@example.com"))
    assert "lamp of Jane" in caller.hear(meaning(zip="94107"))
    assert [claim.factor for claim in caller.said.claims] == [Factor.ZIP]


def test_a_told_order_is_told_afresh_when_it_is_to_be_repeated() -> None:
    caller = talk()
    told = caller.hear(ASK)
    assert caller.hear(meaning(Intent.REPEAT)) == told
    assert len(caller.turns[-1].lookups) == 1


def test_a_wrong_claim_against_a_named_holder_sounds_like_no_such_order() -> None:
    terms = replace(ORDERS, verifies=False)
    wrong = replace(ASK, slots={**ASK.slots, Slot.ZIP: "10001"})
    assert talk(terms, naming(JANES)).hear(wrong) == talk(terms, naming()).hear(wrong)


def test_the_number_given_for_a_case_opens_no_question_about_its_status() -> None:
    caller = talk()
    caller.hear(meaning(Intent.LOST))
    assert "I've noted it" in caller.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107"))


def test_a_proof_is_good_for_one_order() -> None:
    caller = talk()
    caller.hear(ASK)
    told = caller.turns[-1].states[-1]
    with pytest.raises(ValueError, match="the order it was made for"):
        decide(told.saying(reference="ORD-1", open=True))


def test_a_revised_value_has_no_new_fields() -> None:
    with pytest.raises(TypeError, match="refrence"):
        revised(NOTHING_HEARD, refrence="ORD-1")


def test_a_disclosed_part_is_a_place_holder_in_writing() -> None:
    caller = talk()
    caller.hear(ASK)
    assert str(caller.turns[-1].reply) == "⟨order status⟩. Would you like the tracking number?"
    assert "lamp" not in repr(caller.turns[-1].reply)


@pytest.mark.parametrize(("minutes", "effect"), [(29, LookUp), (31, Say)])
def test_what_is_resumed_after_a_crash_is_asked_with_fresh_claims_only(minutes: int, effect: type) -> None:
    caller = talk(shop=always(LookupFailed()))
    caller.hear(ASK)
    heard = caller.turns[-1].states[1]  # as it was written down before the shop was asked
    _, wanted = advance(Known(ORDERS, heard.said), Resumed(caller.now + minutes * 60))
    assert isinstance(wanted, effect)


def test_what_a_trusted_party_asserts_replaces_what_was_claimed_and_is_not_talked_away() -> None:
    signed = Claim(Factor.EMAIL, JANE[Factor.EMAIL], 0.0, signed=True)
    caller = talk()
    caller.hear(meaning(Intent.GREETING, email="eve@example.com"))
    assert "lamp of Jane" in caller.hear(meaning(reference="ORD-9842"), asserted=[signed])
    assert "lamp of Jane" in caller.hear(meaning(Intent.ORDER_STATUS, email="eve@example.com"), asserted=[signed])
    assert caller.turns[-1].lookups[0].claims == (signed,)
