"""Which of the mentioned values fills which slot: by its shape, by what it is called, and by what was asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from intents import forms
from intents.cues import Cue, Named, named
from intents.meaning import Slot
from intents.mention import Mention, Shape
from intents.shapes import shape
from intents.standing import standing

_PHONE_DIGITS = range(7, 16)
_PHONE_LONG = range(10, 12)  # digits of one of which nothing else is known
_BARE_SHAPES = frozenset({Shape.DIGITS, Shape.PHONE})
_ZIP_DIGITS = 5
_ZIP_LONGEST = 8  # digits (Brazil)
_COUNT = 2  # digits; so short a number among other words counts something
FEW = 3  # words
_SHORTEST = 4  # digits of a number that nobody asked for and nothing names
_REFERENCE_DIGITS = frozenset({4, 6, 7, 8, 9})  # of a bare number which is no ZIP and hardly a phone
_NUMBERING = frozenset({Cue.REFERENCE, Cue.NUMBER})
_BARE, _SHAPED, _NAMED = 1, 2, 3  # how surely a value belongs to a slot: by elimination, by its shape, by its name


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides about a value that nothing names."""

    expecting: frozenset[Slot]
    about_order: bool  # the words speak of an order or a project
    words_beside: int  # words that belong to no value
    digits: frozenset[int] = frozenset()  # how many this shop's references have, where that is known
    heard: str = ""  # the reference that was given before

    def waits(self, *slots: Slot) -> bool:
        """Whether one of these was asked for."""
        return not self.expecting.isdisjoint(slots)

    @property
    def may_be_reference(self) -> bool:
        """Whether a number may be a reference unasked: an order is spoken of, or hardly anything else is said.

        In a message to be passed on stand all kinds of numbers.
        """
        return self.about_order or self.words_beside <= (0 if self.waits(Slot.MESSAGE) else FEW)


class _Placed(NamedTuple):
    """A mention with the slot it fills and how surely it does; the greater the rank, the surer."""

    slot: Slot
    rank: int
    readings: tuple[str, ...]


class Filling(NamedTuple):
    """A filled slot: its readings, the likeliest first, and where in the text they stand.

    `more` are further references of the same breath, as surely such as the first.
    """

    readings: tuple[str, ...]
    start: int
    end: int
    more: "tuple[Filling, ...]" = ()


def fill(text: str, mentions: Sequence[Mention], setting: Setting) -> dict[Slot, Filling]:
    """The slots that the mentions fill.

    Args:
        text: the utterance the mentions were found in.
        mentions: in the order of the text, none overlapping.
        setting: what was asked for, and what else is said.
    """
    values = standing(text, named(text, list(_asked_apart(mentions, setting))))
    anchors = _anchors(values) if len(values) > 1 else set[int]()
    numbered = [_numbered(value, values, setting) if value.cue is Cue.NUMBER else value for value in values]
    placed = []
    for at, value in enumerate(numbered):
        beside = bool(anchors - {at})
        place = _place(value, setting, beside=beside, alone=len(values) == 1)
        if place:
            placed.append((place, value.mention))
    placed.sort(key=lambda pair: -pair[0].rank)  # of equals the first stays the first
    filled: dict[Slot, Filling] = {}
    for place, mention in placed:
        one = Filling(place.readings, mention.start, mention.end)
        first = filled.setdefault(place.slot, one)
        if first is not one and place.slot is Slot.REFERENCE and _is_as_sure(place.rank, first, one):
            filled[place.slot] = first._replace(more=(*first.more, one))
    return filled


def _is_as_sure(rank: int, first: Filling, other: Filling) -> bool:
    """Whether another number is a reference like the first, clearly read: its name or shape says so, or its length."""
    alike = rank > _BARE or len(first.readings[0]) == len(other.readings[0])
    return alike and len(first.readings) == len(other.readings) == 1


def _asked_apart(mentions: Sequence[Mention], setting: Setting) -> Iterator[Mention]:
    """The mentions; one that may be a reference and a ZIP is two where both were asked for, the first doubtful."""
    for mention in mentions:
        if mention.apart and setting.waits(Slot.REFERENCE) and setting.waits(Slot.ZIP):
            reference, code = mention.apart
            yield reference._replace(readings=reference.readings + mention.readings)
            yield code
        else:
            yield mention


