"""An e-mail in place of the number: only where a wrong claim beside it would be noticed."""

from conversation.core import advance
from conversation.effects import Effect, LookUp, Say, Understand
from conversation.events import Heard, LookedUp, Raised, Understood
from conversation.known import Known, Told
from conversation.terms import Terms
from intents.understand import understand
from lookup.order import Answer, Failure, Kind, Refusal, Refused
from verification.policy import Claim, Factor

EMAIL = "jane.doe@example.com"
NO = Refused(Refusal.NOT_FOUND, Failure("refused"))


def hear(known: Known, text: str, *asserted: Claim) -> tuple[Known, Effect]:
    known, effect = advance(known, Heard(text, 0.0, asserted=asserted))
    assert isinstance(effect, Understand)
    return advance(known, Understood(understand(text, expecting=effect.expecting)))


def at(*, locates: bool = True, sees_all: bool = True) -> Known:
    return Known(Terms(kinds=frozenset({Kind.ORDER}), verifies=True, locates=locates, sees_all=sees_all))


def told(known: Known, *texts: str, signed: bool = False) -> tuple[Known, Effect]:
    asserted = (Claim(Factor.EMAIL, EMAIL, 0.0, signed=True),) if signed else ()
    for text in texts:
        known, effect = hear(known, text, *asserted)
    return known, effect


def test_an_endpoint_that_is_strict_is_asked_by_e_mail() -> None:
    _, effect = told(at(), "where is my order?", "I don't have the number", EMAIL, "94107")
    assert isinstance(effect, LookUp)
    assert effect.reference == EMAIL


def test_an_endpoint_that_is_content_with_any_right_claim_is_never_asked_by_e_mail() -> None:
    known, effect = told(at(locates=False), "where is my order?", "I don't have the number")
    assert "number" in str(effect)
    assert "Which e-mail" not in str(effect)
    known, effect = told(known, EMAIL)
    assert isinstance(effect, Say)
    _, effect = told(known, "ORD-9842")
    assert isinstance(effect, LookUp)
    assert effect.reference == "ORD-9842"


def test_whoever_signed_in_with_that_e_mail_is_its_owner() -> None:
    texts = "where is my order?", "I don't have the number", EMAIL
    _, effect = told(at(locates=False), *texts, signed=True)
    assert isinstance(effect, LookUp)
    assert effect.reference == EMAIL


def test_a_shop_that_shows_sixty_days_says_so_and_its_reply_is_still_recognised() -> None:
    known, effect = hear(at(sees_all=False), "where is ORD-9842? zip 94107")
    assert isinstance(effect, LookUp)
    known, effect = advance(known, LookedUp(NO, 0.0))
    assert isinstance(effect, Say)
    assert str(effect).endswith("once more. I can see the last 60 days.")
    assert effect.asks


def test_at_a_raised_order_an_endpoint_that_is_content_with_any_claim_proves_nothing() -> None:
    """Every claim has to be right then, and such an endpoint does not look at every one."""
    answer = Answer("shipped", "Out for delivery")
    for strict, told in ((True, True), (False, False)):
        known = Known(Terms(kinds=frozenset({Kind.ORDER}), verifies=True, strict=strict))
        known, _ = hear(known, "where is ORD-9842? zip 94107")
        known, effect = advance(known, Raised())
        assert isinstance(effect, Say)
        known, effect = hear(known, EMAIL)
        assert isinstance(effect, LookUp)
        assert effect.raised
        known, _ = advance(known, LookedUp(answer, 0.0))
        assert isinstance(known.found, Told) is told
