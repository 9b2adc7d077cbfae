"""An answer that came while somebody was away: a yes then looks again, and nothing else of the talk is lost."""

from conversation.core import advance
from conversation.effects import Effect, LookUp, Offer, Say
from conversation.events import Heard, Understood
from conversation.known import Known, LastReply, Matter, Said
from conversation.terms import Terms
from intents.meaning import Intent
from lookup.order import Kind
from tests.promises.meanings import meaning
from verification.policy import Claim, Factor

TERMS = Terms(kinds=frozenset({Kind.ORDER}), verifies=True)
TOLD = Said(
    matter=Matter.STATUS,
    reference="ORD-9842",
    kind=Kind.ORDER,
    claims=(Claim(Factor.ZIP, "94107", 0.0),),
    last=LastReply(None, offers=Offer.TRACKING),
)


def after(said: Said, intent: Intent, *, missed: bool) -> tuple[Known, Effect]:
    known, _ = advance(Known(TERMS, said), Heard("…", 60.0, missed=missed))
    return advance(known, Understood(meaning(intent)))


def test_a_yes_to_what_was_missed_looks_again_for_all_of_it() -> None:
    known, effect = after(TOLD, Intent.AFFIRM, missed=True)
    assert isinstance(effect, LookUp)
    assert known.said.about is None


def test_the_same_yes_to_what_was_heard_is_for_the_tracking_number() -> None:
    known, effect = after(TOLD, Intent.AFFIRM, missed=False)
    assert isinstance(effect, LookUp)
    assert known.said.about == "tracking"


def test_asking_for_it_again_looks_again_too() -> None:
    assert isinstance(after(TOLD, Intent.REPEAT, missed=True)[1], LookUp)


def test_no_is_no() -> None:
    assert isinstance(after(TOLD, Intent.DENY, missed=True)[1], Say)


def test_nothing_can_have_been_missed_of_what_is_kept() -> None:
    asked = Said(last=LastReply("Would you like to talk to a person?", offers=Offer.PERSON))
    known, _ = after(asked, Intent.AFFIRM, missed=True)
    assert known.said.matter is Matter.PERSON
