"""Codes as they are spoken: the readings that a run of letters and numbers allows, the likeliest first."""

import re
from itertools import islice, pairwise, product

from intents.beginnings import restored
from intents.meaning import NO_HINTS, Hints
from intents.mention import Mention, Shape
from intents.runs import OH, Atom, Run, runs
from intents.shapes import shape
from intents.written import is_phone, known_prefixes

_SPELLED_OUT = re.compile(r"[A-Z0-9](?:-[A-Z0-9]){2,}")  # "9-4-1-0-7": the dashes are the recogniser's
_DIGITS_APART = re.compile(r"(?<![0-9])[0-9](?:-[0-9]){2,}(?![0-9])")
_NUMBERED = frozenset({Shape.DIGITS, Shape.CODE})
_MANY = 4  # readings; nobody would read back more
_WEAKER = 12  # readings for which only a length speaks
_WHOLE = 4  # characters on both sides of a pause that make two values of them
_ZIP = 5  # digits
_GROUPS = frozenset(
    {(3, 3, 4), (1, 3, 3, 4), (3, 7, 7)}
)  # digits between pauses: phones, and the longest order numbers
_ROUND = re.compile(r"[2-9]0")
_UNIT_FIRST = re.compile(r"[1-9][0-9]?")


def mentions(text: str, hints: Hints = NO_HINTS) -> list[Mention]:
    """Everything spoken that could be a code or a number, in the order of the text.

    Args:
        text: what a recogniser wrote.
        hints: a reading that begins as the shop's references do is written as the shop writes it; of several readings
            the one that begins so, and that has as many digits, comes first.
    """
    known = known_prefixes(hints.prefixes)
    return [
        mention for run in runs(text, known) for atoms in _pieces(run) if (mention := _mention(atoms, hints, known))
    ]


def spelled(text: str) -> str | None:
    """The letters and digits that a few words spell and nothing else; None if anything else is said."""
    if len(text) == 1 and text.isalnum():
        return text.upper()
    found = runs(text, frozenset())
    if len(found) != 1 or found[0].atoms[0].start > 0 or found[0].atoms[-1].end < len(text):
        return None
    return _readings(found[0].atoms)[0]


def _mention(atoms: list[Atom], hints: Hints, known: frozenset[str]) -> Mention | None:
    """The value these atoms spell, and the two that it would be if two were asked for."""
    whole = _value(atoms, hints, known)
    if whole is None or whole.shape not in _NUMBERED:
        return whole
    at = _zip_begins(atoms)
    head, tail = (_value(part, hints, known) for part in (atoms[:at], atoms[at:])) if at else (None, None)
    apart = (head, tail) if head and tail and head.shape in _NUMBERED else None
    return Mention(whole.start, whole.end, whole.shape, whole.readings, whole.weaker, apart)


def _value(atoms: list[Atom], hints: Hints, known: frozenset[str]) -> Mention | None:
    options = _options(atoms)
    readings = [written for reading in _joined(options, _MANY) for written in restored(reading, hints.prefixes)]
    if len(readings) > 1:
        readings.sort(key=lambda reading: _unlikeness(reading, hints))
    first = readings[0]
    if not any(map(str.isdigit, first)):
        return None
    looks = Shape.PHONE if is_phone(first) else shape(first, known)
    weaker = tuple(reading for reading in _weaker(atoms, options) if reading not in readings)
    return Mention(atoms[0].start, atoms[-1].end, looks, tuple(dict.fromkeys(readings)), weaker) if looks else None


def _unlikeness(reading: str, hints: Hints) -> tuple[bool, bool]:
    """How little a reading looks like this shop's references; the least comes first."""
    digits = sum(map(str.isdigit, reading))
    return not reading.startswith(hints.prefixes or ("",)), bool(hints.digits) and digits not in hints.digits


