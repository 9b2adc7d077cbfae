"""What a customer may give as a reference, the one search term made of it, and when an order's name is the same.

Shopify's search has a language of its own inside the string (`OR`, `*`, `:`, quotes), and it answers with strangers'
orders where it does not understand a filter. So only plain characters get into a term, and every order that comes back
is compared here.
"""

import re
import unicodedata
from dataclasses import dataclass

# With a digit, so that no OR, AND or NOT gets through, and not beginning with a dash, which negates.
_NAME = re.compile(r"(?=.*[0-9])[A-Za-z0-9#][A-Za-z0-9#._/-]{0,31}")
_CONFIRMATION = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{6,12}")  # "XPAV284CT"; may happen to be without a digit
_TERM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")
_NOT_COMPARED = re.compile(r"[\s#]")


@dataclass(frozen=True, slots=True)
class Numbering:
    """What a store puts around the number in an order's name."""

    prefix: str = "#"
    suffix: str = ""

    def names(self, name: str) -> set[str]:
        """Every form in which this order's name may be given, normalised: with and without prefix and suffix."""
        full, prefix, suffix = normal(name), normal(self.prefix), normal(self.suffix)
        short = full.removeprefix(prefix)
        return {full, short, full.removesuffix(suffix), short.removesuffix(suffix)} - {""}


def readable(reference: str) -> str | None:
    """The reference in plain characters, or None if it can be neither an order's name nor a confirmation number."""
    plain = unicodedata.normalize("NFKC", reference).strip(" ") if len(reference) <= 64 else ""  # noqa: PLR2004 - twice what may come of it
    return plain if _NAME.fullmatch(plain) or is_confirmation(plain) else None


def is_confirmation(reference: str) -> bool:
    """Whether it may be a confirmation number, which Shopify makes at random."""
    return _CONFIRMATION.fullmatch(reference) is not None


def normal(name: str) -> str:
    """The form in which two names are the same order's: upper case, without blanks and "#"."""
    return _NOT_COMPARED.sub("", unicodedata.normalize("NFKC", name).upper())


def search_term(reference: str, numbering: Numbering) -> str:
    """The filter for an order's name: as given, or with the store's prefix and suffix put around it.

    Unquoted, as Shopify documents it (`name:1001-A`): nothing that the search language knows is left in the values.

    Args:
        reference: as `readable` returned it.
        numbering: the store's; left out where it holds other characters than a reference may.
    """
    bare = reference.replace("#", "")
    prefix, suffix = numbering.prefix.replace("#", ""), numbering.suffix.replace("#", "")
    whole = f"{'' if bare.upper().startswith(prefix.upper()) else prefix}{bare}"
    whole = whole if whole.upper().endswith(suffix.upper()) else f"{whole}{suffix}"
    terms = [f"name:{value}" for value in dict.fromkeys((bare, whole)) if _TERM.fullmatch(value)]
    return " OR ".join(terms)


def confirmation_term(reference: str) -> str:
    """The filter for a confirmation number; `reference` as `is_confirmation` allows it."""
    return f"confirmation_number:{reference.upper()}"
