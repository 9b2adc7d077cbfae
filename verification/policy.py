"""What a merchant requires before order facts are told, and what a customer has claimed; only the standard library."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Factor(StrEnum):
    """A kind of claim."""

    EMAIL = "email"
    ZIP = "zip"
    PHONE = "phone"


class Require(StrEnum):
    """How many of a policy's factors have to match."""

    ANY = "any"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a customer asserts, in the canonical form of its factor; `at` in Unix seconds.

    `signed`: not the customer's word but that of a party the merchant trusts with it (a key with `identity:assert`).
    """

    factor: Factor
    value: str = field(repr=False)
    at: float
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """A merchant's rule for one agent. `endpoint_verifies`: the merchant states that the endpoint judges the claims."""

    require: Require = Require.ANY
    factors: tuple[Factor, ...] = (Factor.EMAIL, Factor.ZIP)
    max_attempts: int = 3
    ttl_minutes: int = 30
    endpoint_verifies: bool = False

    def usable(self, claims: Iterable[Claim], located_by: str | None) -> list[Claim]:
        """The claims that can prove anything under this policy.

        An e-mail that stands in for the order number (`located_by`) proves nothing, unless that very one is signed:
        whoever knows somebody's address would otherwise be told where their parcel is.
        """
        return [
            claim
            for claim in claims
            if claim.factor in self.factors
            and (located_by is None or claim.factor is not Factor.EMAIL or (claim.signed and claim.value == located_by))
        ]

    def sent(self, claims: Iterable[Claim], located_by: str | None) -> tuple[Claim, ...]:
        """The claims that travel with a question: those that are asked for, and the e-mail that stands in for a number.

        An endpoint may be content with any claim that fits: a phone number, where the policy wants a postcode, would
        then prove what it must not.
        """
        return tuple(
            claim
            for claim in claims
            if self.require is Require.NONE or claim.factor in self.factors or claim.value == located_by
        )

    def missing(self, claims: Iterable[Claim], *, raised: bool = False, located_by: str | None = None) -> list[Factor]:
        """Which factors are still to be asked for before a lookup may be made; empty when none.

        Args:
            claims: what was claimed so far.
            raised: too many have guessed at this order: every factor is needed, unless one claim is signed.
            located_by: see `usable`.
        """
        if self.require is Require.NONE:
            return []
        usable = self.usable(claims, located_by)
        given = {claim.factor for claim in usable}
        lacking = [factor for factor in self.factors if factor not in given]
        if located_by is not None:
            lacking = [factor for factor in lacking if factor is not Factor.EMAIL]
        if self.require is Require.ALL or (raised and not any(claim.signed for claim in usable)):
            return lacking
        return [] if given else lacking

    def can_prove(self, claims: Iterable[Claim], located_by: str | None) -> bool:
        """Whether anything could prove an order found by `located_by`; if not, its number has to be asked for."""
        return (
            self.require is Require.NONE
            or located_by is None
            or any(factor is not Factor.EMAIL for factor in self.factors)
            or bool(self.usable(claims, located_by))
        )
