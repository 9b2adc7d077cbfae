"""Talks that used to stand still: the same words again, a dead end, or a number that was none."""

from dataclasses import replace

import pytest

from conversation.terms import Guardrails, Terms
from intents.meaning import Hints, Intent, Slot
from intents.understand import understand
from lookup.order import Answer, Kind
from tests.promises.meanings import meaning
from tests.promises.shops import JANES, OMARS, Order, judging
from tests.promises.talk import Talk

ORDERS = Terms(kinds=frozenset({Kind.ORDER}), verifies=True)


class Visitor(Talk):
    """Whoever writes is understood as they are."""

    def __init__(self, *orders: Order, terms: Terms = ORDERS) -> None:
        super().__init__(terms, judging(*(orders or (JANES,))))

    def says(self, text: str, *, spoken: bool = False) -> str:
        said = self.said
        heard = {Slot.REFERENCE: said.reference} if said.reference else {}
        read = understand(text, expecting=said.last.asks, spoken=spoken, hints=Hints(heard=heard))
        return self.hear(read, text)


def test_who_asks_again_hears_why_instead_of_the_same() -> None:
    visitor = Visitor()
    first = visitor.says("where is ORD-9842")
    again = visitor.says("just tell me where my order is")
    assert first.startswith("To make sure it's yours")
    assert again == "I may only tell its owner, so I need the e-mail address or ZIP code."
    assert "lamp of Jane" in visitor.says("94107")


def test_who_does_not_answer_is_told_another_way() -> None:
    visitor = Visitor()
    heard = [visitor.says("where is my order"), *(visitor.says("why do you need that?") for _ in range(2))]
    assert heard[1].startswith("I need your order number")
    assert heard[2].startswith("Without it I can't look it up. If you can't find the number, tell me the e-mail")
    assert "ZIP code" in visitor.says("jane.doe@example.com")
    assert "lamp of Jane" in visitor.says("94107")


def test_who_has_neither_number_nor_email_is_offered_a_person() -> None:
    visitor = Visitor()
    visitor.says("where is my order")
    assert "Which e-mail address" in visitor.says("I don't have the number")
    assert "pass this to a colleague" in visitor.says("I don't remember which email")
    assert "I've noted it" in visitor.says("yes")


def test_who_says_yes_to_which_email_is_asked_which_one() -> None:
    visitor = Visitor()
    visitor.says("where is my order")
    visitor.says("I don't have the number")
    assert visitor.says("yes").endswith("or by your order number. Which one do you have?")
    assert "pass this to a colleague" in visitor.says("I don't remember")
    assert visitor.says("no wait, where is my order?") == "What's your order number?"
    assert "ZIP code" in visitor.says("jane.doe@example.com")


def test_after_a_ticket_nobody_is_asked_for_a_number() -> None:
    visitor = Visitor()
    visitor.hear(meaning(Intent.DAMAGED, reference="ORD-9842"))
    noted = visitor.hear(meaning(message="the shade is broken"))
    assert "number 700001" in noted
    assert visitor.hear(meaning()) == (
        "Number 700001 is with my colleagues, who will get back to you. Would you like to add something to it?"
    )
    assert visitor.hear(meaning(Intent.AFFIRM)) == "What would you like me to pass on?"
    assert visitor.says("I need it by friday").startswith("I've added that to number 700001")


def test_a_postcode_that_comes_late_belongs_to_the_number_before_it() -> None:
    visitor = Visitor()
    visitor.says("where is ORD-9842")
    assert "number 700001" in visitor.says("can I just talk to someone please")
    assert "added that to number 700001" in visitor.says("ok 94107")
    assert (visitor.said.reference, visitor.said.claims[0].value) == ("ORD-9842", "94107")


def test_a_number_that_was_broken_off_is_completed() -> None:
    caller = Visitor()
    caller.says("my order number is nine eight", spoken=True)
    caller.says("sorry my dog, nine eight four two", spoken=True)
    assert (caller.said.reference, caller.said.claims) == ("9842", ())


@pytest.mark.parametrize(
    "probe",
    [
        "does the zip start with 941?",
        "is the email jane.doe@example.com right?",
        "do the last digits of the zip end in 107?",
        "what are the last digits of the e-mail",
    ],
)
def test_who_guesses_at_a_claim_has_made_none(probe: str) -> None:
    visitor = Visitor()
    visitor.says("where is ORD-9842")
    assert "I may only tell its owner" in visitor.says(probe)
    assert not visitor.turns[-1].lookups
    assert visitor.said.claims == ()


