"""`verify`: the one place where a claim becomes a proof. Pure; only the standard library and types below."""

from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from hmac import compare_digest

from lookup.order import Answer
from verification.policy import Claim, Factor, Policy, Require

_MINT = object()


@dataclass(frozen=True, slots=True)
class Proof:
    """That this customer may hear of this order, now. Only `verify` can make one; it lives for one turn.

    `factors` names what matched, and is empty where the merchant's policy asks for nothing.
    """

    reference: str = field(repr=False)
    factors: tuple[Factor, ...]
    at: float
    mint: InitVar[object]

    def __post_init__(self, mint: object) -> None:
        if mint is not _MINT:
            raise TypeError("a Proof is made by verification.proof.verify and nowhere else")


def verify(
    answer: Answer,
    claims: Iterable[Claim],
    *,
    policy: Policy,
    reference: str,
    verifies: bool,
    raised: bool,
    at: float,
) -> Proof | None:
    """Decide whether the claims prove that this answer may be told.

    Where the shop named the holder we compare ourselves; a factor it did not name counts as matched only if its
    endpoint judges claims (`verifies`). One factor that the shop named and that differs refuses under `all`, and under
    `any` unless another one matched by our own comparison.

    Args:
        answer: what the shop said.
        claims: what was sent along with the question.
        policy: the one in force now.
        reference: what was looked up.
        verifies: the endpoint was tested, or is stated, to refuse wrong claims.
        raised: see `Policy.missing`.
        at: now, in Unix seconds.

    Returns: the proof, or None, which is to sound like "no such order".
    """
    if policy.require is Require.NONE:
        return Proof(reference, (), at, _MINT)
    located_by = reference if "@" in reference else None
    usable = policy.usable(claims, located_by)
    if policy.missing(usable, raised=raised, located_by=located_by):
        return None
    compared = {claim.factor: _same(claim, answer) for claim in usable}
    matched = tuple(factor for factor, same in compared.items() if same or (same is None and verifies))
    by_us = any(compared.values())
    refused = any(same is False for same in compared.values())
    everything = policy.require is Require.ALL or raised
    if not matched or (refused and (everything or not by_us)):
        return None
    if everything and len(matched) < len(compared):
        return None
    return Proof(reference, matched, at, _MINT)


def _same(claim: Claim, answer: Answer) -> bool | None:
    """Whether one of the shop's own values is the claimed one; None where the shop leaves it open.

    In constant time: each value is compared to its end, and all of them are.
    """
    holder, claimed = answer.holder, claim.value.encode()
    named: tuple[str, ...] = getattr(holder, claim.factor.value)
    if not named and not holder.complete:
        return None
    return True in [compare_digest(each.encode(), claimed) for each in named]
