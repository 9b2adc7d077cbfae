"""Claims that a trusted party makes for a customer, in the forms in which they are compared."""

from collections.abc import Callable, Mapping

from intents import forms
from verification.policy import Claim, Factor

FORMS: Mapping[Factor, Callable[[str], str | None]] = {
    Factor.EMAIL: forms.email,
    Factor.ZIP: forms.postcode,
    Factor.PHONE: forms.phone,
}


class BadClaim(Exception):  # noqa: N818 - the client's mistake, told in the shape of its door
    """A claim has not the form of its factor; names the factor, never the value."""

    def __init__(self, factor: str) -> None:
        super().__init__(f"the {factor} that is claimed is none")
        self.factor = factor


def asserted(claims: Mapping[str, str], at: float) -> tuple[Claim, ...]:
    """Signed claims from values by factor (email, zip, phone). Raises: BadClaim."""
    made = []
    for name, value in claims.items():
        form = FORMS[Factor(name)](value) if name in set(Factor) else None
        if form is None:
            raise BadClaim(name)
        made.append(Claim(Factor(name), form, at, signed=True))
    return tuple(made)
