"""What the words around a value call it: "zip 94107", "order number 9842", "call me at ...", "not 94107 but ..."."""

import re
from collections.abc import Sequence
from enum import StrEnum, auto
from typing import NamedTuple

from intents.mention import Mention
from intents.vocabulary import listed

_WORD = re.compile(r"[a-z']+|[#,.;:?!]")
_REACH = 64  # characters
_WORDS_BEFORE = 7


class Cue(StrEnum):
    """What a value was called."""

    REFERENCE = auto()
    ZIP = auto()
    PHONE = auto()
    NUMBER = auto()  # "the number is": of what, only the talk so far can tell
    ELSE = auto()  # a tracking number, an age, a date: no value of ours


_CALLED = {
    Cue.ZIP: "zip zipcode postcode postal pincode",
    Cue.PHONE: "phone mobile cell cellphone telephone tel whatsapp sms callback",
    Cue.ELSE: "tracking awb waybill sku model serial account card flight january february april june july august "
    "september "
    "october november december",
    Cue.REFERENCE: "order orders reference ref confirmation invoice purchase project job ticket booking appointment "
    "estimate "
    "case po id # receipt",
}
_CUES = {word: cue for cue, words in _CALLED.items() for word in words.split()}
_BEHIND = re.compile(  # "is my zip", "the order", "zip"; but no name of what follows: "1001, the zip is 94107"
    r"[ ,]{0,3}((?:is|as|for|being|that's)\s(?:(?!and\b)[a-z']{1,12}\s){0,3}?|(?:the|my)\s)?"
    rf"({'|'.join(word for word in _CUES if word.isalpha())})\b(?:\s(?:number|code))?"
)
_NAMES_NEXT = re.compile(r"\s?(?:is|was|it's)?[\s:=#]*")
_NUMBERING = frozenset({"number", "nr", "num", "code", "numbers"})  # of what, an earlier word may say
_REACHING = frozenset({"call", "text", "reach", "dial"})  # with "me" or "at"; a phone only if it looks like one
_GOING = listed(
    "goes go going ship ships shipped shipping sent send sending deliver delivered delivering delivery live lives "
    "living address addressed"
)
_TOWARDS = frozenset({"to", "in", "is", "at", "it"})
_WRONGLY = frozenset({"not", "isn't", "isnt", "instead", "than", "wasn't", "never"})
_MENDING = re.compile(
    r"\b(?:no|nope|sorry|wait|actually|i mean|i meant|meant|make that|scratch that|correction|rather|oops|typo|"
    r"excuse me|my bad|wrong|should be|now|changed to)\b"
)
_LINKS = _NUMBERING | {"is", "it's", "its", "was", "my", "the", ":", "#"}
_BETWEEN = frozenset({"the", "number", "order", "zip", "code", "is", "it", "of", "a"})


class Named(NamedTuple):
    """A mention with what it was called, and how it stands to the one before."""

    mention: Mention
    cue: Cue | None
    near: bool  # it was called so right beside: "order number 9842", not "my order of 9842"
    denied: bool  # "not 94107"
    mends: bool  # "9842, sorry, 9843": said to correct the one before


def named(text: str, mentions: Sequence[Mention]) -> list[Named]:
    """Every mention with its cues, which are looked for between its neighbours.

    Args:
        text: the utterance.
        mentions: in the order of the text, none overlapping.
    """
    lowered = text.lower()
    ends = [0, *(mention.end for mention in mentions)]
    begins = [*(mention.start for mention in mentions[1:]), len(text)]
    found: list[Named] = []
    spent = 0  # up to here words belong to the value before
    for mention, since, until in zip(mentions, ends, begins, strict=False):
        before = _WORD.findall(lowered, max(since, spent, mention.start - _REACH), mention.start)[::-1]
        cue = _called_before(before[:_WORDS_BEFORE])
        if cue is None:
            cue, spent = _called_behind(lowered, mention.end, until)
        near = next((word for word in before if word not in _LINKS), "") in _CUES
        mends = bool(found) and _MENDING.search(lowered, since, mention.start) is not None
        found.append(Named(mention, cue, near, _is_denied(before), mends))
    return found


def _called_before(backwards: list[str]) -> Cue | None:
    numbering = False
    for at, word in enumerate(backwards):
        if word in {".", "?", "!", ";"} and not numbering and at:
            break
        if cue := _CUES.get(word):
            return cue
        numbering = numbering or word in _NUMBERING
        if word in _REACHING:
            return Cue.PHONE
        if word in _GOING and at and backwards[0] in _TOWARDS:
            return Cue.ZIP
    return Cue.NUMBER if numbering else None


def _called_behind(lowered: str, start: int, until: int) -> tuple[Cue | None, int]:
    """What a value is called by the words behind it ("is my zip", "zip"), and where these end."""
    match = _BEHIND.match(lowered, start, min(until, start + _REACH))
    if match is None or (until < len(lowered) and _NAMES_NEXT.fullmatch(lowered, match.end(), until)):
        return None, start
    cue = _CUES[match[2]]
    return (cue, match.end()) if match[1] or cue is Cue.ZIP else (None, start)


def _is_denied(backwards: list[str]) -> bool:
    """Whether a value is named as the wrong one: "not 94107", "instead of ORD-9842"."""
    nearest = next((word for word in backwards if word not in _BETWEEN), "")
    return nearest in _WRONGLY
