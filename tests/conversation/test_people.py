"""Cases for people: what is asked before, what the colleague gets, and what is said once it is on disk."""

import pytest

from conversation.core import advance
from conversation.effects import Escalate
from conversation.events import Event, Locked, LookupFailed, NotAsked, Opened, Understood
from conversation.finding import enqueued
from conversation.known import Known, Matter, Said
from conversation.skills import case
from conversation.terms import Terms
from escalation.case import Case
from escalation.reasons import Reason
from intents.meaning import Intent
from lookup.order import Kind
from tests.promises.meanings import meaning
from tests.promises.shops import JANES, judging
from tests.promises.talk import Shop, Talk

ORDERS = Terms(kinds=frozenset({Kind.ORDER}), verifies=True)
JANE = "jane.doe@example.com"


def talk(shop: Shop | None = None, *, reachable: bool = True) -> Talk:
    return Talk(ORDERS, shop or judging(JANES), reachable=reachable)


def always(event: Event) -> Shop:
    return lambda _asked, _at: event


def cases(caller: Talk) -> list[Case]:
    return [effect.case for turn in caller.turns for effect in turn.effects if isinstance(effect, Escalate)]


@pytest.mark.parametrize(
    ("intent", "sorry", "question", "reason"),
    [
        (Intent.LOST, "I'm sorry to hear that your parcel isn't with you.", None, Reason.LOST),
        (Intent.DAMAGED, "I'm sorry that something arrived damaged.", "What is damaged", Reason.DAMAGED),
        (Intent.WRONG_ITEM, "I'm sorry that you got the wrong thing.", "What did you order", Reason.WRONG_ITEM),
    ],
)
def test_a_case_is_gathered_asking_each_thing_once(
    intent: Intent, sorry: str, question: str | None, reason: Reason
) -> None:
    caller = talk(reachable=False)
    assert caller.hear(meaning(intent)).startswith(f"{sorry} What's your order number")
    heard = caller.hear(meaning(reference="ORD-9842"))
    if question:
        assert heard.startswith(question)
        heard = caller.hear(meaning(message="the shade is cracked"))
    assert heard.startswith("How can a colleague reach you?")
    assert caller.hear(meaning(email=JANE)).startswith("I've noted it, number 700001.")
    message = "the shade is cracked" if question else None
    assert cases(caller) == [Case(reason, Kind.ORDER, "ORD-9842", (), JANE, message)]


def test_a_case_goes_on_without_what_the_customer_does_not_give() -> None:
    caller = talk(reachable=False)
    caller.hear(meaning(Intent.DAMAGED))
    for _ in range(3):
        heard = caller.hear(meaning(Intent.DENY))
    assert "number 700001" in heard
    assert cases(caller) == [Case(Reason.DAMAGED)]


def test_a_case_told_in_one_breath_is_noted_with_our_regret() -> None:
    caller = talk()
    heard = caller.hear(meaning(Intent.LOST, reference="ORD-9842"))
    assert heard == (
        "I'm sorry to hear that your parcel isn't with you. I've noted it, number 700001. "
        "A colleague will get back to you."
    )
    assert caller.hear(meaning(Intent.LOST)).startswith("I've added that to number 700001.")


def test_no_other_matter_is_a_case() -> None:
    with pytest.raises(ValueError, match="is no case"):
        case.decide(Known(ORDERS, Said(matter=Matter.PERSON, open=True)))


def test_a_person_comes_first_and_the_number_is_optional() -> None:
    caller = talk()
    heard = caller.hear(meaning(Intent.HUMAN))
    assert heard.endswith("If you have an order number, tell me.")
    assert caller.hear(meaning(reference="ORD-9842")).startswith("I've added that to number 700001.")
    assert [each.reference for each in cases(caller)] == [None, "ORD-9842"]


def test_a_claimed_phone_is_a_way_to_reach_somebody() -> None:
    caller = talk(reachable=False)
    caller.hear(meaning(Intent.HUMAN, phone="+14155550132"))
    assert [each.contact for each in cases(caller)] == ["+14155550132"]


def test_a_message_is_taken_with_a_contact() -> None:
    caller = talk()
    assert caller.hear(meaning(Intent.HUMAN, about="message")) == "What would you like me to pass on?"
    assert caller.hear(meaning(Intent.LOST, message="my parcel was lost")).startswith("How can a colleague reach you?")
    assert "number 700001" in caller.hear(meaning(phone="+14155550132"))
    assert cases(caller) == [Case(Reason.MESSAGE, contact="+14155550132", message="my parcel was lost")]


