"""Trying an endpoint: three questions, and what they prove."""

import pytest

from lookup.order import Answer, Failure, Holder, Kind, Question, Refusal, Refused
from tenants import trial
from tenants.errors import SetupError
from tests.tenants.shops import REFERENCE, UNAUTHORIZED, ZIP, Shop, shipped
from verification.policy import Factor

CLAIMS = {"zip": ZIP}


async def tried(shop: Shop) -> trial.Trial:
    return await trial.run(shop, kind=Kind.ORDER, reference=REFERENCE, claims=CLAIMS)


async def test_an_endpoint_that_judges_claims_is_proven_by_three_questions() -> None:
    shop = Shop()
    shown = await tried(shop)
    assert (shown.proven, shown.strict, shown.conclusive, shown.carries_factors) == ((Factor.ZIP,), True, True, ())
    assert [step.got for step in shown.steps] == ["ok", "unauthorized", "not_found"]
    right, stranger, unknown = shop.asked
    assert (right.reference, right.context) == (REFERENCE, CLAIMS)
    assert stranger.reference == REFERENCE
    assert stranger.context["zip"] != ZIP
    assert (unknown.reference, unknown.context) == ("ORD-0000", CLAIMS)


async def test_an_endpoint_that_tells_everybody_is_not_proven() -> None:
    shown = await tried(Shop(judges=False))
    assert not shown.proven
    assert [step.passed for step in shown.steps] == [True, False, True]


@pytest.mark.parametrize("unknown", [UNAUTHORIZED, Refused(Refusal.INVALID_REFERENCE, Failure("refused"))])
async def test_an_endpoint_must_say_that_it_does_not_find_an_unknown_order(unknown: Refused) -> None:
    assert not (await tried(Shop(unknown=unknown))).proven


async def test_what_details_name_of_the_holder_is_noted_without_its_value() -> None:
    shown = await tried(Shop(judges=False, holder=Holder(zip=(ZIP,), phone=("+14155550132",))))
    assert shown.carries_factors == (Factor.ZIP, Factor.PHONE)
    assert ZIP not in repr(shown)


async def test_a_mistyped_claim_is_no_proof_that_the_endpoint_judges_nothing() -> None:
    shown = await trial.run(Shop(), kind=Kind.ORDER, reference=REFERENCE, claims={"zip": "94108"})
    assert (shown.proven, shown.conclusive) == ((), False)


async def test_an_endpoint_that_once_fails_to_answer_has_proved_nothing() -> None:
    shown = await tried(Shop(silent_to=lambda question: question.context != CLAIMS))
    assert (shown.proven, shown.conclusive) == ((), False)
    assert [step.got for step in shown.steps] == ["ok", "timeout", "not_found"]


@pytest.mark.parametrize("claim", ["94107", "jane.doe@example.com", "jane99@example.com", "+14155550132", "SW1A1AA"])
@pytest.mark.parametrize("reference", ["ORD-9842", "0000", "#1001", "jane@example.com", "W"])
async def test_wrong_claims_and_unknown_references_are_never_the_right_ones(claim: str, reference: str) -> None:
    shop = Shop()
    await trial.run(shop, kind=Kind.PROJECT, reference=reference, claims={"email": claim})
    right, stranger, unknown = shop.asked
    assert stranger.context["email"] != right.context["email"]
    assert unknown.reference != right.reference
    assert {question.kind for question in shop.asked} == {Kind.PROJECT}


def test_claims_of_a_test_are_sent_in_the_form_of_a_lookup() -> None:
    given = {Factor.EMAIL: " Jane@Example.COM ", Factor.ZIP: "94107-1234"}
    assert trial.read_claims(given) == {"email": "jane@example.com", "zip": "94107"}


@pytest.mark.parametrize("given", [{}, {Factor.EMAIL: "jane"}, {Factor.PHONE: "1"}, {Factor.ZIP: ""}])
def test_a_test_without_a_readable_claim_is_refused(given: dict[Factor, str]) -> None:
    with pytest.raises(SetupError, match="test"):
        trial.read_claims(given)


BOTH = {"email": "jane.doe@example.com", "zip": ZIP}
ASKED_FOR_BOTH = 8


async def test_of_two_claims_an_endpoint_proves_only_the_one_it_looks_at() -> None:
    shop = Shop()
    shown = await trial.run(shop, kind=Kind.ORDER, reference=REFERENCE, claims=BOTH)
    assert (shown.proven, shown.strict, shown.conclusive) == ((Factor.ZIP,), False, True)
    assert len(shop.asked) == ASKED_FOR_BOTH


class Strict(Shop):
    """Wants every claim right that comes, and at least one."""

    async def look_up(self, question: Question) -> Answer | Refused:
        self.asked.append(question)
        if question.reference != REFERENCE:
            return self.unknown
        right = bool(question.context) and all(BOTH[name] == value for name, value in question.context.items())
        return shipped() if right else UNAUTHORIZED


class Lenient(Strict):
    """Is content with one right claim."""

    async def look_up(self, question: Question) -> Answer | Refused:
        self.asked.append(question)
        if question.reference != REFERENCE:
            return self.unknown
        return shipped() if any(BOTH[name] == value for name, value in question.context.items()) else UNAUTHORIZED


@pytest.mark.parametrize(("shop", "strict"), [(Strict(), True), (Lenient(), False)])
async def test_a_wrong_claim_beside_a_right_one_shows_whether_an_endpoint_is_strict(shop: Shop, strict: bool) -> None:
    shown = await trial.run(shop, kind=Kind.ORDER, reference=REFERENCE, claims=BOTH)
    assert (shown.proven, shown.strict) == ((Factor.EMAIL, Factor.ZIP), strict)
