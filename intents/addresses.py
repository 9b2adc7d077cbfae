"""E-mail addresses as they are spoken: "jane dot doe at g mail dot com", spelled letter by letter, with digits."""

import re
from dataclasses import dataclass

from intents import forms, numbers, spelling
from intents.mention import Mention, Shape
from intents.vocabulary import listed

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[@._+-]")
_MARKS = {
    "dot": ".",
    "point": ".",
    "period": ".",
    "underscore": "_",
    "dash": "-",
    "hyphen": "-",
    "minus": "-",
    "plus": "+",
}
_SIGNS = frozenset("._+-")
_AT = frozenset({"at", "@"})
# Words that lead up to an address and are never part of one.
_BEFORE = listed(
    "is it it's its email e mail address my the and or are was be at um uh so yes yeah yep no ok okay sure well hi "
    "hello sorry "
    "that that's this here just think use used using under with on for to me you can reach i'm im as from actually "
    "please "
    "wait meant mean not number zip order by"
)
_LABEL_LIMIT = 4  # spoken pieces of one part of a domain ("proton mail")
_LOCAL_LIMIT = 24  # spoken pieces before the "at"


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int


def might_hold(text: str) -> bool:
    """Whether it is worth looking: an "at" and a dot are needed, said or written."""
    lowered = text.lower()
    return (" at " in lowered or "@" in lowered) and (" dot " in lowered or "." in lowered or " point " in lowered)


def mentions(text: str) -> list[Mention]:
    """The spoken addresses of a text, in its order; several readings where a dot may have been left out."""
    pieces = [_Piece(match[0].lower(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    words = [_MARKS.get(piece.text, piece.text) for piece in pieces]
    found = []
    behind = 0
    for at, word in enumerate(words):
        if word in _AT and at > behind and (domain := _domain(words, at + 1)):
            begin = _local_begin(words, at, behind)
            readings = _addresses(words[begin:at], domain[0])
            if readings:
                behind = domain[1]
                found.append(Mention(pieces[begin].start, pieces[behind - 1].end, Shape.EMAIL, readings))
    return found


def _domain(words: list[str], at: int) -> tuple[str, int] | None:
    """The domain that begins here ("g mail dot com") and where it ends, or None."""
    labels: list[str] = []
    label = ""
    taken = 0
    while at < len(words):
        word = words[at]
        if word == "." and label and at + 1 < len(words) and words[at + 1].isalnum():
            labels.append(label)
            label, taken = "", 0
        elif labels and label and not (len(word) == 1 == len(words[at - 1]) and word.isalpha()):
            break  # behind the dot stands one word, or letters that are spelled
        elif word == "-" and label:
            label += "-"
        elif word.isalnum() and taken < _LABEL_LIMIT:
            label += numbers.digit(word) or word
            taken += 1
        else:
            break
        at += 1
    return (".".join([*labels, label]), at) if labels and label else None


def _local_begin(words: list[str], at: int, behind: int) -> int:
    """Where the part before "at" begins: at the words that lead up to it, or where the text does."""
    begin = at
    while begin > max(behind, at - _LOCAL_LIMIT):
        word = words[begin - 1]
        if word in _BEFORE and not (len(word) == 1 and _is_spelled(words, begin - 1, at)):
            break
        if not (word.isalnum() or word in _SIGNS):
            break
        if word == "." and (begin < 2 or not words[begin - 2].isalnum()):  # noqa: PLR2004  # a sentence's end
            break
        begin -= 1
    while begin < at and words[begin] in _SIGNS:
        begin += 1
    return begin


def _is_spelled(words: list[str], here: int, at: int) -> bool:
    """Whether a single letter stands beside another one, as in "j a n e"."""
    return (here > 0 and len(words[here - 1]) == 1 and words[here - 1].isalpha()) or (
        here + 1 < at and len(words[here + 1]) == 1 and words[here + 1].isalpha()
    )


def _addresses(local: list[str], domain: str) -> tuple[str, ...]:
    """The addresses these words may name: as one word, and with the dot that recognisers lose between two names."""
    parts = _parts(local)
    joined = "".join(parts)
    words = [part for part in parts if part.isalpha() and len(part) > 1]
    options = [joined]
    if len(parts) == len(words) == 2:  # noqa: PLR2004  # first and last name
        options.append(".".join(parts))
    return tuple(address for option in options if (address := forms.email(f"{option}@{domain}")))


def _parts(local: list[str]) -> list[str]:
    """The words of a local part as they are written: numbers as digits, a word that is then spelled only once."""
    parts: list[str] = []
    at = 0
    while at < len(local):
        word = local[at]
        if word in spelling.TIMES and at + 1 < len(local):
            one = numbers.digit(local[at + 1]) or local[at + 1]
            parts.append(one * spelling.TIMES[word])
            at += 2
        elif word in numbers.NUMBER_WORDS:
            after = next((end for end in range(at, len(local)) if local[end] not in numbers.NUMBER_WORDS), len(local))
            parts.append(numbers.readings(local[at:after])[0])
            at = after
        else:
            parts.append("0" if word == "oh" and parts and parts[-1].isdigit() else word)
            at += 1
    return _without_spelling(parts)


def _without_spelling(parts: list[str]) -> list[str]:
    """The parts without the spelling of a word that was just said: "john, j o h n" is john."""
    for at, part in enumerate(parts):
        spelled = parts[at + 1 : at + 1 + len(part)]
        if len(part) > 1 and spelled == list(part):
            return parts[: at + 1] + parts[at + 1 + len(part) :]
    return parts
