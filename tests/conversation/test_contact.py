"""A contact that could be read in several ways is read back before a ticket is said; whatever comes, one is said."""

import pytest

from conversation.core import leave
from conversation.effects import Escalate
from conversation.known import Known
from conversation.terms import Terms
from intents.meaning import Intent, Slot, Tone, Understanding
from lookup.order import Kind
from tests.promises.meanings import meaning
from tests.promises.shops import JANES, judging
from tests.promises.talk import Talk

ORDERS = Terms(kinds=frozenset({Kind.ORDER}), verifies=True)
READ_BACK = "A colleague can reach you at john.doe@example.com. Is that right?"
DOUBTFUL = Understanding(
    Intent.OTHER,
    0.9,
    {Slot.EMAIL: "john.doe@example.com"},
    tone=Tone.UPSET,
    alternatives=((Slot.EMAIL, "johndoe@example.com"),),
)
BEGINNINGS = {
    "a person": [meaning(Intent.HUMAN)],
    "a message": [meaning(Intent.HUMAN, about="message"), meaning(message="Please knock")],
    "a loss": [meaning(Intent.LOST, reference="ORD-9842")],
}


@pytest.fixture(params=BEGINNINGS)
def caller(request: pytest.FixtureRequest) -> Talk:
    """Somebody who has just given a contact that may be read in two ways; upset, too, and yet asked but one thing."""
    talk = Talk(ORDERS, judging(JANES), reachable=False)
    for each in BEGINNINGS[request.param]:
        heard = talk.hear(each)
    assert "How can a colleague reach you?" in heard
    assert talk.hear(DOUBTFUL) == READ_BACK
    return talk


def contacts(talk: Talk) -> list[str | None]:
    return [each.case.contact for turn in talk.turns for each in turn.effects if isinstance(each, Escalate)]


@pytest.mark.parametrize("reply", [Intent.AFFIRM, Intent.OTHER, Intent.GOODBYE])
def test_a_contact_that_nobody_refuses_is_theirs(caller: Talk, reply: Intent) -> None:
    assert contacts(caller) == []
    assert "number 700001" in caller.hear(meaning(reply))
    assert contacts(caller) == ["john.doe@example.com"]


def test_a_contact_that_is_refused_is_asked_for_anew(caller: Talk) -> None:
    assert "How can a colleague reach you?" in caller.hear(meaning(Intent.DENY))
    caller.hear(meaning(email="johndoe@example.com"))
    assert contacts(caller) == ["johndoe@example.com"]


def test_the_right_contact_takes_its_place(caller: Talk) -> None:
    caller.hear(meaning(phone="+14155550132"))
    assert contacts(caller) == ["+14155550132"]
    assert caller.said.claims == ()


def test_it_is_read_back_once_more(caller: Talk) -> None:
    assert caller.hear(meaning(Intent.REPEAT)) == READ_BACK
    assert contacts(caller) == []


def test_whoever_leaves_meanwhile_can_still_be_reached() -> None:
    talk = Talk(ORDERS, judging(JANES), reachable=False)
    for each in (*BEGINNINGS["a message"], DOUBTFUL):
        talk.hear(each)
    _, effect = leave(Known(ORDERS, talk.said, talk.now, reachable=False))
    assert isinstance(effect, Escalate)
    assert effect.case.contact == "john.doe@example.com"
