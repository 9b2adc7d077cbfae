"""An answer to our question is an answer, whatever else its words sound like; what was asked for goes on."""

import pytest

from conversation.terms import Terms
from intents.understand import understand
from lookup.order import Kind
from tests.promises.shops import JANES, judging
from tests.promises.talk import Talk

ORDERS = Terms(kinds=frozenset({Kind.ORDER}), verifies=True)
TOLD = "The lamp of Jane is on the van"


class Visitor:
    """Somebody who types, and is understood with what was asked of them in mind."""

    def __init__(self, *, reachable: bool = True) -> None:
        self._talk = Talk(ORDERS, judging(JANES), reachable=reachable)

    def says(self, text: str) -> str:
        return self._talk.hear(understand(text, expecting=self._talk.said.last.asks), text)


@pytest.mark.parametrize(
    "number",
    [
        "um it's ORD-9842 i think",
        "let me see... here, ORD-9842",
        "oops no wait, typo: ORD-9842",
        "ORD-9842 please",
        "I got it here, ORD-9842",
    ],
)
def test_a_number_with_words_around_it_is_the_number(number: str) -> None:
    visitor = Visitor()
    visitor.says("where is my order?")
    assert "ZIP" in visitor.says(number)
    assert TOLD in visitor.says("94107")


@pytest.mark.parametrize(
    "proof", ["it's going to 94107", "sorry, 94107", "you can use jane.doe@example.com if you want"]
)
def test_a_proof_with_words_around_it_is_the_proof(proof: str) -> None:
    visitor = Visitor()
    visitor.says("where is ORD-9842?")
    assert TOLD in visitor.says(proof)


@pytest.mark.parametrize(
    "breath", ["ORD-9842 going to 94107", "ORD-9842, 94107 please", "94107 is the zip, ORD-9842 the order"]
)
def test_number_and_zip_alone_are_a_question_after_the_order(breath: str) -> None:
    assert TOLD in Visitor().says(breath)


@pytest.mark.parametrize(
    "message",
    ["please call me back tomorrow at nine", "tell them the lamp is broken", "I want my money back, that is all"],
)
def test_where_a_message_was_asked_for_the_text_is_the_message(message: str) -> None:
    visitor = Visitor()
    assert visitor.says("can you leave a note for the manager?") == "What would you like me to pass on?"
    assert visitor.says(message).startswith("How can a colleague reach you?")
    assert visitor.says("jane.doe@example.com is fine").startswith("I've noted it")


@pytest.mark.parametrize("asked", ["could you pass this on to the team?", "can you tell the manager something?"])
def test_who_wants_something_passed_on_is_asked_what(asked: str) -> None:
    assert Visitor().says(asked) == "What would you like me to pass on?"


def test_whoever_looks_for_the_number_is_not_passed_to_a_colleague() -> None:
    visitor = Visitor()
    visitor.says("where is my order?")
    assert "order number" in visitor.says("one moment, let me look")
    assert "ZIP" in visitor.says("ORD-9842")


@pytest.mark.parametrize("no", ["no, there is nothing here", "but it isn't here, the porch is empty"])
def test_whoever_has_nothing_after_the_status_has_lost_it(no: str) -> None:
    visitor = Visitor()
    visitor.says("where is ORD-9842? zip 94107")
    assert visitor.says(no).startswith("I'm sorry to hear that your parcel isn't with you.")


@pytest.mark.parametrize(
    "asked",
    ["is there a link so I can follow it?", "could I have the tracking reference", "sure, give me the tracking"],
)
def test_the_tracking_number_has_other_names(asked: str) -> None:
    visitor = Visitor()
    visitor.says("where is ORD-9842? zip 94107")
    assert "1ZJANE" in visitor.says(asked)