def _anchors(values: list[Named]) -> set[int]:
    """Where a reference surely stands, so that five digits beside it are a ZIP.

    Of several bare numbers of five digits the first is taken for it.
    """
    sure = {
        at
        for at, value in enumerate(values)
        if value.cue in _NUMBERING
        or value.mention.shape is Shape.CODE
        or (value.mention.shape is Shape.DIGITS and value.cue is None and len(value.mention.first) in _REFERENCE_DIGITS)
    }
    bare = [at for at, value in enumerate(values) if value.mention.shape is Shape.DIGITS and value.cue is None]
    return sure or (set(bare[:1]) if len(bare) > 1 else set())


def _numbered(value: Named, values: list[Named], setting: Setting) -> Named:
    """A value of which "my number is" is said, and of what it is the number.

    Beside an order's number, or written as one where nobody asked for an order's, it is a phone's.
    """
    like_a_phone = value.mention.shape in _BARE_SHAPES and _is_phone_long(value.mention, setting)
    if any(other.cue is Cue.REFERENCE or (like_a_phone and other.mention.shape is Shape.CODE) for other in values):
        return value._replace(cue=Cue.PHONE)
    if setting.waits(Slot.ZIP, Slot.PHONE, Slot.CONTACT, Slot.MESSAGE):
        return value._replace(cue=None)
    shaped = value.mention.shape is Shape.PHONE or (like_a_phone and _looks_else(value.mention, setting.heard))
    looks_so = shaped and not setting.waits(Slot.REFERENCE)
    return value._replace(cue=Cue.PHONE if looks_so else Cue.REFERENCE)


def _place(value: Named, setting: Setting, *, beside: bool, alone: bool) -> _Placed | None:
    """The slot for one value, or None if it fills none."""
    mention, cue = value.mention, value.cue
    if cue is None and mention.shape is Shape.DIGITS:
        return _bare(mention, setting, beside=beside, alone=alone)
    if mention.shape is Shape.EMAIL:
        return _Placed(Slot.EMAIL, _NAMED, mention.readings)
    if cue is Cue.ELSE:
        return None
    if mention.shape is Shape.PHONE and cue is not Cue.REFERENCE:
        return _phone(mention, _SHAPED)
    if cue is Cue.ZIP and mention.shape is not Shape.CODE and (place := _zip(mention, _NAMED)):
        return place
    if cue is Cue.PHONE and (place := _phone(mention, _NAMED)):
        return place
    only_zip = setting.waits(Slot.ZIP) and not setting.waits(Slot.REFERENCE) and cue is not Cue.REFERENCE
    if mention.shape is Shape.CODE and only_zip and (place := _zip(mention, _SHAPED, strictly=True)):
        return place
    if mention.shape is Shape.POSTCODE:
        whole = setting.waits(Slot.REFERENCE) and not setting.waits(Slot.ZIP) and " " not in mention.first
        return _reference(mention, _SHAPED) if whole or cue is Cue.REFERENCE else _zip(mention, _SHAPED)
    if mention.shape is Shape.TOKEN and not value.near:
        cue = None
    if cue is Cue.REFERENCE or mention.shape is Shape.CODE:
        return _reference(mention, _NAMED if cue is Cue.REFERENCE else _SHAPED)
    if mention.shape is Shape.TOKEN:
        return _token(mention, setting)
    return _bare(mention, setting, beside=beside, alone=alone)


