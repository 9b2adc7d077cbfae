"""Where in spoken words a code stands: runs of letters, digits, number words and signs.

Recognisers write the same breath as words, digits or formatted text; all of them are read here.
"""

import re
from dataclasses import dataclass

from intents import numbers, spelling
from intents.vocabulary import listed

_TOKEN = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*|[0-9]+|[^\sA-Za-z0-9]")
_THOUSANDS = frozenset(",.:")
_UNITS = listed(
    "day days week weeks month months year years hour hours minute minutes am pm item items piece pieces box boxes "
    "package "
    "packages parcel parcels times dollars dollar bucks percent people business thing things questions orders kg"
)
_NOT_SPELLED = frozenset(
    {"usa", "us", "uk", "zip", "id", "ups", "usps", "dhl", "pin", "ok", "my", "is", "it", "to", "the"}
)
_PREFIX = 6  # letters; a longer token is a word
_VALUE = 4  # characters; so many may be a whole value
_COUNTED = 2  # digits of an amount that a unit may follow
OH = "?"  # "o": a letter or a zero, settled by its neighbours


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest piece of a code, its readings, and the characters of the text and the token behind it."""

    readings: tuple[str, ...]
    start: int
    end: int
    after: int


@dataclass(frozen=True, slots=True)
class Run:
    """Atoms that follow each other; `pauses` are the places of those before which somebody took breath."""

    atoms: list[Atom]
    pauses: list[int]


def runs(text: str, prefixes: frozenset[str]) -> list[Run]:
    """All runs of a text, in its order.

    Args:
        text: what a recogniser wrote.
        prefixes: letters, small, with which references begin.
    """
    return _Reader(text, prefixes).runs()


class _Reader:
    """Goes through the tokens of one text once."""

    def __init__(self, text: str, prefixes: frozenset[str]) -> None:
        self._tokens = [_Token(match[0].lower(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
        self._words = [token.text for token in self._tokens]
        self._text = text
        self._prefixes = prefixes

    def runs(self) -> list[Run]:
        """All runs of atoms."""
        found: list[Run] = []
        run: Run | None = None
        at = 0
        while at < len(self._words):
            step = self._atom(at, run)
            if step:
                readings, after = step
                run = run or self._open(found)
                run.atoms.append(Atom(readings, self._tokens[at].start, self._tokens[after - 1].end, after))
                at = after
            else:
                run = run if run and self._passes_over(at, run) else None
                at += 1
        return [run for run in found if not self._is_counted(run)]

    def _open(self, found: list[Run]) -> Run:
        found.append(Run([], []))
        return found[-1]

    def _atom(self, at: int, run: Run | None) -> tuple[tuple[str, ...], int] | None:
        """What of a code begins at this token: its readings and where it ends, or None."""
        word = self._words[at]
        if word in spelling.TIMES:
            return self._repeated(at)
        if word.isdecimal() or numbers.continues(word):
            return self._number(at)
        if run and word in numbers.HEARD_AS_DIGIT and self._is_heard_as_digit(at, run):
            return (numbers.HEARD_AS_DIGIT[word],), at + 1
        if word in spelling.SIGNS:
            return self._sign(at, run)
        if not run and (word in {"#", "hash", "pound"} or (word, self._word(at + 1)) == ("number", "sign")):
            after = at + 2 if self._word(at + 1) == "sign" else at + 1
            return (("#",), after) if self._is_code(after) else None
        return self._letters(at, run)

    def _is_heard_as_digit(self, at: int, run: Run) -> bool:
        """Whether "to" or "for" is 2 or 4: among digits, and not between two whole values ("1001 to 94107")."""
        length = sum(len(atom.readings[0]) for atom in run.atoms)
        return self._is_digit(at - 1) and self._is_digit(at + 1) and length < _VALUE

    def _repeated(self, at: int) -> tuple[tuple[str, ...], int] | None:
        """A letter or digit said once for several: "double five"; but "double u" is the letter W."""
        follows = self._word(at + 1)
        if self._words[at] == "double" and follows in {"u", "you"}:
            return ("W",), at + 2
        times = spelling.TIMES[self._words[at]]
        if follows in {"o", "oh"}:
            return ("0" * times,), at + 2
        one = follows if len(follows) == 1 and follows.isdecimal() else numbers.digit(follows)
        one = one or spelling.letter(follows, among_others=False)
        return ((one * times,), at + 2) if one else None

    def _number(self, at: int) -> tuple[tuple[str, ...], int] | None:
        """Numerals and number words as far as they go; "94,107" and "10:42" are one numeral."""
        if self._words[at] in {"hundred", "thousand"}:
            return None
        words, after = [self._words[at]], at + 1
        while after < len(self._words):
            word = self._words[after]
            if self._is_grouping(after) and words[-1].isdecimal():
                words[-1] += self._words[after + 1]
                after += 2
            elif numbers.continues(word) or (word.isdecimal() and not words[-1].isdecimal()):
                words.append(word)
                after += 1
            elif word == "and" and words[-1] in {"hundred", "thousand"} and self._is_digit(after + 1):
                after += 1
                words.append(word)
            else:
                break
        return numbers.readings(words), after

    def _is_grouping(self, at: int) -> bool:
        """Whether a mark stands tight between two numerals, as recognisers write large numbers, times and amounts."""
        if self._words[at] not in _THOUSANDS or not self._word(at + 1).isdecimal():
            return False
        return self._tight(at) and self._tight(at + 1)

    def _sign(self, at: int, run: Run | None) -> tuple[tuple[str, ...], int] | None:
        if not run or not self._is_code(at + 1):
            return None
        return (spelling.SIGNS[self._words[at]],), at + 1

    def _letters(self, at: int, run: Run | None) -> tuple[tuple[str, ...], int] | None:
        word, following = self._words[at], self._is_code(at + 1)
        if self._is_written_prefix(at):
            return (word.upper(),), at + 1
        if spelled := spelling.as_in(self._words, at):
            return (spelled[0],), spelled[1]
        if word in {"o", "oh"}:
            return ((OH,), at + 1) if run or following else None
        one = spelling.letter(word, among_others=run is not None and following)
        if one is None or not (following or self._ends_code(at, run)):
            return None
        return (one,), at + 1

    def _ends_code(self, at: int, run: Run | None) -> bool:
        """Whether a letter may be the last of a run: "a" and "i" are words unless a sign or a letter stands before."""
        if run is None or len(self._words[at]) > 1:
            return False
        before = self._words[at - 1]
        return self._words[at] not in {"a", "i"} or before in spelling.SIGNS or (len(before) == 1 and before.isalpha())

    def _is_written_prefix(self, at: int) -> bool:
        """Whether the letters of a reference stand here as one token: "ORD-9842", "ORD 9842", "ord dash 9842"."""
        token, following = self._tokens[at], self._word(at + 1)
        if token.text in _NOT_SPELLED or not 1 < len(token.text) <= _PREFIX or not token.text.isalpha():
            return False
        if following in spelling.SIGNS and not self._tight(at + 1) and token.text in spelling.LETTER_WORDS:
            return False  # "alpha dash nine"
        if following in spelling.SIGNS:
            return self._is_code(at + 2) and (token.text in self._prefixes or self._is_digit(at + 2))
        if not self._is_digit(at + 1):
            return False
        written = self._text[token.start : token.end]
        return (
            self._tight(at + 1) or written.isupper() or (token.text in self._prefixes and token.text in {"ord", "proj"})
        )

    def _passes_over(self, at: int, run: Run) -> bool:
        """Whether a run goes on behind this token: a filler, or a pause, which is noted."""
        word = self._words[at]
        if word in {",", ".", ";", "and"} and self._is_code(at + 1):
            run.pauses.append(len(run.atoms))
            return True
        return word in spelling.FILLERS or (word in {".", ","} and self._word(at + 1) in spelling.FILLERS)

    def _is_counted(self, run: Run) -> bool:
        """Whether the run is but an amount of something: "two weeks"."""
        last = run.atoms[-1]
        return len(run.atoms) == 1 and len(last.readings[0]) <= _COUNTED and self._word(last.after) in _UNITS

    def _is_digit(self, at: int) -> bool:
        word = self._word(at)
        return word.isdecimal() or word in numbers.NUMBER_WORDS or word in {"o", "oh"} or word in spelling.TIMES

    def _is_code(self, at: int) -> bool:
        word = self._word(at)
        return (
            self._is_digit(at)
            or (len(word) == 1 and word.isalpha())
            or word in spelling.LETTER_WORDS
            or (word in spelling.SIGNS and len(word) > 1)
        )

    def _word(self, at: int) -> str:
        return self._words[at] if at < len(self._words) else ""

    def _tight(self, at: int) -> bool:
        """Whether no blank stands before this token."""
        return self._tokens[at].start == self._tokens[at - 1].end
