"""The tokens of a spoken text, and what of a code each of them may be."""

import re

from intents import numbers, spelling

_TOKEN = re.compile(r"[a-z]+(?:['\u2019][a-z]+)*|[0-9]+|[^\sa-z0-9]", re.IGNORECASE | re.ASCII)
# Nothing is read unless a digit or a word for one stands somewhere, for every code holds one. "One" is none among
# other words ("this one"), but at the end, before another one and beside a letter.
_WORTH_READING = re.compile(
    r"[0-9]|\b(?=[efhnostz])(?:"
    + "|".join(sorted((numbers.NUMBER_WORDS | numbers.MAGNITUDES) - {"one"}))
    + r"|oh|one(?:[ ,-]+(?:[a-z]|one|"
    + "|".join(sorted(spelling.NATO))
    + r")\b|(?=[\s.!?]*\Z))|[a-z],? (?:oh?|one))\b",
    re.IGNORECASE | re.ASCII,
)
_ASIDE = re.compile(  # said while thinking, in the middle of a code
    r"\b(?:um|uh|er|erm|hmm|then|let me (?:see|think|check|look)|hold on|(?:just )?(?:a|one) (?:sec|second|moment)"
    r"|you know|i (?:think|guess|believe)|(?:all |in )?(?:caps?|capitals?|upper ?case|lower ?case)"
    r"|letters?|digits?|numeral)\b|,(?= as in\b)|[()]",
    re.IGNORECASE,
)
_TRAILING_OFF = re.compile(r"\.{2,}|\u2026")  # "nine four one... oh seven": a pause, and no sentence's end
_BETWEEN_LETTERS = re.compile(r"(?<![a-z'\u2019])([a-z])[-.](?= ?[a-z](?![a-z'\u2019]))", re.IGNORECASE)
_NOTHING = [""] * 8
_CLOSING = frozenset({"", ".", "!", "?", ",", "thanks", "thank", "please", "okay", "ok", "i", "that's"})
_THOUSANDS = frozenset(",.:")


def worth_reading(text: str) -> bool:
    """Whether any code can stand in a text; false for most of what people say."""
    return _WORTH_READING.search(text) is not None


class Tokens:
    """A text token by token, in small letters; some empty words stand behind the last, so that one may look ahead."""

    __slots__ = ("_spans", "count", "text", "words")

    def __init__(self, text: str) -> None:
        """Take the text apart; a code's asides and the marks between spelled letters ("O-R-D", "O. R. D.") are gone."""
        self.text = text
        plain = _ASIDE.sub(_blanks, _TRAILING_OFF.sub(_comma, text))
        if "-" in plain or "." in plain:
            plain = _BETWEEN_LETTERS.sub(r"\1 ", plain)
        found = [(match[0].lower(), match.span()) for match in _TOKEN.finditer(plain)]
        self.count = len(found)
        self.words = [word for word, _ in found] + _NOTHING
        self._spans = [span for _, span in found]

    def word(self, at: int) -> str:
        """The token there; empty before the first and behind the last."""
        return self.words[at]

    def start(self, at: int) -> int:
        """Its first character's place in the text."""
        return self._spans[at][0]

    def end(self, at: int) -> int:
        """The place behind its last character."""
        return self._spans[at][1]

    def written(self, at: int) -> str:
        """The token as it stands in the text."""
        begin, end = self._spans[at]
        return self.text[begin:end]

    def is_tight(self, at: int) -> bool:
        """Whether no blank stands before this token."""
        return 0 < at < self.count and self._spans[at][0] == self._spans[at - 1][1]

    def is_digit(self, at: int) -> bool:
        """Whether digits begin here, in whatever form."""
        word = self.word(at)
        return word.isdecimal() or word in numbers.NUMBER_WORDS or word in {"o", "oh"} or word in spelling.TIMES

    def is_code(self, at: int) -> bool:
        """Whether digits, a letter or a sign that is said begin here."""
        word = self.word(at)
        return (
            self.is_digit(at)
            or (len(word) == 1 and word.isalpha())
            or word in spelling.LETTER_WORDS
            or (word in spelling.SIGNS and len(word) > 1)
            or (word == "$" and self.word(at + 1).isdecimal())
        )

    def is_code_behind(self, at: int) -> bool:
        """Whether a code goes on behind this token, if need be over a sign or a word that sounds like a letter."""
        if self.is_code(at + 1):
            return True
        over = self.word(at + 1) in spelling.SIGNS or (self.word(at + 1) == "," and self.is_letter(at))
        over = over or (self.word(at) not in {"a", "i"} and spelling.letter_name(self.word(at + 1)) is not None)
        return over and self.is_code(at + 2)

    def is_letter(self, at: int) -> bool:
        """Whether this can hardly be anything but a letter of a code: "b", "bravo"; not "a"."""
        word = self.word(at)
        return word in spelling.LETTER_WORDS or (len(word) == 1 and word.isalpha() and word not in {"a", "i", "o"})

    def is_grouping(self, at: int) -> bool:
        """Whether a mark stands tight between two numerals, as recognisers write large numbers, times and amounts."""
        if self.words[at] not in _THOUSANDS or not self.word(at + 1).isdecimal():
            return False
        return self.is_tight(at) and self.is_tight(at + 1)

    def is_last(self, at: int) -> bool:
        """Whether nothing but the end of a sentence or a word of thanks follows."""
        return self.word(at + 1) in _CLOSING


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _comma(match: re.Match[str]) -> str:
    return ",".ljust(len(match[0]))
