"""How a shop's references begin, put right in what was heard: "o r t nine eight" where all begin with "ORD-"."""

import re
from itertools import zip_longest

_NO_SIGN = re.compile(r"[^A-Z0-9]")
# Letters and digits that are taken for each other on the telephone.
_ALIKE = tuple(map(frozenset, ("BCDEGPTVZ3", "MN", "FSX", "AJKH8", "IY59", "O0", "1IL", "QU", "2Z", "5S")))


def restored(reading: str, prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """The reading with the shop's own beginning in the shop's own writing, if it begins so: "ORD9842" as "ORD-9842".

    One that only sounds so comes first and the reading itself behind it, for then it is doubtful.
    """
    if not prefixes or reading.isdecimal():
        return (reading,)
    plain = _NO_SIGN.sub("", reading)
    for is_alike in (_is_same, _sounds_alike):
        for prefix in prefixes:
            letters = _NO_SIGN.sub("", prefix.upper())
            if (
                letters
                and plain[len(letters) : len(letters) + 1].isdigit()
                and is_alike(plain[: len(letters)], letters)
            ):
                written = prefix + _behind(reading, len(letters))
                return (written,) if is_alike is _is_same else (written, reading)
    return (reading,)


def _is_same(heard: str, letters: str) -> bool:
    return heard.replace("0", "O") == letters.replace("0", "O")


def _sounds_alike(heard: str, letters: str) -> bool:
    """Whether they differ in one place only, and there by what sounds alike."""
    if heard.isdigit():
        return False
    differing = [pair for pair in zip_longest(heard, letters) if pair[0] != pair[1]]
    return len(differing) == 1 and any(alike.issuperset(differing[0]) for alike in _ALIKE)


def _behind(reading: str, letters: int) -> str:
    """What stands behind so many letters and digits, without the sign between."""
    for at, character in enumerate(reading):
        letters -= character.isalnum()
        if not letters:
            return reading[at + 1 :].lstrip("-_/ ")
    return ""
