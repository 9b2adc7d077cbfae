"""Which of the values of one breath stand: what was taken back is gone, what was mended is mended, each is but once."""

import re
from collections.abc import Iterable

from intents import forms
from intents.cues import Cue, Named
from intents.mention import Mention, Shape

_PART = 3  # characters; so short a correction is of a part of what was said before
_CODE = re.compile(r"([A-Z#]+[-_/]?)([0-9]{2,})", re.IGNORECASE)
_REPAIR = re.compile(
    r"(?:[\s,.;\u2026-]|\b(?:no|nope|wait|sorry|actually|correction|rather|oops|i mean|i meant|make that"
    r"|excuse me|my bad|it's|it is|that's|that is|um|uh|the last (?:one|digit|number|letter) is)\b)+",
    re.IGNORECASE,
)
_CLOSED = re.compile(  # the sentence ends, or goes on to repeat or to mend the value
    r"[\s.!,]*(?:(?:thanks|thank you|please|okay|ok|i think|i believe|that's it)[\s.!,]*)*"
    r"(?:$|that's|no\b|wait|sorry|actually|correction|i mean|scratch)",
    re.IGNORECASE,
)


def standing(text: str, values: list[Named]) -> list[Named]:
    """The values that stand in the end.

    Args:
        text: the utterance.
        values: in its order.
    """
    kept: list[Named] = []
    for value in values:
        if value.denied and len(values) > 1:
            continue
        before = kept[-1] if kept else None
        if before and value.mends and (mended := _mended(text, before, value)):
            kept[-1] = mended
        elif (at := next((at for at, other in enumerate(kept) if _is_again(other, value)), None)) is None:
            kept.append(value)
        else:
            kept[at] = _settled(kept[at], value)
    return kept


def _mended(text: str, before: Named, value: Named) -> Named | None:
    """What a correction makes of the value before: the later one, or the earlier with another end; None if neither."""
    earlier, later = before.mention, value.mention
    alike = later.shape is earlier.shape or Shape.EMAIL not in {later.shape, earlier.shape}
    if not alike or not (later.first and (value.cue is None or before.cue is None or value.cue is before.cue)):
        return None
    cue = value.cue or before.cue
    if (code := _CODE.fullmatch(earlier.first)) and later.first.isdecimal() and len(code[2]) == len(later.first):
        readings = tuple(code[1] + reading for reading in later.readings)  # the letters were right
        return before._replace(cue=cue, mention=Mention(earlier.start, later.end, Shape.CODE, readings))
    if len(later.first) > _PART or len(later.first) >= len(earlier.first):
        again = tuple(earlier.first[:at] + later.first for at in range(1, len(earlier.first)))
        weaker = later.weaker + again if later.shape is Shape.DIGITS is earlier.shape else later.weaker
        return value._replace(cue=cue, mention=later._replace(weaker=weaker))
    if not _REPAIR.fullmatch(text, earlier.end, later.start) or not _CLOSED.match(text, later.end):
        return None
    readings = tuple(reading[: -len(later.first)] + later.first for reading in earlier.readings)
    return before._replace(mention=Mention(earlier.start, later.end, earlier.shape, _once(readings)))


def _is_again(one: Named, other: Named) -> bool:
    """Whether it is one value said twice; "order 94107, and the zip is 94107, too" are two."""
    cues = {one.cue, other.cue}
    named_apart = None not in cues and len(cues) > 1 and Cue.ZIP in cues
    return not named_apart and bool(_common(one.mention, other.mention))


def _settled(one: Named, again: Named) -> Named:
    """A value that was said twice: what both allow is meant."""
    mention = one.mention._replace(readings=_common(one.mention, again.mention), weaker=())
    return one._replace(cue=one.cue or again.cue, mention=mention)


def _common(one: Mention, other: Mention) -> tuple[str, ...]:
    """The readings that both allow, as the first writes them; empty if these are two values."""
    for mine, theirs in ((one.readings, other.readings), (one.readings, other.weaker), (one.weaker, other.readings)):
        allowed = {forms.reference(reading) for reading in theirs} if mine and theirs else set()
        if common := tuple(reading for reading in mine if forms.reference(reading) in allowed):
            return common
    return ()


def _once(readings: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(readings))
