"""Codes as they are spoken: the readings that a run of letters and numbers allows, the likeliest first."""

import re
from itertools import pairwise, product

from intents.mention import Mention, Shape
from intents.runs import OH, Atom, Run, runs
from intents.shapes import shape
from intents.written import is_phone, known_prefixes

_SPELLED_OUT = re.compile(r"[A-Z0-9](?:-[A-Z0-9]){2,}")  # "9-4-1-0-7": the dashes are the recogniser's
_NO_SIGN = re.compile(r"[^A-Z0-9]")
_MANY = 4  # readings; nobody would read back more
_WHOLE = 4  # characters on both sides of a pause that make two values of them


def mentions(text: str, prefixes: tuple[str, ...] = ()) -> list[Mention]:
    """Everything spoken that could be a code or a number, in the order of the text.

    Args:
        text: what a recogniser wrote.
        prefixes: how this shop's references begin, as the shop writes them; a reading that begins so is written so.
    """
    known = known_prefixes(prefixes)
    return [
        mention for run in runs(text, known) for atoms in _pieces(run) if (mention := _mention(atoms, prefixes, known))
    ]


def spelled(text: str) -> str | None:
    """The letters and digits that a few words spell and nothing else; None if anything else is said."""
    if len(text) == 1 and text.isalnum():
        return text.upper()
    found = runs(text, frozenset())
    if len(found) != 1 or found[0].atoms[0].start > 0 or found[0].atoms[-1].end < len(text):
        return None
    return _readings(found[0].atoms)[0]


def _mention(atoms: list[Atom], prefixes: tuple[str, ...], known: frozenset[str]) -> Mention | None:
    readings = [_restored(reading, prefixes) for reading in _readings(atoms)]
    readings.sort(key=lambda reading: not reading.startswith(prefixes or ("",)))
    first = readings[0]
    if not any(map(str.isdigit, first)):
        return None
    looks = Shape.PHONE if is_phone(first) else shape(first, known)
    return Mention(atoms[0].start, atoms[-1].end, looks, tuple(dict.fromkeys(readings))) if looks else None


def _pieces(run: Run) -> list[list[Atom]]:
    """The run cut at those pauses that hold two whole values apart: "9842, 94107"; not at "nine, eight, four"."""
    cuts = [0, *run.pauses, len(run.atoms)]
    pieces: list[list[Atom]] = []
    for begin, end in pairwise(cuts):
        piece = run.atoms[begin:end]
        if pieces and min(_length(pieces[-1]), _length(piece)) < _WHOLE:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _length(atoms: list[Atom]) -> int:
    return sum(len(atom.readings[0]) for atom in atoms)


def _readings(atoms: list[Atom]) -> list[str]:
    """What the atoms spell together, in every way they allow, but at most four."""
    settled: list[tuple[str, ...]] = []
    behind = _behind_each(atoms)
    for atom, after in zip(atoms, behind, strict=True):
        before = settled[-1][0] if settled else ""
        settled.append(_oh(before, after) if atom.readings == (OH,) else atom.readings)
    joined: list[str] = [""]
    for options in settled:
        joined = [before + option for before, option in product(joined, options)][:_MANY]
    return [reading.replace("-", "") if _SPELLED_OUT.fullmatch(reading) else reading for reading in joined]


def _behind_each(atoms: list[Atom]) -> list[str]:
    """What follows each atom, looking past every "o"."""
    behind = []
    after = ""
    for atom in reversed(atoms):
        behind.append(after)
        after = after if atom.readings == (OH,) else atom.readings[0]
    return behind[::-1]


def _oh(before: str, after: str) -> tuple[str, ...]:
    """What "o" is between these neighbours: the letter among letters, zero among digits, either in between."""
    kinds = {neighbour.isdigit() for neighbour in (before[-1:], after[:1]) if neighbour.isalnum()}
    if len(kinds) == 1:
        return ("0",) if kinds.pop() else ("O",)
    return ("0", "O") if before[-1:].isdigit() else ("O", "0")


def _restored(reading: str, prefixes: tuple[str, ...]) -> str:
    """The reading with the shop's own beginning, if it begins so: "ORD9842" where the shop writes "ORD-9842"."""
    plain = _NO_SIGN.sub("", reading)
    for prefix in prefixes:
        letters = _NO_SIGN.sub("", prefix.upper())
        rest = plain[len(letters) :]
        if letters and rest[:1].isdigit() and plain[: len(letters)].replace("0", "O") == letters.replace("0", "O"):
            return prefix + _behind(reading, len(letters))
    return reading


def _behind(reading: str, letters: int) -> str:
    """What stands behind so many letters and digits, without the sign between."""
    for at, character in enumerate(reading):
        letters -= character.isalnum()
        if not letters:
            return reading[at + 1 :].lstrip("-_/ ")
    return ""
