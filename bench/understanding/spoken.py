"""Codes and addresses as people say them and recognisers write them: a seeded generator of every documented way.

The ways are those of docs/understanding.md, "Spoken codes". A saying is `clear` if its words allow one reading only;
of the others the value has to be among the candidates.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from bench.understanding import dictating, voicing
from intents.meaning import Slot

KINDS = ("zip", "number", "prefixed", "email")
_PREFIXES = ("ORD-", "PROJ-", "W", "JN", "SL-", "#", "INV-", "AB-", "TK", "MX-", "B", "GD-")
_FIRST = ("jane", "john", "maria", "wei", "olga", "sam", "priya", "ahmed", "zoe", "mike", "anna", "lee", "hannah")
_LAST = ("doe", "smith", "garcia", "nguyen", "patel", "miller", "okafor", "kim", "brown", "rossi", "lopez", "novak")
_DOMAINS = ("gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "aol.com", "msn.com",
            "protonmail.com", "example.com", "example.co.uk", "example.org", "example.net", "example.edu")  # fmt: skip
_LEADS = {
    "zip": ("my zip is", "it's", "um it's", "the zip code is", "yeah so it's", "that would be", "zip code", "uh"),
    "number": ("my order number is", "it's", "um it's", "order number", "yeah so it's", "uh", "the number is", "okay"),
    "prefixed": ("my order number is", "it's", "um it's", "the order is", "yeah so it's", "uh", "sure it's", "okay"),
    "email": ("my email is", "it's", "um it's", "the email address is", "yeah so it's", "sure it's", "uh", "okay"),
}
_TAILS = ("thanks", "I think", "please", "thank you", "okay", "that's it", "I believe")
_REPAIRS = ("no wait", "sorry", "I mean", "no sorry", "actually", "correction", "scratch that")
_SLOTS = {"zip": Slot.ZIP, "number": Slot.REFERENCE, "prefixed": Slot.REFERENCE, "email": Slot.EMAIL}


@dataclass(frozen=True, slots=True)
class Saying:
    """One value in one way of saying it; `way` names the way for the report."""

    said: str
    kind: str
    slot: Slot
    value: str
    prefixes: tuple[str, ...]
    way: str
    clear: bool = True


def sayings(number: int, seed: int = 7) -> Iterator[Saying]:
    """So many sayings, of every kind in turn; the same for the same seed."""
    chance = Random(seed)  # noqa: S311  # reproducible, not secret
    for at in range(number):
        yield saying(chance, KINDS[at % len(KINDS)])


def saying(chance: Random, kind: str) -> Saying:
    """One value of this kind, said in one of its ways, with what people say around it."""
    value, prefixes = _VALUES[kind](chance)
    said, way, clear = _say(chance, kind, value)
    match chance.randrange(8):
        case 0:
            other = f"{prefixes[0]}{_number(chance)[0]}" if prefixes else _VALUES[kind](chance)[0]
            wrong = _say(chance, kind, other)[0]
            said, way = f"{wrong}{chance.choice((', ', ' '))}{chance.choice(_REPAIRS)} {said}", f"{way}, corrected"
        case 1 if kind != "email":
            said, way = f"{said}, that's {_say(chance, kind, value)[0]}", f"{way}, twice"
        case _:
            pass
    return Saying(_around(chance, kind, said), kind, _SLOTS[kind], value, prefixes, way, clear)


def _around(chance: Random, kind: str, said: str) -> str:
    """The value within the sentence of a talk: capitals and a full stop as recognisers set them."""
    lead = f"{chance.choice(_LEADS[kind])} " if chance.random() < 0.6 else ""  # noqa: PLR2004
    tail = f" {chance.choice(_TAILS)}" if chance.random() < 0.25 else ""  # noqa: PLR2004
    sentence = f"{lead}{said}{tail}"
    if chance.random() < 0.3:  # noqa: PLR2004
        sentence = sentence[:1].upper() + sentence[1:] + "."
    return sentence


def _say(chance: Random, kind: str, value: str) -> tuple[str, str, bool]:
    match kind:
        case "email":
            way = chance.choice(list(dictating.ADDRESSES))
            return dictating.ADDRESSES[way](chance, value), way, True
        case "prefixed":
            return _prefixed(chance, value)
        case _:
            return voicing.digits(chance, value, of_zip=kind == "zip")


def _prefixed(chance: Random, value: str) -> tuple[str, str, bool]:
    """A prefix and its digits, each in a way of its own."""
    letters = value.rstrip("0123456789")
    number, numbered, clear = voicing.digits(chance, value[len(letters) :], of_zip=False)
    if letters == "#":
        return f"{chance.choice(('number sign', 'hash', 'pound', 'number', '#'))} {number}", f"sign, {numbered}", clear
    lettered = chance.choice(list(dictating.LETTERS))
    sign = chance.choice(("dash", "hyphen", "minus", "-")) if letters.endswith("-") and chance.random() < 0.7 else ""  # noqa: PLR2004
    said = dictating.LETTERS[lettered](chance, letters.removesuffix("-"))
    return " ".join(filter(None, (said, sign, number))), f"{lettered}, {numbered}", clear


def _zip(chance: Random) -> tuple[str, tuple[str, ...]]:
    return f"{chance.randrange(501, 99_951):05}", ()


def _number(chance: Random) -> tuple[str, tuple[str, ...]]:
    length = chance.choice((4, 4, 4, 5, 6, 7, 8))
    return str(chance.randrange(10 ** (length - 1), 10**length)), ()


def _reference(chance: Random) -> tuple[str, tuple[str, ...]]:
    prefix = chance.choice(_PREFIXES)
    return prefix + _number(chance)[0], (prefix,)


def _email(chance: Random) -> tuple[str, tuple[str, ...]]:
    first, last = chance.choice(_FIRST), chance.choice(_LAST)
    local = chance.choice((f"{first}.{last}", f"{first}_{last}", f"{first}-{last}", first, f"{first[0]}.{last}"))
    number = str(chance.randrange(1, 100)) if chance.random() < 0.3 else ""  # noqa: PLR2004
    return f"{local}{number}@{chance.choice(_DOMAINS)}", ()


_VALUES: dict[str, Callable[[Random], tuple[str, tuple[str, ...]]]] = {
    "zip": _zip,
    "number": _number,
    "prefixed": _reference,
    "email": _email,
}
