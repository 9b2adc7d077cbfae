"""P1: no order fact without proof, and "no such order" sounds like "not your order"."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given

from conversation.core import decide
from conversation.known import Known, Matter, Said, Told
from conversation.revising import revised
from conversation.terms import DISCLOSED_BY_DEFAULT, Guardrails, Terms
from intents.meaning import Intent
from lookup.order import Kind
from tests.promises.meanings import meaning
from tests.promises.shops import JANES, NEEDLES, OMARS, judging
from tests.promises.soak import CASES
from tests.promises.strangers import Scene, finders, strangers
from tests.promises.talk import Talk, leaving
from verification.policy import Claim, Factor, Policy
from verification.proof import Proof, verify

ROOT = Path(__file__).parents[2]
ORDERS = Terms(kinds=frozenset({Kind.ORDER}), verifies=True)


def heard_in(scene: Scene) -> str:
    talk = scene.talk(JANES, OMARS)
    for each in scene.history:
        talk.hear(each, asserted=scene.asserted)
    return "\n".join(leaving(turn.reply) for turn in talk.turns)


@CASES
@given(strangers())
def test_p1_a_stranger_never_hears_an_order_fact(scene: Scene) -> None:
    heard = heard_in(scene)
    assert [needle for needle in NEEDLES if needle in heard] == []


@CASES
@given(finders())
def test_p1_an_email_alone_never_tells_where_somebodys_parcel_is(scene: Scene) -> None:
    heard = heard_in(scene)
    assert [needle for needle in NEEDLES if needle in heard] == []


@CASES
@given(strangers())
def test_p1_no_such_order_and_not_yours_are_one_path(scene: Scene) -> None:
    there, not_there = scene.talk(JANES, OMARS), scene.talk(OMARS)
    for each in scene.history:
        assert there.hear(each, asserted=scene.asserted) == not_there.hear(each, asserted=scene.asserted)
        assert there.said == not_there.said
        assert there.turns[-1].effects == not_there.turns[-1].effects


def test_p1_the_owner_does_hear_them() -> None:
    """Otherwise the properties above would hold of an assistant that is mute."""
    talk = Talk(ORDERS, judging(JANES))
    heard = talk.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107"))
    for about in DISCLOSED_BY_DEFAULT:
        heard += talk.hear(meaning(Intent.ORDER_STATUS, about=about))
    assert [needle for needle in NEEDLES if needle not in heard] == ["SHIPPED-OF-JANE", "To Jane"]


def test_p1_a_trusted_partys_word_goes_before_the_customers() -> None:
    """Whoever is signed in as Omar and claims to be Jane is Omar, also to the shop."""
    omar = Claim(Factor.EMAIL, "omar.haddad@example.com", 0.0, signed=True)
    talk = Talk(ORDERS, judging(JANES, OMARS))
    talk.hear(meaning(Intent.ORDER_STATUS), asserted=[omar])
    assert "Jane" not in talk.hear(meaning(email="jane.doe@example.com"), asserted=[omar])
    assert "Jane" not in talk.hear(meaning(reference="ORD-9842", email="jane.doe@example.com"), asserted=[omar])
    asked = [claim for turn in talk.turns for lookup in turn.lookups for claim in lookup.claims]
    assert {claim.value for claim in asked} <= {"omar.haddad@example.com"}


def test_p1_only_what_is_listed_leaves() -> None:
    silent = dataclasses.replace(ORDERS, guardrails=Guardrails(disclose=()))
    talk = Talk(silent, judging(JANES))
    talk.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107"))
    for about in (*DISCLOSED_BY_DEFAULT, "gift_note"):
        talk.hear(meaning(Intent.ORDER_STATUS, about=about))
        heard = leaving(talk.turns[-1].reply)
        assert [needle for needle in NEEDLES if needle in heard] in ([], ["lamp of Jane"])


def proof() -> Proof:
    claims = [Claim(Factor.ZIP, "94107", 0.0)]
    made = verify(JANES.answer, claims, policy=Policy(), reference="ORD-9842", verifies=True, raised=False, at=0.0)
    assert made is not None
    return made


@pytest.mark.parametrize(
    "forge",
    [
        lambda real: Proof("ORD-5000", real.factors, real.at),  # type: ignore[call-arg]  # the point
        lambda real: Proof("ORD-5000", real.factors, real.at, object()),
        lambda real: dataclasses.replace(real, reference="ORD-5000"),
        lambda real: Proof("ORD-5000", real.factors, real.at, real.mint),
        lambda real: revised(real, reference="ORD-5000"),
        lambda real: setattr(real, "reference", "ORD-5000"),
    ],
)
def test_p1_a_proof_is_made_by_verify_alone(forge: object) -> None:
    assert callable(forge)
    with pytest.raises((TypeError, ValueError, AttributeError)):
        forge(proof())


def test_p1_only_one_file_knows_the_mint() -> None:
    source = [path for room in ROOT.iterdir() if (room / "__init__.py").exists() for path in room.rglob("*.py")]
    knowing = {path.relative_to(ROOT).as_posix() for path in source if "_MINT" in path.read_text()}
    assert knowing - {Path(__file__).relative_to(ROOT).as_posix()} == {"verification/proof.py"}


def test_p1_a_proof_for_one_order_tells_no_other() -> None:
    said = Said(reference="ORD-5000", matter=Matter.STATUS, open=True)
    with pytest.raises(ValueError, match="the order it was made for"):
        decide(Known(ORDERS, said, found=Told(OMARS.answer, proof())))
