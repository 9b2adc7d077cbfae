"""An address word by word as it is dictated: signs for their names, letters for what names them, remarks left out."""

import re
from dataclasses import dataclass

from intents import numbers, spelling

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?|[@._+-]")
_REMARK = re.compile(  # about the address and no part of it
    r"\b(?:(?:as |it's |that's )?all (?:as )?one word"
    r"|(?:it's |that's )?(?:all )?(?:in )?(?:lower|small) ?(?:case|letters)"
    r"|(?:with )?no spaces?|without (?:any )?spaces?|all together|as one word|spelled|spelt"
    r"|(?:that's|that is|which is)(?=,? [a-z],? [a-z]\b)|um|uh)\b",
    re.IGNORECASE,
)
_MARKS = {"dot": ".", "point": ".", "period": ".", "underscore": "_", "dash": "-", "hyphen": "-", "minus": "-",
          "plus": "+", "at": "@"}  # fmt: skip
_JOINED = {
    ("at", "the", "rate", "of"): "@",
    ("at", "the", "rate"): "@",
    ("at", "sign"): "@",
    ("under", "score"): "_",
    ("double", "u"): "w",
    ("double", "you"): "w",
}
_BEGINNINGS = frozenset(words[0] for words in _JOINED)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, letter or sign and where it stands; `is_stop` if it is a written dot with a blank behind it."""

    text: str
    start: int
    end: int
    is_stop: bool = False


def pieces(text: str) -> list[Piece]:
    """The pieces of a text, in small letters; "@" for "at" however it is said."""
    plain = _REMARK.sub(_blanks, text)
    found = [Piece(match[0].lower(), *match.span(), is_stop=_is_stop(plain, match)) for match in _TOKEN.finditer(plain)]
    words = [piece.text for piece in found]
    read: list[Piece] = []
    at = 0
    while at < len(found):
        if words[at] == "-" and at and numbers.is_tens(words[at - 1], "".join(words[at + 1 : at + 2])):
            at += 1  # "seventy-seven"
            continue
        said, after = _read(words, at)
        read.append(Piece(said, found[at].start, found[after - 1].end, found[at].is_stop))
        at = after
    return read


def _read(words: list[str], at: int) -> tuple[str, int]:
    """The piece that begins at this word, and where it ends."""
    word = words[at]
    if word in _BEGINNINGS:
        for joined, sign in _JOINED.items():
            if tuple(words[at : at + len(joined)]) == joined:
                return sign, at + len(joined)
    if word in _MARKS:
        return _MARKS[word], at + 1
    if spelled := spelling.as_in(words, at):
        return spelled[0].lower(), spelled[1]
    if len(word) > 1 and at and len(words[at - 1]) == 1 and words[at + 1 : at + 2] and len(words[at + 1]) == 1:
        return (spelling.letter_name(word) or word).lower(), at + 1  # "j ay bee e"
    return word, at + 1


def _is_stop(text: str, match: re.Match[str]) -> bool:
    return match[0] == "." and text[match.end() : match.end() + 1].isspace()


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])
