"""The ways in which digits are voiced, one small function each."""

import re
from collections.abc import Callable
from random import Random

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ZEROS = ("zero", "zero", "oh", "o", "nought")
_HOMOPHONES = {"2": "to", "4": "for", "8": "ate", "1": "won"}
_PAIR = 2  # digits
_BEFORE_ONE = re.compile(r"[2-9][1-9]0[1-9]")

Way = Callable[[Random, str], str]


def digits(chance: Random, number: str, *, of_zip: bool) -> tuple[str, str, bool]:
    """The digits in one way that can say them: the words, the way's name, and whether they can mean nothing else."""
    fitting = {way: say for way, say in _DIGITS.items() if way not in _ABOUT_ZIPS or of_zip}
    while True:
        way = chance.choice(list(fitting))
        if said := fitting[way](chance, number):
            return said, way, way not in _UNCLEAR


def one(chance: Random, digit: str) -> str:
    return chance.choice(_ZEROS) if digit == "0" else _ONES[int(digit)]


def _one_by_one(chance: Random, number: str) -> str:
    return " ".join(one(chance, digit) for digit in number)


def _with_commas(chance: Random, number: str) -> str:
    return ", ".join(one(chance, digit) for digit in number)


def _with_homophones(chance: Random, number: str) -> str:
    """A "to" or "for" in the place of a digit between two others, as recognisers write them."""
    said = [one(chance, digit) for digit in number]
    for at in range(1, min(len(number) - 1, 4)):
        said[at] = _HOMOPHONES.get(number[at], said[at])
    return " ".join(said)


def _mixed(chance: Random, number: str) -> str:
    return " ".join(chance.choice((digit, one(chance, digit))) for digit in number)


def _in_pairs(_: Random, number: str) -> str:
    """ "ninety four one oh seven": what has a name as a pair is said so."""
    said = []
    while number:
        pair = _pair(number[:2]) if not number.startswith("0") and number[1:2] else ""
        if pair.isalpha() and pair not in _TEENS and number[2:3] not in {"", "0"}:
            pair = ""  # "ninety" before "four" would be 94
        said.append(pair or ("oh" if number[0] == "0" else _ONES[int(number[0])]))
        number = number[2 if pair else 1 :]
    return " ".join(said)


def _pair(number: str) -> str:
    """A number of two digits as it is named."""
    if number[0] == "1":
        return _TEENS[int(number[1])]
    return _TENS[int(number[0])] + ("" if number[1] == "0" else f" {_ONES[int(number[1])]}")


def _below_thousand(number: int, joint: str) -> str:
    hundreds, rest = divmod(number, 100)
    said = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest:
        said.append(_pair(f"{rest:02}") if rest >= 10 else _ONES[rest])  # noqa: PLR2004
    return joint.join(said)


def _as_amount(chance: Random, number: str) -> str:
    """ "ninety-four thousand one hundred seven"; up to six digits and not from a zero on."""
    if number.startswith("0") or len(number) > 6:  # noqa: PLR2004
        return ""
    joint = chance.choice((" ", " and "))
    thousands, rest = divmod(int(number), 1000)
    said = [f"{_below_thousand(thousands, joint)} thousand"] if thousands else []
    said += [_below_thousand(rest, joint)] if rest else []
    return " ".join(said)


def _in_hundreds(_: Random, number: str) -> str:
    """ "sixty five hundred", "sixty five hundred twelve"."""
    if len(number) != 4 or number[0] == "0" or number[1] == "0" or 0 < int(number[2:]) < 10:  # noqa: PLR2004
        return ""
    return f"{_pair(number[:2])} hundred{' ' + _pair(number[2:]) if number[2:] != '00' else ''}"


def _in_hundreds_and_one(_: Random, number: str) -> str:
    """ "sixty five hundred one": 6501, 65001 or 60501."""
    if not _BEFORE_ONE.fullmatch(number):
        return ""
    return f"{_pair(number[:2])} hundred {_ONES[int(number[3])]}"