def _pieces(run: Run) -> list[list[Atom]]:
    """The run cut at those pauses that hold two whole values apart: "9842, 94107"; not at "nine, eight, four"."""
    parts = [run.atoms[begin:end] for begin, end in pairwise([0, *run.pauses, len(run.atoms)])]
    if tuple(map(_digits, parts)) in _GROUPS:
        return [run.atoms]
    pieces: list[list[Atom]] = []
    for piece in parts:
        if pieces and min(_digits(pieces[-1]), _digits(piece)) < _WHOLE:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _digits(atoms: list[Atom]) -> int:
    return Run(atoms, []).digits


def _zip_begins(atoms: list[Atom]) -> int:
    """The atom with which the last five digits begin, behind a value of four characters at least; else 0."""
    if len(atoms) == 1:
        return 0
    length, at = 0, len(atoms)
    while at and length < _ZIP and atoms[at - 1].readings[0].isdecimal() | (atoms[at - 1].readings == (OH,)):
        at -= 1
        length += len(atoms[at].readings[0])
    before = sum(atom.readings[0].isdecimal() * len(atom.readings[0]) for atom in atoms[:at])
    return at if length == _ZIP and before >= _WHOLE else 0


def _readings(atoms: list[Atom]) -> list[str]:
    """What the atoms spell together, in every way they allow, but at most four."""
    return _joined(_options(atoms), _MANY)


def _options(atoms: list[Atom]) -> list[tuple[str, ...]]:
    """The readings of each atom, every "o" settled by its neighbours."""
    if not any(atom.readings == (OH,) for atom in atoms):
        return [atom.readings for atom in atoms]
    settled: list[tuple[str, ...]] = []
    behind = _behind_each(atoms)
    for atom, follows in zip(atoms, behind, strict=True):
        before, after = settled[-1][0] if settled else "", follows
        if before == "-" == after[:1] and len(settled) > 1:  # "nine-four-one-oh-seven"
            before = after = settled[-2][0]
        settled.append(_oh(before, after) if atom.readings == (OH,) else atom.readings)
    return settled


def _joined(options: list[tuple[str, ...]], many: int) -> list[str]:
    """The first readings, those alike that differ only in the last places."""
    return list(islice(map(_plain, _combined(options, many)), many))


def _combined(options: list[tuple[str, ...]], many: int) -> list[str]:
    joined: list[str] = [""]
    if all(len(each) == 1 for each in options):
        return ["".join(each[0] for each in options)]
    for each in options:
        joined = [before + option for before, option in product(joined, each)][:many]
    return joined


def _plain(reading: str) -> str:
    """The reading without the dashes that a recogniser puts between what is spelled."""
    if "-" not in reading:
        return reading
    if _SPELLED_OUT.fullmatch(reading):
        return reading.replace("-", "")
    return _DIGITS_APART.sub(lambda match: match[0].replace("-", ""), reading)


def _weaker(atoms: list[Atom], options: list[tuple[str, ...]]) -> list[str]:
    """What the atoms might spell as well, if the length of the value speaks for it."""
    merged = _tens_merged([option[0] for option in options]) if len(options) > 1 else []
    if not any(atom.weaker or atom.readings == (OH,) for atom in atoms):
        return merged
    wider = [
        (*option, *atom.weaker, *(("0", "O") if atom.readings == (OH,) else ()))
        for atom, option in zip(atoms, options, strict=True)
    ]
    found = _combined([tuple(dict.fromkeys(each)) for each in wider], _WEAKER)
    return list(dict.fromkeys([*merged, *map(_plain, found)]))


def _tens_merged(parts: list[str]) -> list[str]:
    """The pairs "90 41 07" as 94107: a recogniser wrote "ninety four one ..." in pairs."""
    return [
        "".join([*parts[:at], part[0], *parts[at + 1 :]])
        for at, part in enumerate(parts[:-1])
        if _ROUND.fullmatch(part) and _UNIT_FIRST.fullmatch(parts[at + 1])
    ]


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