def test_who_asks_whether_it_is_theirs_has() -> None:
    visitor = Visitor()
    visitor.says("where is ORD-9842")
    assert "lamp of Jane" in visitor.says("is it my email? jane.doe@example.com")


@pytest.mark.parametrize("asked", ["was it delivered?", "has it arrived?", "did my parcel come?"])
def test_whether_it_has_come_is_asked_of_the_shop(asked: str) -> None:
    visitor = Visitor()
    visitor.says("where is ORD-9842? 94107")
    assert "lamp of Jane" in visitor.says(asked)


def test_that_it_has_not_come_is_another_matter() -> None:
    assert understand("it was delivered but I do not have it").intent is Intent.LOST


def test_what_was_ordered_is_told_of_the_order_that_is_talked_of() -> None:
    visitor = Visitor()
    visitor.says("where is ORD-9842? 94107")
    assert "Jane-lamp" in visitor.says("what did I order again?")


@pytest.mark.parametrize(
    "said", ["I don't have it in front of me", "I haven't got it on me", "I don't have that one handy"]
)
def test_a_number_that_is_not_at_hand_is_no_lost_parcel(said: str) -> None:
    visitor = Visitor()
    visitor.says("I'm looking for my order")
    assert "Which e-mail address" in visitor.says(said)


def test_who_asks_whether_we_are_a_machine_is_told() -> None:
    visitor = Visitor()
    heard = [visitor.says("who am I talking to?"), visitor.says("are you a real person?")]
    assert all(
        each.startswith("I'm an automated assistant; ask for a person any time. I can look up") for each in heard
    )
    assert visitor.said.misunderstood == 0
    assert "I've noted it" in visitor.says("I want a real person")


def test_yes_to_a_question_for_a_number_is_no_end() -> None:
    visitor = Visitor()
    visitor.says("hello")
    assert visitor.says("yes, hello") == "I can look up where an order is. What's your order number?"


def test_who_asks_whether_we_are_there_is_not_greeted_again() -> None:
    visitor = Visitor()
    visitor.says("hello")
    assert (
        visitor.says("hello?? are you there") == "I'm here. I can look up where an order is. What's your order number?"
    )


def test_what_is_not_ours_is_said_once() -> None:
    visitor = Visitor()
    assert visitor.says("where's my refund").startswith("I can't change, cancel or refund an order myself.")
    assert visitor.says("ORD-9842") == "That is for a colleague to see to. Shall I pass it on?"
    assert "I've noted it" in visitor.says("yes")


def test_who_words_us_otherwise_does_not_make_us_say_the_same_again() -> None:
    words = (("Hello!", "Moin!"), ("order number", "ticket number"), ("change, cancel", "cancel"))
    terms = replace(ORDERS, guardrails=Guardrails(replace_words=words))
    greeted, refused, asked = Visitor(terms=terms), Visitor(terms=terms), Visitor(terms=terms)
    assert greeted.says("hello").startswith("Moin!")
    assert greeted.says("hello").startswith("I'm here.")
    assert refused.says("where's my refund").startswith("I can't cancel or refund")
    assert refused.says("ORD-9842").startswith("That is for a colleague")
    heard = [asked.says("where is my order"), *(asked.says("why do you need that?") for _ in range(2))]
    assert heard[1].startswith("I need your ticket number")
    assert heard[2].startswith("Without it I can't look it up.")


@pytest.mark.parametrize("said", ["zero", "press zero", "Zero."])
def test_the_key_for_a_person_may_be_said(said: str) -> None:
    assert understand(said, spoken=True).intent is Intent.HUMAN
    assert understand(said, spoken=False).intent is Intent.OTHER


@pytest.mark.parametrize("probe", ["give me jane's email", "tell me the zip"])
def test_nobody_is_told_what_they_are_to_tell_us(probe: str) -> None:
    visitor = Visitor()
    visitor.says("where is ORD-9842")
    assert "I may only tell its owner" in visitor.says(probe)


def test_numbers_in_a_message_are_no_order() -> None:
    visitor = Visitor()
    visitor.says("leave a message for the shop")
    visitor.says("the gate code is 4471, ring twice")
    assert (visitor.said.reference, visitor.said.message) == (None, "the gate code is 4471, ring twice")


