"""Numbers in words as the digits of a code: "ninety four one oh seven" is 94107, "ten forty two" is 1042.

Amounts are built only where "hundred" or "thousand" is said; everything else stands side by side, as in a code. What
number words mean is remembered; numerals, which may be somebody's own, are not.
"""

from functools import lru_cache

_SINGLE = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
           "fife": 5, "niner": 9}  # fmt: skip
_ZERO = frozenset({"zero", "nought", "naught", "nil", "null"})
_TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
          "seventeen": 17, "eighteen": 18, "nineteen": 19}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
         "ninety": 90}  # fmt: skip
_SMALL = _SINGLE | _TEENS | _TENS
MAGNITUDES = frozenset({"hundred", "thousand"})
_MANY = 4  # readings; more than these nobody would read back

NUMBER_WORDS = frozenset(_SMALL) | _ZERO


def continues(word: str) -> bool:
    """Whether a number that has begun may go on with this word ("hundred", "thousand" and the number words)."""
    return word in NUMBER_WORDS or word in MAGNITUDES


def is_tens(word: str, follows: str) -> bool:
    """Whether these are one number of two digits: "ninety" and "four"."""
    return word in _TENS and follows in _SINGLE


def digit(word: str) -> str | None:
    """The one digit this word names, or None."""
    if word in _ZERO:
        return "0"
    return str(_SINGLE[word]) if word in _SINGLE else None


def readings(words: list[str]) -> tuple[str, ...]:
    """The digits that these number words may stand for, the likeliest first; numerals may stand among them."""
    return _of_words(tuple(words)) if NUMBER_WORDS.issuperset(words) else _read(words)


def _read(words: list[str]) -> tuple[str, ...]:
    found = [""]
    at = 0
    while at < len(words):
        options, at = _group(words, at)
        found = [before + option for before in found for option in options][:_MANY]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def _of_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return _read(list(words))


def apart(words: list[str]) -> tuple[str, ...]:
    """The digits if a unit does not join the tens before it: "twenty one oh seven" as 20107, which is seldom meant."""
    if len(words) == 1:
        return ()
    places = [at for at in range(1, len(words)) if is_tens(words[at - 1], words[at])][:_MANY]
    return tuple(readings([*words[:at], "and", *words[at:]])[0] for at in places)


def _group(words: list[str], at: int) -> tuple[list[str], int]:
    """The readings of the amount or the digits that begin here, and where they end."""
    if words[at] in _ZERO:
        return ["0"], at + 1
    if _is_long_numeral(words[at]):
        return [words[at]], at + 1
    value, after = _small(words, at)
    if value is None:  # "and", or a magnitude without a number before it
        return ["100" if words[at] == "hundred" else "1000" if words[at] == "thousand" else ""], at + 1
    said, value, after = str(value), *_hundreds(words, value, after)
    options = [str(value)]
    if len(said) > 1 and 0 < value % 100 < 10 and words[after - 2] == "hundred":  # noqa: PLR2004  # one digit is left
        options += _side_by_side(said, value)
    if words[after : after + 1] == ["thousand"]:
        rest, after = _below_thousand(words, _past_and(words, after + 1))
        options = [str(value * 1000 + rest)]
    return options, after


def _side_by_side(said: str, value: int) -> list[str]:
    """What "sixty five hundred one" may mean besides 6501: 6500 and 1, or 60 and 501."""
    unit = value % 100
    apart = [f"{said[0]}0{said[1]}0{unit}"] if said[1] != "0" else []
    return [f"{value - unit}{unit}", *apart]


def _hundreds(words: list[str], value: int, at: int) -> tuple[int, int]:
    """The amount, with "hundred" and what follows it taken in."""
    if words[at : at + 1] != ["hundred"]:
        return value, at
    rest, after = _small(words, _past_and(words, at + 1))
    follows = words[after : after + 1]
    if rest is None or (rest < 10 and follows and follows[0] in NUMBER_WORDS):  # noqa: PLR2004  # single digits follow
        return value * 100, at + 1
    return value * 100 + rest, after


def _below_thousand(words: list[str], at: int) -> tuple[int, int]:
    """What follows "thousand": 0 if nothing of it does."""
    word = words[at] if at < len(words) else ""
    if word.isdecimal() and len(word) == 3:  # noqa: PLR2004  # "94 thousand 107"
        return int(word), at + 1
    rest, after = _small(words, at)
    return (0, at) if rest is None else _hundreds(words, rest, after)


def _small(words: list[str], at: int) -> tuple[int | None, int]:
    """A number below 100 and where it ends; None if none begins here."""
    word = words[at] if at < len(words) else ""
    if word.isdecimal():
        return (None, at) if _is_long_numeral(word) else (int(word), at + 1)
    if word in _TENS and at + 1 < len(words) and words[at + 1] in _SINGLE:
        return _TENS[word] + _SINGLE[words[at + 1]], at + 2
    return (_SMALL[word], at + 1) if word in _SMALL else (None, at)


def _past_and(words: list[str], at: int) -> int:
    return at + 1 if words[at : at + 1] == ["and"] else at


def _is_long_numeral(word: str) -> bool:
    return word.isdecimal() and (len(word) > 2 or word.startswith("0"))  # noqa: PLR2004  # "12 hundred", never "120 hundred"
