"""Finding somebody's ticket again: by its number, the order's, an e-mail or a telephone number. Exactly, or not at all.

What is compared are keyed hashes of canonical forms: what customers wrote stays sealed, and there is nothing to browse.
"""

import re
from dataclasses import dataclass

from infra.store.vault import Vault
from intents import forms

_NUMBER = re.compile(r"#?\s*([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a ticket is found by: any of these. None is nobody's."""

    number: int | None
    reference: str | None
    contact: str | None


def sought(vault: Vault, text: str) -> Sought:
    """What these words can mean. `ORD 9842` finds `ord-9842`, a telephone number is found however it is written."""
    text = text.strip()
    number = _NUMBER.fullmatch(text)
    return Sought(
        int(number[1]) if number else None,
        reference_index(vault, text),
        contact_index(vault, forms.email(text) or forms.phone(text) or text),
    )


def reference_index(vault: Vault, reference: str | None) -> str | None:
    """What stands for an order's number, however it is written; None for none."""
    canonical = forms.reference(reference) if reference else ""
    return vault.index("reference", canonical) if canonical else None


def contact_index(vault: Vault, contact: str | None) -> str | None:
    """What stands for a way to reach somebody, in the form in which it is kept; None for none."""
    return vault.index("contact", contact.strip().lower()) if contact and contact.strip() else None
