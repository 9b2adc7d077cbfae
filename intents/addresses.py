"""E-mail addresses as they are spoken: where in a text "jane dot doe at g mail dot com" stands."""

import re

from intents import forms, mailbox, numbers, spelling
from intents.dictation import Piece, pieces
from intents.mention import Mention, Shape
from intents.vocabulary import listed

_AT = re.compile(r"@|\bat\b", re.IGNORECASE)
_DOT = re.compile(r"\.(?:\w| (?:com|net|org|edu|co|io)\b)|\b(?:dot|point|period)\b", re.IGNORECASE)
_SIGNS = frozenset("._+-")
# Words that lead up to an address and are never part of one.
_BEFORE = listed(
    "is it it's its email e mail address my the and or are was be at um uh so yes yeah yep no ok okay sure well hi "
    "hello sorry that that's this here just think use used using under with on for to me you can reach i'm im as from "
    "actually please wait meant mean not zip order by correction scratch contact write send mailed account called "
    "ordered placed would could should have has"
)
_AFTER_A_STOP = listed("com net org edu co io")  # so begins no sentence: "gmail. com"
_LABEL_LIMIT = 4  # spoken pieces of one part of a domain ("proton mail")
_LABEL = 63  # characters of one part of a domain, RFC 1035
_LOCAL_LIMIT = 64  # spoken pieces before the "at"
_ATS = 3  # of a local part in which the word "at" stands


def might_hold(text: str) -> bool:
    """Whether it is worth looking: an "at" and a dot are needed, said or written."""
    return _AT.search(text) is not None and _DOT.search(text) is not None


def mentions(text: str) -> list[Mention]:
    """The spoken addresses of a text, in its order; several readings where a dot may have been left out."""
    said = pieces(text)
    found = []
    behind = 0
    for at, piece in enumerate(said):
        if piece.text == "@" and at > behind and (domain := _domain(said, at + 1)):
            readings, begin = _addresses(said, behind, at, domain[0])
            if readings:
                behind = domain[1]
                found.append(Mention(said[begin].start, said[behind - 1].end, Shape.EMAIL, readings))
    return found


def _domain(said: list[Piece], at: int) -> tuple[str, int] | None:
    """The domain that begins here ("g mail dot com") and where it ends, or None."""
    labels: list[str] = []
    label = ""
    taken = 0
    while at < len(said):
        word = said[at].text
        if word == "." and label and _goes_on(said, at):
            labels.append(label)
            label, taken = "", 0
        elif labels and label and not _is_spelled_on(said, at):
            break  # behind the dot stands one word, or letters that are spelled
        elif word == "-" and label:
            label += "-"
        elif word.isalnum() and taken < _LABEL_LIMIT:
            label += numbers.digit(word) or word
            taken += len(word) > 1
            if len(label) > _LABEL:
                break
        else:
            break
        at += 1
    return (".".join([*labels, label]), at) if labels and label else None


def _goes_on(said: list[Piece], at: int) -> bool:
    """Whether the dot at this place is no end of a sentence."""
    follows = said[at + 1].text if at + 1 < len(said) else ""
    return follows.isalnum() and (not said[at].is_stop or follows in _AFTER_A_STOP)


def _is_spelled_on(said: list[Piece], at: int) -> bool:
    """Whether a letter goes on with those before it ("dot d e"); the "i" of "I think" does not."""
    word, before = said[at].text, said[at - 1].text
    if not (len(word) == 1 == len(before) and word.isalpha()):
        return False
    follows = said[at + 1].text if at + 1 < len(said) else ""
    return word not in {"i", "a"} or len(follows) == 1 or said[at - 2].text == "."


def _addresses(said: list[Piece], behind: int, at: int, domain: str) -> tuple[tuple[str, ...], int]:
    """The addresses whose "at" stands here, the likeliest first, and the first piece of the longest."""
    begin = _begin(said, behind, at)
    begins = [begin]
    while (
        len(begins) < _ATS
        and begin - 1 > behind
        and said[begin - 1].text == "@"
        and said[begin - 2].text not in _BEFORE
    ):
        begin = _begin(said, behind, begin - 1)  # "matt at home at": one name or two words
        begins.append(begin)
    addresses = [forms.email(f"{local}@{domain}") for first in reversed(begins) for local in _locals(said[first:at])]
    return tuple(dict.fromkeys(address for address in addresses if address)), begin


def _locals(said: list[Piece]) -> list[str]:
    return mailbox.readings(["at" if piece.text == "@" else piece.text for piece in said])


def _begin(said: list[Piece], behind: int, at: int) -> int:
    """Where the part before "at" begins: at the words that lead up to it, or where the text does."""
    begin = at
    while begin > max(behind, at - _LOCAL_LIMIT):
        word = said[begin - 1].text
        if word in _BEFORE and not (len(word) == 1 and _is_spelled(said, begin - 1, at)):
            break
        if not (word.isalnum() or word in _SIGNS):
            break
        if word == "." and (begin < 2 or not said[begin - 2].text.isalnum()):  # noqa: PLR2004  # a sentence's end
            break
        begin -= 1
    while begin < at and said[begin].text in _SIGNS:
        begin += 1
    return begin


def _is_spelled(said: list[Piece], here: int, at: int) -> bool:
    """Whether a single letter stands beside another one, as in "j a n e"."""
    beside = [said[place].text for place in (here - 1, here + 1) if 0 <= place < at]
    return any((len(word) == 1 and word.isalpha()) or word in spelling.TIMES for word in beside)
