"""The values of one utterance, typed or spoken: codes and addresses, found, placed and put right."""

import re

from intents import addresses, corrections, details, numbers, written
from intents import spoken as speech
from intents.around import AROUND, LEADING, LEADING_TO_CONTACTS
from intents.meaning import Hints, Slot
from intents.mention import Mention, Shape
from intents.slots import FEW, Filling, Setting, fill
from intents.words import words

CODES = frozenset({Slot.REFERENCE, Slot.ZIP, Slot.EMAIL, Slot.PHONE})
_MENDED_FIRST = (Slot.ZIP, Slot.PHONE, Slot.EMAIL, Slot.REFERENCE)  # a number is given first, so it is mended last
_NUMBERED = frozenset({Shape.DIGITS, Shape.CODE})
_SHORTEST_DICTATED, _LONGEST_DICTATED = 4, 120  # characters: of a number, of what is typed around it, too
_CONTACT_SHAPES = frozenset({Shape.EMAIL, Shape.PHONE})
_PHONE_DIGITS = frozenset({10, 11})
_IN_GROUPS = frozenset({Shape.DIGITS, Shape.TOKEN, Shape.CODE})
_GROUPS = re.compile(
    r"(?<![\w.,:/-])(?:[a-z]{1,4}[ -]{1,3})?(?:[0-9]{1,3}[ -]){1,12}[0-9]{1,4}(?![\w/-])", re.IGNORECASE
)
_DIGIT = re.compile(r"[0-9]")
_LETTERS = re.compile(r"[^\W\d_]+")


def values(
    text: str, said: list[str], expecting: frozenset[Slot], hints: Hints, *, spoken: bool
) -> dict[Slot, Filling]:
    """The slots that are codes and addresses."""
    found = _spoken(text, hints) if spoken else _typed(text, said, expecting, hints)
    filled = {}
    if found:
        heard, beside = hints.heard.get(Slot.REFERENCE, ""), _words_beside(text, found)
        setting = Setting(expecting, details.speaks_of_order(said), beside, hints.digits, heard)
        filled = fill(text, found, setting)
    if "not" in said and (swap := corrections.swap(text)):
        return filled | _corrected(filled, swap, expecting, hints)
    return filled


def _words_beside(text: str, found: list[Mention]) -> int:
    """How many words stand beside the values that say more than "it is", or how somebody can be reached."""
    beside = _LETTERS.findall(written.without(text, found).lower())
    saying = len([word for word in beside if word not in LEADING])
    if saying <= FEW:
        return saying
    if AROUND.issuperset(beside):
        return 0
    return sum(word not in LEADING_TO_CONTACTS for word in beside) if any(map(_may_reach, found)) else saying


def _may_reach(value: Mention) -> bool:
    """Whether it is a contact by its looks; then words that only lead up to one count for nothing."""
    return value.shape in _CONTACT_SHAPES or (value.shape is Shape.DIGITS and len(value.first) in _PHONE_DIGITS)


def _corrected(
    filled: dict[Slot, Filling], swap: tuple[str, str], expecting: frozenset[Slot], hints: Hints
) -> dict[Slot, Filling]:
    """What "eight, not nine" makes of a value given in the same breath, or of one given before."""
    for slot in sorted(_MENDED_FIRST, key=lambda slot: slot not in expecting):
        here = filled.get(slot)
        heard = here.readings[0] if here and len(here.readings[0]) > len(swap[0]) else hints.heard.get(slot, "")
        if readings := corrections.amended(heard, *swap):
            return {slot: Filling(readings, here.start if here else 0, here.end if here else 0)}
    return {}


def _typed(text: str, said: list[str], expecting: frozenset[Slot], hints: Hints) -> list[Mention]:
    """What is typed; where nothing is found and something was asked for, people may have typed as they speak."""
    for_postcode = Slot.ZIP in expecting and Slot.REFERENCE not in expecting
    found = written.mentions(text, hints.prefixes, for_postcode=for_postcode)
    if addresses.might_hold(text) and not any(value.shape is Shape.EMAIL for value in found):
        found = _merged(found, addresses.mentions(text))
    if expecting.isdisjoint(CODES):
        return found or _dictated(text, said, hints)
    if found and not _is_in_groups(text, found, expecting):
        return found
    return found if not found and _DIGIT.search(text) else speech.mentions(text, hints)


def _dictated(text: str, said: list[str], hints: Hints) -> list[Mention]:
    """A number typed in words that nobody asked for, if all the rest of the message is words around one."""
    if numbers.NUMBER_WORDS.isdisjoint(said) or len(text) > _LONGEST_DICTATED:
        return []
    found = speech.mentions(text, hints)
    whole = len(found) == 1 and len(found[0].first) >= _SHORTEST_DICTATED and found[0].shape in _NUMBERED
    return found if whole and AROUND.issuperset(words(written.without(text, found))) else []


def _is_in_groups(text: str, found: list[Mention], expecting: frozenset[Slot]) -> bool:
    """Whether a number that was asked for is typed as it is spoken, in groups: "ORD 98 42", "9 8 4 2"."""
    plain = all(value.shape in _IN_GROUPS for value in found)
    return plain and Slot.REFERENCE in expecting and _GROUPS.search(text) is not None


def _spoken(text: str, hints: Hints) -> list[Mention]:
    found = list(written.emails(text))
    left = written.without(text, found)
    if addresses.might_hold(left):
        found += addresses.mentions(left)
        left = written.without(left, found)
    return sorted([*found, *speech.mentions(left, hints)], key=lambda value: value.start)


def _merged(typed: list[Mention], heard: list[Mention]) -> list[Mention]:
    """Spoken addresses, and of what is typed that which is no part of one."""
    apart = [one for one in typed if not any(one.start < other.end and other.start < one.end for other in heard)]
    return sorted([*apart, *heard], key=lambda value: value.start)
