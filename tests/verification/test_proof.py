"""When a claim becomes a proof."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup.order import Answer, Holder
from tests.promises.soak import CASES
from tests.verification.test_policy import CLAIMS, JANE, POLICIES, VALUES, E, P, Z, claims
from verification.policy import Claim, Factor, Policy, Require
from verification.proof import Proof, verify

NOW = 1_790_000_000.0
ALL_NAMED = Holder((JANE,), ("94107",), ("+14155550132",))
HOLDERS = st.builds(
    Holder,
    st.sampled_from([(), (JANE,), ("omar@example.com",), ("omar@example.com", JANE)]),
    st.sampled_from([(), ("94107",), ("60614",), ("94107", "60614")]),
    st.sampled_from([(), ("+14155550132",)]),
    st.booleans(),
)


def judged(
    given_: list[Claim],
    policy: Policy,
    *,
    holder: Holder = ALL_NAMED,
    verifies: bool = False,
    raised: bool = False,
    reference: str = "ORD-9842",
) -> Proof | None:
    answer = Answer("shipped", "On its way", holder=holder)
    return verify(answer, given_, policy=policy, reference=reference, verifies=verifies, raised=raised, at=NOW)


def wrong(*factors: Factor) -> list[Claim]:
    return [replace(claim, value="nobody's") for claim in claims(*factors)]


ANY, ALL = Policy(), Policy(Require.ALL)


@pytest.mark.parametrize(
    ("given_", "policy", "holder", "verifies", "factors"),
    [
        (claims(Z), ANY, ALL_NAMED, False, (Z,)),
        (claims(Z), ANY, ALL_NAMED, True, (Z,)),
        (wrong(Z), ANY, ALL_NAMED, False, None),
        (wrong(Z), ANY, ALL_NAMED, True, None),
        ([], ANY, ALL_NAMED, True, None),
        (claims(P), ANY, ALL_NAMED, True, None),
        (claims(E) + wrong(Z), ANY, ALL_NAMED, False, (E,)),
        (claims(E, Z), ALL, ALL_NAMED, False, (E, Z)),
        (claims(E) + wrong(Z), ALL, ALL_NAMED, False, None),
        (claims(E), ALL, ALL_NAMED, True, None),
        # What the shop does not name, only its own judgement can match.
        (claims(Z), ANY, Holder(), False, None),
        (claims(Z), ANY, Holder(), True, (Z,)),
        (claims(E, Z), ALL, Holder(zip=("94107",)), False, None),
        (claims(E, Z), ALL, Holder(zip=("94107",)), True, (E, Z)),
        # And what it names and differs is not outweighed by what it does not name.
        (claims(E) + wrong(Z), ANY, Holder(zip=("94107",)), True, None),
        ([], Policy(Require.NONE), ALL_NAMED, False, ()),
        (wrong(E, Z), Policy(Require.NONE), ALL_NAMED, False, ()),
    ],
)
def test_what_proves(
    given_: list[Claim], policy: Policy, holder: Holder, verifies: bool, factors: tuple[Factor, ...] | None
) -> None:
    proof = judged(given_, policy, holder=holder, verifies=verifies)
    assert (None if proof is None else proof.factors) == factors
    if proof:
        assert (proof.reference, proof.at) == ("ORD-9842", NOW)


SEVERAL = Holder((JANE, "jane@work.example.com"), ("94107", "60614"), complete=True)


@pytest.mark.parametrize("zip_code", ["94107", "60614"])
def test_each_of_several_values_is_the_holders(zip_code: str) -> None:
    assert judged([replace(claims(Z)[0], value=zip_code)], ANY, holder=SEVERAL) is not None


@pytest.mark.parametrize("value", ["10001", "94107 60614", "9410760614", ""])
def test_nothing_else_is(value: str) -> None:
    assert judged([replace(claims(Z)[0], value=value)], ANY, holder=SEVERAL) is None


@pytest.mark.parametrize("policy", [Policy(factors=(P,)), Policy(Require.ALL, (E, P))])
@pytest.mark.parametrize("complete", [True, False])
def test_what_a_shop_that_named_all_it_knows_does_not_name_matches_nothing(policy: Policy, complete: bool) -> None:
    """Whatever its endpoint is said to verify: an order without a phone number is nobody's by phone."""
    holder = replace(SEVERAL, complete=complete)
    assert (judged(claims(*policy.factors), policy, holder=holder, verifies=True) is None) is complete