def _bare(mention: Mention, setting: Setting, *, beside: bool, alone: bool) -> _Placed | None:
    """The slot for digits that nothing names: what was asked for decides, then what stands beside them."""
    length = len(mention.first)
    if length <= _COUNT and setting.words_beside:
        return None
    if setting.waits(Slot.PHONE, Slot.CONTACT) and length in _PHONE_DIGITS and (phone := _phone(mention, _BARE)):
        return phone
    waits_for_zip, waits_for_reference = setting.waits(Slot.ZIP), setting.waits(Slot.REFERENCE)
    if not waits_for_reference and _is_again(mention, setting.heard):
        return _Placed(Slot.REFERENCE, _BARE, (setting.heard,))
    like_a_phone = not waits_for_reference and _is_phone_long(mention, setting) and _looks_else(mention, setting.heard)
    if like_a_phone and setting.may_be_reference and (phone := _phone(mention, _BARE)):
        return phone  # the number of their order was given; this is theirs
    if setting.heard.isdecimal() and length != _ZIP_DIGITS and mention.first.startswith(setting.heard):
        return _reference(mention, _BARE)  # "nine eight" was but the beginning: "nine eight four two"
    if length == _ZIP_DIGITS and not waits_for_reference and _is_no_number_here(setting):
        return _zip(mention, _BARE)
    if length == _ZIP_DIGITS and (beside or (waits_for_zip and (alone or not waits_for_reference))):
        return _zip(mention, _BARE)
    if waits_for_reference:
        return _reference(mention, _BARE)
    if waits_for_zip and (place := _zip(mention, _BARE)):
        return place
    long_enough = length >= _SHORTEST or length in setting.digits
    return _reference(mention, _BARE) if setting.may_be_reference and long_enough else None


def _is_no_number_here(setting: Setting) -> bool:
    """Whether five digits are no reference: this shop has none of that length, or one that looks else was given."""
    if setting.digits:
        return _ZIP_DIGITS not in setting.digits
    return bool(setting.heard) and not (setting.heard.isdecimal() and len(setting.heard) == _ZIP_DIGITS)


def _is_phone_long(mention: Mention, setting: Setting) -> bool:
    """Whether it has a phone number's length, and no reference of this shop has."""
    length = len(mention.first)
    return length in _PHONE_LONG and length not in setting.digits


def _is_again(mention: Mention, heard: str) -> bool:
    """Whether these are the digits of the reference that was given with its letters; a ZIP may have the same five."""
    return (
        len(mention.first) != _ZIP_DIGITS
        and mention.first != heard
        and "".join(filter(str.isdecimal, heard)) == mention.first
    )


def _looks_else(mention: Mention, heard: str) -> bool:
    """Whether a reference was given that looks else, so that a phone number's length tells."""
    return bool(heard) and not (heard.isdecimal() and len(heard) == len(mention.first))


def _token(mention: Mention, setting: Setting) -> _Placed | None:
    """The slot for letters and digits that look like nothing in particular: only what was asked for."""
    if setting.waits(Slot.REFERENCE):
        return _reference(mention, _BARE)
    return _zip(mention, _BARE) if setting.waits(Slot.ZIP) else None


def _reference(mention: Mention, rank: int) -> _Placed:
    return _Placed(Slot.REFERENCE, rank, mention.readings)


def _zip(mention: Mention, rank: int, *, strictly: bool = False) -> _Placed | None:
    """The mention as a postcode; readings of a postcode's shape come first, and `strictly` no other do."""
    codes = _postcodes(mention.readings)
    if strictly and forms.names_country(mention.first):
        return _Placed(Slot.ZIP, rank, tuple(dict.fromkeys(codes)))
    fitting = [code for code in codes if _fits(code)] or [code for code in _postcodes(mention.weaker) if _fits(code)]
    readings = dict.fromkeys(fitting if strictly else [*fitting, *codes])
    return _Placed(Slot.ZIP, rank, tuple(readings)) if readings else None


def _postcodes(readings: tuple[str, ...]) -> list[str]:
    return [code for reading in readings if (code := forms.postcode(reading)) and not _too_long(code)]


def _fits(code: str) -> bool:
    """Whether it is a ZIP, or has the shape of a postcode with letters."""
    return len(code) == _ZIP_DIGITS if code.isdecimal() else shape(code) is Shape.POSTCODE


def _too_long(code: str) -> bool:
    return code.isdecimal() and len(code) > _ZIP_LONGEST


def _phone(mention: Mention, rank: int) -> _Placed | None:
    numbers = dict.fromkeys(number for reading in mention.readings if (number := forms.phone(reading)))
    return _Placed(Slot.PHONE, rank, tuple(numbers)) if numbers else None
