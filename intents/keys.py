"""What the keys of a telephone mean: a lone 0, *, 1 or 2 is a wish; more of them are the digits that were asked for."""

from dataclasses import replace

from intents.meaning import Hints, Intent, Slot, Understanding
from intents.understand import understand

WISHES = {"0": Intent.HUMAN, "*": Intent.REPEAT, "1": Intent.AFFIRM, "2": Intent.DENY}
KINDS = {"1": "order", "2": "project"}


def keyed(keys: str, *, expecting: frozenset[Slot], hints: Hints) -> Understanding:
    """Understand what was keyed in as a whole: "0" wants a person, "02139" is a ZIP.

    A keypad has no letters, so a number gets the shop's prefix, unless the shop knew bare numbers of that length; where
    there are several, which one it was is in doubt.
    """
    if Slot.KIND in expecting and keys in KINDS:
        return Understanding(Intent.OTHER, 1.0, {Slot.KIND: KINDS[keys]})
    if keys in WISHES:
        return Understanding(WISHES[keys], 1.0, {})
    digits = "".join(key for key in keys if key.isdigit())
    meaning = understand(digits, expecting=expecting, hints=hints)
    number = meaning.slots.get(Slot.REFERENCE)
    if number != digits or not hints.prefixes or len(digits) in hints.bare:
        return meaning
    first, *others = (prefix + digits for prefix in hints.prefixes)
    alternatives = tuple((Slot.REFERENCE, other) for other in others)
    return replace(meaning, slots={**meaning.slots, Slot.REFERENCE: first}, alternatives=alternatives)