def test_a_raised_order_needs_every_factor() -> None:
    assert judged(claims(Z), ANY, raised=True) is None
    assert judged(claims(E) + wrong(Z), ANY, raised=True) is None
    assert judged(claims(E, Z), ANY, raised=True) is not None


def test_a_raised_order_needs_one_signed_claim() -> None:
    assert judged(claims(E, signed=True), ANY, raised=True) is not None
    assert judged(wrong(Z) + claims(E, signed=True), ANY, raised=True) is None


def test_a_locating_email_proves_nothing() -> None:
    assert judged(claims(E), ANY, verifies=True, reference=JANE) is None
    assert judged(claims(E) + wrong(Z), ANY, reference=JANE) is None
    assert judged(claims(E, Z), ANY, reference=JANE) is not None
    assert judged(claims(E, Z), ALL, reference=JANE) is not None
    assert judged(claims(E), Policy(factors=(E,)), verifies=True, reference=JANE) is None


def test_a_locating_email_proves_where_it_is_signed() -> None:
    assert judged(claims(E, signed=True), ANY, reference=JANE) is not None
    assert judged(claims(E, signed=True), ANY, holder=Holder(), verifies=True, reference="omar@example.com") is None


def test_a_proof_shows_nothing_of_the_order() -> None:
    assert "9842" not in repr(judged(claims(Z), ANY))


def test_nobody_else_makes_one() -> None:
    with pytest.raises(TypeError, match="and nowhere else"):
        Proof("ORD-9842", (Z,), NOW, object())


RULES = POLICIES.filter(lambda policy: policy.require is not Require.NONE)
HOW = st.fixed_dictionaries({"holder": HOLDERS, "verifies": st.booleans(), "raised": st.booleans()})


@CASES
@given(RULES, CLAIMS, HOW)
def test_every_factor_of_a_proof_did_match(policy: Policy, given_: list[Claim], how: dict[str, Any]) -> None:
    proof = judged(given_, policy, **how)
    if proof is None:
        return
    claimed = {claim.factor: claim.value for claim in given_}
    assert proof.factors
    for factor in proof.factors:
        named = getattr(how["holder"], factor.value)
        assert factor in policy.factors
        silent = not named and not how["holder"].complete
        assert claimed[factor] in named or (silent and how["verifies"])
    if policy.require is Require.ALL:
        assert set(proof.factors) == set(policy.factors)


@CASES
@given(RULES, CLAIMS, HOW, st.sampled_from(Factor))
def test_a_wrong_claim_never_helps(policy: Policy, given_: list[Claim], how: dict[str, Any], factor: Factor) -> None:
    """Against what the shop names; where it names nothing, its own judgement stands in the place of ours."""
    how["holder"] = replace(how["holder"], **{factor.value: (VALUES[factor],)})
    worse = [replace(claim, value="nobody's") if claim.factor is factor else claim for claim in given_]
    if judged(given_, policy, **how) is None:
        assert judged(worse, policy, **how) is None


@CASES
@given(RULES, CLAIMS, st.booleans())
def test_who_matches_nothing_proves_nothing(policy: Policy, given_: list[Claim], raised: bool) -> None:
    strangers = [replace(claim, value="nobody's") for claim in given_]
    for holder, verifies in ((ALL_NAMED, True), (ALL_NAMED, False), (Holder(), False)):
        assert judged(strangers, policy, holder=holder, verifies=verifies, raised=raised) is None


@CASES
@given(RULES, CLAIMS, HOW)
def test_the_policys_own_factors_alone_decide(policy: Policy, given_: list[Claim], how: dict[str, Any]) -> None:
    alone = [claim for claim in given_ if claim.factor in policy.factors]
    assert judged(given_, policy, **how) == judged(alone, policy, **how)
