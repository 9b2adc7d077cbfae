"""What is still to be asked for before a lookup may be made."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.promises.soak import CASES
from verification.policy import Claim, Factor, Policy, Require

E, Z, P = Factor.EMAIL, Factor.ZIP, Factor.PHONE
JANE = "jane.doe@example.com"
VALUES = {E: JANE, Z: "94107", P: "+14155550132"}


def claims(*factors: Factor, signed: bool = False) -> list[Claim]:
    return [Claim(factor, VALUES[factor], 0.0, signed) for factor in factors]


RAISED = {"raised": True}
LOCATED = {"located_by": JANE}


@pytest.mark.parametrize(
    ("policy", "given_", "how", "missing"),
    [
        (Policy(Require.NONE), (), {}, []),
        (Policy(Require.NONE, ()), (), RAISED, []),
        (Policy(), (), {}, [E, Z]),
        (Policy(), (Z,), {}, []),
        (Policy(), (P,), {}, [E, Z]),
        (Policy(), (Z,), RAISED, [E]),
        (Policy(), (E, Z), RAISED, []),
        (Policy(Require.ALL), (), {}, [E, Z]),
        (Policy(Require.ALL), (E,), {}, [Z]),
        (Policy(Require.ALL, (E, Z, P)), (P, E), {}, [Z]),
        (Policy(Require.ALL), (E, Z), RAISED, []),
        (Policy(), (E,), LOCATED, [Z]),
        (Policy(), (E, Z), LOCATED, []),
        (Policy(Require.ALL, (E, Z, P)), (E, Z), LOCATED, [P]),
        (Policy(factors=(E, Z, P)), (E, Z), RAISED | LOCATED, [P]),
    ],
)
def test_what_is_missing(
    policy: Policy, given_: tuple[Factor, ...], how: dict[str, Any], missing: list[Factor]
) -> None:
    assert policy.missing(claims(*given_), **how) == missing


def test_one_signed_claim_is_enough_for_a_raised_order() -> None:
    assert Policy().missing(claims(E, signed=True), raised=True) == []
    assert Policy(Require.ALL).missing(claims(E, signed=True), raised=True) == [Z]


@pytest.mark.parametrize(
    ("claim", "located", "usable"),
    [
        (Claim(E, JANE, 0.0), None, True),
        (Claim(E, JANE, 0.0), JANE, False),
        (Claim(E, JANE, 0.0, signed=True), JANE, True),
        (Claim(E, "omar@example.com", 0.0, signed=True), JANE, False),
        (Claim(Z, "94107", 0.0), JANE, True),
        (Claim(P, "+14155550132", 0.0), None, False),
        (Claim(P, "+14155550132", 0.0, signed=True), None, False),
    ],
)
def test_which_claims_can_prove_anything(claim: Claim, located: str | None, usable: bool) -> None:
    assert bool(Policy().usable([claim], located)) == usable


@pytest.mark.parametrize(
    ("policy", "given_", "located", "can"),
    [
        (Policy(), [], None, True),
        (Policy(), [], JANE, True),
        (Policy(factors=(E,)), claims(E), JANE, False),
        (Policy(factors=(E,)), claims(E, signed=True), JANE, True),
        (Policy(factors=(E,)), claims(E), None, True),
        (Policy(Require.NONE, ()), [], JANE, True),
    ],
)
def test_whether_anything_could_prove_it(policy: Policy, given_: list[Claim], located: str | None, can: bool) -> None:
    assert policy.can_prove(given_, located) == can


POLICIES = st.builds(
    Policy, st.sampled_from(Require), st.lists(st.sampled_from(Factor), min_size=1, unique=True).map(tuple)
)
CLAIMS = st.lists(
    st.builds(Claim, st.sampled_from(Factor), st.sampled_from([*VALUES.values()]), st.just(0.0), st.booleans()),
    max_size=4,
    unique_by=lambda claim: claim.factor,
)


@CASES
@given(POLICIES, CLAIMS, st.booleans(), st.sampled_from([None, JANE]))
def test_giving_what_is_missing_leaves_nothing_missing(
    policy: Policy, given_: list[Claim], raised: bool, located: str | None
) -> None:
    missing = policy.missing(given_, raised=raised, located_by=located)
    assert set(missing) <= set(policy.factors)
    more = [claim for claim in given_ if claim.factor not in missing] + claims(*missing)
    assert policy.missing(more, raised=raised, located_by=located) == []


@CASES
@given(POLICIES, CLAIMS, st.booleans(), st.sampled_from([None, JANE]))
def test_the_order_of_claims_changes_nothing(
    policy: Policy, given_: list[Claim], raised: bool, located: str | None
) -> None:
    backwards = policy.missing(given_[::-1], raised=raised, located_by=located)
    assert policy.missing(given_, raised=raised, located_by=located) == backwards
