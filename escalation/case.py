"""What a colleague gets to read: what the customer told us, and nothing of what the shop did. Only standard library."""

from dataclasses import dataclass, field

from escalation.reasons import Reason
from lookup.order import Kind
from verification.policy import Claim


@dataclass(frozen=True, slots=True)
class Case:
    """One cause for a person.

    Attributes:
        contact: an e-mail, a phone number, or what else the customer said of how to be reached.
        message: what happened, or what is to be passed on, in the customer's words.
        proof: `proven:<factors>`, `claimed` or `none`.
        verified_email: the e-mail that was part of a proof or of a signed identity; no other gets a colleague's words.
        tried: what was done so far, oldest first: told, not_proven, invalid_reference, lookup_failed, locked.
    """

    reason: Reason
    kind: Kind | None = None
    reference: str | None = field(default=None, repr=False)
    claims: tuple[Claim, ...] = ()
    contact: str | None = field(default=None, repr=False)
    message: str | None = field(default=None, repr=False)
    proof: str = "none"
    tried: tuple[str, ...] = ()
    verified_email: str | None = field(default=None, repr=False)

    @property
    def proving(self) -> tuple[Claim, ...]:
        """The claims that proved whose order it is, or all of them where none did; one that came later may be wrong."""
        proven = self.proof.removeprefix("proven:").split("+")
        return tuple(claim for claim in self.claims if claim.factor.value in proven) or self.claims