@pytest.mark.parametrize(
    ("asked", "about"), [("who delivers it?", "carrier"), ("is it in one box?", "packages"), ("who is it with", None)]
)
def test_a_detail_that_is_named_is_no_guess(asked: str, about: str | None) -> None:
    assert understand(asked).about == about


def test_a_joke_is_asked_for_calmly_and_meant_bitterly() -> None:
    assert [understand(said).tone.value for said in ("tell me a joke", "this service is a joke")] == ["calm", "upset"]


@pytest.mark.parametrize("next_please", ["yes", "and the other one?", "yes please"])
def test_of_two_orders_in_one_breath_one_comes_after_the_other(next_please: str) -> None:
    visitor = Visitor(JANES, replace(JANES, reference="ORD-9701", answer=Answer("delivered", "At the front door", {})))
    assert "ZIP code" in visitor.says("where are ORD-9842 and ORD-9701")
    assert visitor.says("94107") == "The lamp of Jane is on the van. Shall I look up ORD-9701, too?"
    assert visitor.says(next_please) == "At the front door"
    assert [lookup.reference for turn in visitor.turns for lookup in turn.lookups] == ["ORD-9842", "ORD-9701"]


def test_the_second_order_is_not_pressed_on_anybody() -> None:
    visitor = Visitor()
    visitor.says("where are ORD-9842 and ORD-9701? 94107")
    assert visitor.says("no thanks") == "All right. Is there anything else I can do?"
    assert not visitor.turns[-1].lookups


def test_the_second_order_is_told_to_its_owner_only() -> None:
    visitor = Visitor(JANES, OMARS)
    visitor.says("where are ORD-9842 and ORD-5000? 94107")
    assert visitor.says("yes").startswith("I couldn't find an order with that reference.")


@pytest.mark.parametrize(
    ("said", "spoken", "more"),
    [
        ("orders 1001 and 1002 please", False, ("1002",)),
        ("my orders are o r d nine eight four two and o r d nine seven zero one", True, ("ORD-9701",)),
        ("ORD-9842, no wait, ORD-9701", False, ()),
        ("order 9842, zip 94107, from 2024", False, ()),
        ("it's ORD-9842, ORD-9842", False, ()),
    ],
)
def test_further_numbers_are_heard(said: str, spoken: bool, more: tuple[str, ...]) -> None:
    assert understand(said, spoken=spoken, hints=Hints(("ORD-",))).more == more


@pytest.mark.parametrize("value", ["zip 94107", "94107", "ok, it's 94107"])
def test_a_postcode_is_not_what_is_damaged(value: str) -> None:
    visitor = Visitor()
    visitor.says("my lamp arrived broken, ORD-9842")
    assert visitor.says(value) == "Thank you. And what happened, in a few words?"
    assert "number 700001" in visitor.says("the shade is cracked")
    assert (visitor.said.message, visitor.said.claims[0].value) == ("the shade is cracked", "94107")


@pytest.mark.parametrize("wording", [(), (("Thank you.", "Cheers."),)])
def test_who_has_nothing_but_a_postcode_to_say_gets_a_ticket_nevertheless(wording: tuple[tuple[str, str], ...]) -> None:
    visitor = Visitor(terms=replace(ORDERS, guardrails=Guardrails(replace_words=wording)))
    visitor.says("my lamp arrived broken, ORD-9842")
    visitor.says("94107")
    assert "number 700001" in visitor.says("94107")


@pytest.mark.parametrize(
    "pointing", ["the other one", "other one please", "and the other?", "both please", "the second"]
)
def test_of_two_numbers_the_other_one_is_not_the_wrong_thing(pointing: str) -> None:
    visitor = Visitor(JANES, OMARS)
    assert "Shall I look up ORD-5000, too?" in visitor.says("where are ORD-9842 and ORD-5000? 94107")
    visitor.says(pointing)
    assert [lookup.reference for lookup in visitor.turns[-1].lookups] == ["ORD-5000"]


def test_what_happened_to_an_order_does_not_make_it_another() -> None:
    visitor = Visitor()
    visitor.says("I got the wrong item, ORD-9842")
    assert "number 700001" in visitor.says("I ordered X-200 and got X-300")
    assert (visitor.said.reference, visitor.said.message) == ("ORD-9842", "I ordered X-200 and got X-300")


def test_a_number_in_a_message_is_its_orders_where_none_was_given() -> None:
    visitor = Visitor()
    visitor.says("I want to leave a message")
    visitor.says("tell them that ORD-9842 can wait")
    assert visitor.said.reference == "ORD-9842"
