"""How a reply is spoken: codes in groups of single characters, dates in words, links by their host. Without SSML.

Any voice of any engine reads "9 4 1 zero 7" as it is meant; "94107" may be a five-digit number to it.
"""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
IN_ONE_GO = 5  # characters: a ZIP
SHORTEST = 4  # digits of a number that is read digit by digit
CENTURIES = ("19", "20")
_URL = re.compile(r"https?://[^\s<>\"]+")
_DATE = re.compile(r"(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?(?![\w-])")
_CODE = re.compile(r"(?<![\w$€£.,:/@-])[#+]?(?=[A-Z0-9-]*[0-9])[A-Z0-9]+(?:-[A-Z0-9]+)*(?![\w@/:%-]|[.,][0-9])")
_RUN = re.compile(r"[A-Z]+|[0-9]+")


def spoken(text: str) -> str:
    """The text as it is to be read aloud; what is no code, date or link stays word for word."""
    text = _URL.sub(lambda found: _host(found[0]), text)
    text = _DATE.sub(lambda found: _day(found[0], *map(int, found.groups())), text)
    return _CODE.sub(lambda found: _read(found[0]), text)


def code(text: str) -> str:
    """A code, character by character in groups: "ORD-9842" is "O R D, 9 8 4 2"."""
    return ", ".join(_grouped(text))


def _read(token: str) -> str:
    digits = sum(char.isdigit() for char in token)
    if token.isdigit() and (digits < SHORTEST or (digits == SHORTEST and token.startswith(CENTURIES))):
        return token  # a number, or a year
    mixed = len(token.lstrip("#+")) != digits
    return code(token) if digits >= SHORTEST or mixed else token


def _grouped(token: str) -> Iterator[str]:
    """Short prefixes stay together; what mixes letters and digits all along is cut into threes or fours."""
    runs = _RUN.findall(token)
    mixed = len(runs) > 2  # noqa: PLR2004 - letters, then digits, are two
    for run in ("".join(runs),) if mixed else runs:
        size = len(run) if len(run) <= IN_ONE_GO else (4 if len(run) % 4 == 0 else 3)
        for start in range(0, len(run), size):
            yield " ".join("zero" if char == "0" else char for char in run[start : start + size])


def _day(as_written: str, year: int, month: int, day: int) -> str:
    try:
        return f"{MONTHS[date(year, month, day).month - 1]} {day}"
    except ValueError:
        return as_written


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")