@pytest.mark.parametrize(
    ("shop", "accepted", "reason", "tried"),
    [
        (always(Locked()), [meaning(Intent.AFFIRM)], Reason.UNVERIFIED, ("locked",)),
        (
            always(LookupFailed()),
            [meaning(Intent.AFFIRM), meaning(message="please call")],
            Reason.LOOKUP_FAILED,
            ("lookup_failed",),
        ),
    ],
)
def test_an_accepted_offer_says_why(shop: Shop, accepted: list, reason: Reason, tried: tuple[str, ...]) -> None:  # type: ignore[type-arg]  # of meanings
    caller = talk(shop)
    caller.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842", email=JANE))
    for each in accepted:
        caller.hear(each)
    (only,) = cases(caller)
    assert (only.reason, only.tried, only.contact, only.proof) == (reason, tried, JANE, "claimed")


def test_a_proven_customer_is_known_as_such_to_the_colleague() -> None:
    caller = talk()
    caller.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107"))
    caller.hear(meaning(Intent.HUMAN))
    assert [(each.proof, each.tried) for each in cases(caller)] == [("proven:zip", ("told",))]
    caller.hear(meaning(Intent.HUMAN, reference="ORD-1"))
    assert cases(caller)[-1].proof == "claimed"


def test_what_is_not_ours_is_said_plainly() -> None:
    for intent in (Intent.CANCEL_OR_CHANGE, Intent.RETURN_REFUND):
        caller = talk()
        assert caller.hear(meaning(intent)).startswith("I can't change, cancel or refund an order myself.")
        caller.hear(meaning(Intent.AFFIRM))
        assert [each.reason for each in cases(caller)] == [Reason.HUMAN]


@pytest.mark.parametrize(
    ("intent", "heard"),
    [
        (Intent.GREETING, "Hello!"),
        (Intent.THANKS, "You're welcome."),
        (Intent.GOODBYE, "goodbye!"),
        (Intent.AFFIRM, "All right."),
        (Intent.DENY, "All right."),
        (Intent.OTHER, "I can look up where an order is."),
        (Intent.REPEAT, "I can look up where an order is."),
    ],
)
def test_small_talk(intent: Intent, heard: str) -> None:
    assert heard in talk().hear(meaning(intent))


def test_two_misunderstandings_in_a_row_offer_a_colleague() -> None:
    caller = talk()
    caller.hear(meaning())
    assert "pass this to a colleague" in caller.hear(meaning())
    caller.hear(meaning(Intent.THANKS))
    assert "pass this to a colleague" not in caller.hear(meaning())


def test_a_plain_reply_is_repeated_with_what_it_asked() -> None:
    caller = talk()
    asked = caller.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842"))
    assert caller.hear(meaning(Intent.REPEAT)) == asked
    assert "lamp of Jane" in caller.hear(meaning(zip="94107"))


def test_goodbye_closes_an_open_question() -> None:
    caller = talk()
    caller.hear(meaning(Intent.ORDER_STATUS))
    assert "goodbye" in caller.hear(meaning(Intent.GOODBYE))
    assert not caller.said.open


def test_whoever_comes_in_is_greeted() -> None:
    known, greeting = advance(Known(ORDERS), Opened(7.0))
    assert str(greeting).startswith("Hello!")
    assert known.at == 7.0


def test_a_request_of_the_past_is_left_alone() -> None:
    known, effect = advance(
        Known(ORDERS, heard="…"), Understood(meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107"))
    )
    assert type(effect).__name__ == "LookUp"
    known, _ = advance(known, NotAsked())
    assert not known.said.open


def test_only_the_last_twenty_deeds_are_handed_on() -> None:
    caller = talk(always(LookupFailed()))
    for _ in range(25):
        caller.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107"))
    assert len(caller.said.tried) == 20


def test_nothing_is_noted_of_no_ticket() -> None:
    known = Known(ORDERS)
    assert enqueued(known) is known


def test_a_second_matter_in_the_answer_to_how_to_be_reached_is_taken_up_after_the_ticket() -> None:
    caller = talk(reachable=False)
    caller.hear(meaning(Intent.HUMAN))
    heard = caller.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107"))
    assert heard.startswith("I've noted it, number 700001. A colleague will get back to you. To make sure it's yours")
    reply = caller.turns[-1].reply
    assert reply.noted is not None
    assert reply.noted.reason is Reason.HUMAN
    caller.hear(meaning(zip="94107"))
    caller.hear(meaning(Intent.LOST))
    assert [each.reason for each in cases(caller)] == [Reason.HUMAN]
    assert caller.hear(meaning(Intent.HUMAN, email=JANE)).count("I've noted it") == 1
