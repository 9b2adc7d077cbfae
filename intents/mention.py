"""A mention: a place in an utterance where something stands that could be a value, and how it may be read."""

from enum import StrEnum, auto
from typing import NamedTuple


class Shape(StrEnum):
    """What a mention looks like, before anybody asks what it is for."""

    EMAIL = auto()
    PHONE = auto()  # a plus sign, or the layout of one
    POSTCODE = auto()  # with letters, as in the UK and Canada, or ZIP+4
    CODE = auto()  # nobody would take it for anything but a reference
    DIGITS = auto()  # nothing but digits
    TOKEN = auto()  # letters and digits; a product's name as likely as a reference


class Mention(NamedTuple):
    """Something said between two characters of the text; `readings` are best first and never empty.

    `weaker` readings count only where a value has a length and they alone have it. `apart` are the two values that
    this is if two were asked for: a reference and, said without a pause, a ZIP.
    """

    start: int
    end: int
    shape: Shape
    readings: tuple[str, ...]
    weaker: tuple[str, ...] = ()
    apart: "tuple[Mention, Mention] | None" = None

    @property
    def first(self) -> str:
        """The likeliest reading."""
        return self.readings[0]
