"""Which of the mentioned values fills which slot: by its shape, by what it is called, and by what was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intents import forms
from intents.cues import Cue, Named, named
from intents.meaning import Slot
from intents.mention import Mention, Shape

_PHONE_DIGITS = range(7, 16)
_ZIP_DIGITS = 5
_ZIP_LONGEST = 8  # digits (Brazil)
_COUNT = 2  # digits; so short a number among other words counts something
_FEW = 3  # words
_PART = 3  # characters; so short a correction is of a part of what was said before
_SHORTEST = 4  # digits of a number that nobody asked for and nothing names
_REFERENCE_DIGITS = frozenset({4, 6, 7, 8, 9})  # of a bare number which is no ZIP and hardly a phone
_BARE, _SHAPED, _NAMED = 1, 2, 3  # how surely a value belongs to a slot: by elimination, by its shape, by its name


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides about a value that nothing names."""

    expecting: frozenset[Slot]
    about_order: bool  # the words speak of an order or a project
    words_beside: int  # words that belong to no value

    def waits(self, *slots: Slot) -> bool:
        """Whether one of these was asked for."""
        return not self.expecting.isdisjoint(slots)

    @property
    def may_be_reference(self) -> bool:
        """Whether a number may be a reference unasked: an order is spoken of, or hardly anything else is said."""
        return self.about_order or self.words_beside <= _FEW


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mention with the slot it fills and how surely it does; the greater the rank, the surer."""

    slot: Slot
    rank: int
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """A filled slot: its readings, the likeliest first, and where in the text they stand."""

    readings: tuple[str, ...]
    start: int
    end: int


def fill(text: str, mentions: Sequence[Mention], setting: Setting) -> dict[Slot, Filling]:
    """The slots that the mentions fill.

    Args:
        text: the utterance the mentions were found in.
        mentions: in the order of the text, none overlapping.
        setting: what was asked for, and what else is said.
    """
    standing = _standing(named(text, mentions))
    anchors = _anchors(standing)
    placed = []
    for at, value in enumerate(standing):
        beside = bool(anchors - {at})
        place = _place(value, setting, beside=beside, alone=len(standing) == 1)
        if place:
            placed.append((place, value.mention))
    placed.sort(key=lambda pair: -pair[0].rank)  # of equals the first stays the first
    filled: dict[Slot, Filling] = {}
    for place, mention in placed:
        filled.setdefault(place.slot, Filling(place.readings, mention.start, mention.end))
    return filled


def _standing(values: list[Named]) -> list[Named]:
    """The values that were not taken back, and each but once."""
    standing: list[Named] = []
    for value in values:
        if value.denied and len(values) > 1:
            continue
        before = standing[-1] if standing else None
        if before and value.mends and _replaces(value, before):
            standing[-1] = replace(value, cue=value.cue or before.cue)
        elif not any(_same(value, other) for other in standing):
            standing.append(value)
    return standing


def _replaces(later: Named, earlier: Named) -> bool:
    """Whether a correction is of that whole value: they look alike and are not called two different things."""
    if len(later.mention.first) <= _PART < len(earlier.mention.first):
        return False
    alike = later.mention.shape is earlier.mention.shape or Shape.EMAIL not in {
        later.mention.shape,
        earlier.mention.shape,
    }
    return alike and (later.cue is None or earlier.cue is None or later.cue is earlier.cue)


def _same(one: Named, other: Named) -> bool:
    return forms.reference(one.mention.first) == forms.reference(other.mention.first)


def _anchors(values: list[Named]) -> set[int]:
    """Where a reference surely stands, so that five digits beside it are a ZIP.

    Of several bare numbers of five digits the first is taken for it.
    """
    sure = {
        at
        for at, value in enumerate(values)
        if value.cue in {Cue.REFERENCE, Cue.NUMBER}
        or value.mention.shape is Shape.CODE
        or (value.mention.shape is Shape.DIGITS and value.cue is None and len(value.mention.first) in _REFERENCE_DIGITS)
    }
    bare = [at for at, value in enumerate(values) if value.mention.shape is Shape.DIGITS and value.cue is None]
    return sure or (set(bare[:1]) if len(bare) > 1 else set())


def _place(value: Named, setting: Setting, *, beside: bool, alone: bool) -> _Placed | None:
    """The slot for one value, or None if it fills none."""
    mention, cue = value.mention, value.cue
    if cue is Cue.NUMBER:
        cue = None if setting.waits(Slot.ZIP, Slot.PHONE, Slot.CONTACT) else Cue.REFERENCE
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
    if length == _ZIP_DIGITS and (beside or (waits_for_zip and (alone or not waits_for_reference))):
        return _zip(mention, _BARE)
    if waits_for_reference:
        return _reference(mention, _BARE)
    if waits_for_zip and (place := _zip(mention, _BARE)):
        return place
    return _reference(mention, _BARE) if setting.may_be_reference and length >= _SHORTEST else None


def _token(mention: Mention, setting: Setting) -> _Placed | None:
    """The slot for letters and digits that look like nothing in particular: only what was asked for."""
    if setting.waits(Slot.REFERENCE):
        return _reference(mention, _BARE)
    return _zip(mention, _BARE) if setting.waits(Slot.ZIP) else None


def _reference(mention: Mention, rank: int) -> _Placed:
    return _Placed(Slot.REFERENCE, rank, mention.readings)


def _zip(mention: Mention, rank: int) -> _Placed | None:
    """The mention as a postcode; of several readings one of five digits comes first."""
    codes = dict.fromkeys(
        code for reading in mention.readings if (code := forms.postcode(reading)) and not _too_long(code)
    )
    by_length = sorted(codes, key=lambda code: code.isdecimal() and len(code) != _ZIP_DIGITS)
    return _Placed(Slot.ZIP, rank, tuple(by_length)) if by_length else None


def _too_long(code: str) -> bool:
    return code.isdecimal() and len(code) > _ZIP_LONGEST


def _phone(mention: Mention, rank: int) -> _Placed | None:
    numbers = dict.fromkeys(number for reading in mention.readings if (number := forms.phone(reading)))
    return _Placed(Slot.PHONE, rank, tuple(numbers)) if numbers else None
