"""What a single token looks like: a reference, a postcode, plain digits, or something that is no value of an order."""

import re

from intents.mention import Shape

# Every pattern here is matched against one token of at most 40 characters, so none can run away.
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{4,27}", re.IGNORECASE)
_HEX = re.compile(r"(?=.*[0-9])(?=.*[a-f])[0-9a-f]{16,}", re.IGNORECASE)
_TRACKING = re.compile(r"1z[0-9a-z]{16}|[a-z]{2}[0-9]{9}[a-z]{2}|tba[0-9]{10,}", re.IGNORECASE)
_POSTCODE = re.compile(
    r"[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}"  # UK
    r"|[abceghj-nprstvxy][0-9][a-z][ -]?[0-9][a-z][0-9]"  # Canada
    r"|[0-9]{5}-[0-9]{4}",  # US, ZIP+4
    re.IGNORECASE,
)
_NONE = (_UUID, _TRACKING, _HEX)
_LED_BY_LETTERS = re.compile(r"([a-z]{1,10})[-_/][0-9]", re.IGNORECASE)
_NAMES = frozenset(
    {"covid", "sars", "formula", "catch", "top", "route", "windows", "iphone", "galaxy", "mp", "ps", "usb"}
)
# How shops begin their numbers; "W" and the like are told by hints.
PREFIXES = frozenset(
    {"ord", "order", "orders", "so", "po", "inv", "proj", "project", "prj", "job", "wo", "tkt", "ref", "case"}
)

LONGEST = 40  # characters; a longer token is no reference
_TRACKED = 20  # digits; so many are a parcel's
_SURELY = 4  # digits that make a mixed token a code
_MAYBE = 3  # digits that do so in capitals


def shape(token: str, prefixes: frozenset[str] = PREFIXES) -> Shape | None:
    """What a token with a digit in it looks like; None if it is no value (a parcel's tracking number, a hash).

    Args:
        token: without blanks, except inside a postcode.
        prefixes: beginnings of references, letters only, small.
    """
    if token.isdecimal():
        return Shape.DIGITS if len(token) < _TRACKED else None
    if len(token) > LONGEST or any(pattern.fullmatch(token) for pattern in _NONE):
        return None
    if _POSTCODE.fullmatch(token):
        return Shape.POSTCODE
    return _mixed(token, prefixes)


def _mixed(token: str, prefixes: frozenset[str]) -> Shape | None:
    """What letters and digits together look like: the more digits, the more capitals, the more a reference."""
    if token.startswith("#"):
        return Shape.CODE
    digits = sum(map(str.isdigit, token))
    led = _LED_BY_LETTERS.match(token)
    letters = (led[1] if led else token.rstrip("0123456789")).lower()
    if letters in prefixes or digits >= _SURELY:
        return Shape.CODE
    if led and letters in _NAMES:
        return None
    in_capitals = token == token.upper() and (digits >= _MAYBE or (led is not None and digits > 1))
    return Shape.CODE if in_capitals else Shape.TOKEN
