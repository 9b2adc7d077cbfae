"""Corrections of a single letter or digit: "no, eight, not nine" puts right what was heard before."""

import re

from intents.spoken import spelled

_NOT = re.compile(r"\bnot (?:a |an |the )?", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;.!]| but | it's | it is | is | no | sorry | meant? ", re.IGNORECASE)
_LONGEST = 3  # characters; what is longer is a value of its own


def swap(text: str) -> tuple[str, str] | None:
    """What is right and what was wrong in "eight, not nine" or "not nine but eight"; None without such a correction."""
    denial = _NOT.search(text)
    if denial is None:
        return None
    wrong, *after = _spelled(text[denial.end() :]) or [""]
    before = _spelled(text[: denial.start()])
    right = before[-1] if before else after[0] if after else ""
    fits = right != wrong and 0 < len(right) <= _LONGEST and 0 < len(wrong) <= _LONGEST
    return (right, wrong) if fits else None


def amended(heard: str, right: str, wrong: str) -> tuple[str, ...]:
    """What was heard with one wrong place put right: a reading for each such place, the last one first."""
    upper, size = heard.upper(), len(wrong)
    places = (at for at in reversed(range(len(heard))) if upper.startswith(wrong, at))
    return tuple(heard[:at] + right + heard[at + size :] for at in places)


def _spelled(text: str) -> list[str]:
    """The letters and digits of each clause that is nothing but such."""
    return [code for clause in _CLAUSE.split(f" {text} ") if (code := spelled(clause.strip()))]