def _repeated(chance: Random, number: str) -> str:
    """ "double five", "triple zero"."""
    said, at = [], 0
    while at < len(number):
        length = next((size for size in (3, 2) if number[at : at + size] == number[at] * size), 1)
        times = ("", "double ", "triple ")[length - 1]
        said.append(
            times + chance.choice((number[at], one(chance, number[at])) if times else (one(chance, number[at]),))
        )
        at += length
    return " ".join(said) if len(said) < len(number) else ""


def _written(_: Random, number: str) -> str:
    return number


def _spaced(_: Random, number: str) -> str:
    return " ".join(number)


def _dashed(_: Random, number: str) -> str:
    return "-".join(number)


def _chunked(chance: Random, number: str) -> str:
    at = chance.randrange(2, len(number) - 1)
    return f"{number[:at]} {number[at:]}"


def _in_written_pairs(_: Random, number: str) -> str:
    """ "10 42", "90 41 07"."""
    return " ".join(number[at : at + _PAIR] for at in range(0, len(number), _PAIR))


def _as_thousands(_: Random, number: str) -> str:
    return "" if number.startswith("0") else f"{int(number):,}"


def _as_time(_: Random, number: str) -> str:
    """ "10:42", and "9:41 07" for five digits."""
    if len(number) == 4:  # noqa: PLR2004
        return f"{number[:2]}:{number[2:]}"
    return f"{number[0]}:{number[1:3]} {number[3:]}" if len(number) == 5 else ""  # noqa: PLR2004


def _as_money(chance: Random, number: str) -> str:
    if number.startswith("0") or len(number) > 6:  # noqa: PLR2004
        return ""
    return chance.choice((f"${number[:-2]}.{number[-2:]}", f"${int(number):,}"))


def _as_decimal(_: Random, number: str) -> str:
    return f"{number[:-2]}.{number[-2:]}"


def _with_country(chance: Random, number: str) -> str:
    return f"{_one_by_one(chance, number)} {chance.choice(('US', 'U S', 'USA'))}"


def _ends_alike(chance: Random, number: str) -> str:
    """ "nine four one oh for": a homophone at the end, which only the length can tell."""
    if number[-1] not in "24":
        return ""
    return " ".join([*(one(chance, digit) for digit in number[:-1]), _HOMOPHONES[number[-1]]])


def _tens_apart(_: Random, number: str) -> str:
    """ "twenty one oh seven" for 20107: a round pair before a digit, which only the length can tell."""
    if number[0] not in "23456789" or number[1] != "0" or number[2] == "0":
        return ""
    return " ".join([_TENS[int(number[0])], *(one(Random(0), digit) for digit in number[2:])])  # noqa: S311


def _last_mended(chance: Random, number: str) -> str:
    """ "nine four one oh eight, no wait, seven": the last digit said anew."""
    wrong = chance.choice("123456789".replace(number[-1], ""))
    heard, repair = _one_by_one(chance, number[:-1] + wrong), chance.choice(("no wait", "sorry", "no"))
    return f"{heard}, {repair}, {_ONES[int(number[-1])]}"


_DIGITS: dict[str, Way] = {
    "one by one": _one_by_one, "commas": _with_commas, "homophones": _with_homophones, "mixed": _mixed,
    "pairs": _in_pairs, "amount": _as_amount, "hundreds": _in_hundreds, "hundreds and one": _in_hundreds_and_one,
    "doubles": _repeated, "written": _written, "spaced": _spaced, "dashed": _dashed, "chunked": _chunked,
    "written pairs": _in_written_pairs, "thousands": _as_thousands, "time": _as_time, "money": _as_money,
    "decimal": _as_decimal, "country": _with_country, "homophones at the ends": _ends_alike, "tens apart": _tens_apart,
    "last digit mended": _last_mended,
}  # fmt: skip
_ABOUT_ZIPS = frozenset({"country", "homophones at the ends", "tens apart"})
_UNCLEAR = frozenset({"hundreds and one"})
