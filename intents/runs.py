"""Where in spoken words a code stands: runs of letters, digits, number words and signs.

Recognisers write the same breath as words, digits or formatted text; all of them are read here.
"""

from dataclasses import dataclass
from typing import NamedTuple

from intents import homophones, lettering, numbers, spelling
from intents.tokens import Tokens, worth_reading
from intents.vocabulary import listed

_UNITS = listed(
    "day days week weeks month months year years hour hours minute minutes am pm item items piece pieces box boxes "
    "package packages parcel parcels times dollars dollar bucks percent people business thing things questions "
    "orders kg"
)
_OPENING = (  # words with which a code may begin
    numbers.NUMBER_WORDS | numbers.MAGNITUDES | homophones.DIGITS.keys() | spelling.TIMES.keys() | spelling.SIGNS.keys()
    | spelling.LETTER_WORDS.keys() | spelling.EVERYDAY.keys() | {"o", "oh", "number", "hash", "pound", "a"}
)  # fmt: skip
_BEHIND_LETTERS = numbers.NUMBER_WORDS | spelling.TIMES.keys() | spelling.SIGNS.keys() | {"oh"}
_AND = frozenset({",", ".", ";", "and"})
_VALUE = 4  # characters; so many may be a whole value
_MANY = 40  # atoms, of which no code has more
_COUNTED = 2  # digits of an amount that a unit may follow
_ZIPS = frozenset({5, 9})  # digits, behind which "US" is the country
OH = "?"  # "o": a letter or a zero, settled by its neighbours


class Atom(NamedTuple):  # made for every word of a code: three times as fast as a dataclass
    """The smallest piece of a code, and the characters of the text and the token behind it.

    `weaker` readings are such as only the length of the whole can speak for.
    """

    readings: tuple[str, ...]
    start: int
    end: int
    after: int
    weaker: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Atoms that follow each other; `pauses` are the places of those before which somebody took breath."""

    atoms: list[Atom]
    pauses: list[int]

    @property
    def length(self) -> int:
        """Its characters, as far as they are read."""
        return sum(len(atom.readings[0]) for atom in self.atoms)

    @property
    def digits(self) -> int:
        """Its digits, as far as they are read."""
        count = 0
        for atom in self.atoms:
            first = atom.readings[0]
            count += len(first) if first.isdecimal() or (count and first == OH) else 0
        return count


class _Step(NamedTuple):
    """What of a code was read, and the token behind it."""

    readings: tuple[str, ...]
    after: int
    weaker: tuple[str, ...] = ()


def runs(text: str, prefixes: frozenset[str]) -> list[Run]:
    """All runs of a text, in its order.

    Args:
        text: what a recogniser wrote.
        prefixes: letters, small, with which references begin.
    """
    return _Reader(Tokens(text), prefixes).runs() if worth_reading(text) else []


class _Reader:
    """Goes through the tokens of one text once."""

    def __init__(self, tokens: Tokens, prefixes: frozenset[str]) -> None:
        self._tokens = tokens
        self._words = tokens.words
        self._prefixes = prefixes

    def runs(self) -> list[Run]:
        """All runs of atoms."""
        found: list[Run] = []
        run: Run | None = None
        at = length = 0
        while at < self._tokens.count:
            if run is None and self._is_plain(at):
                at += 1
                continue
            if run and (len(run.atoms) >= _MANY or (length >= _VALUE and self._begins_anew(at, run))):
                run = None
            step = self._step(at, run)
            if step:
                if run is None:
                    run, length = self._open(found), 0
                length += len(step.readings[0])
                start, end = self._tokens.start(at), self._tokens.end(step.after - 1)
                run.atoms.append(Atom(step.readings, start, end, step.after, step.weaker))
                at = step.after
            else:
                run = run if run and self._passes_over(at, run) else None
                at += 1
        return [run for run in found if not self._is_counted(run)]

    def _is_plain(self, at: int) -> bool:
        """Whether nothing of a code can begin here: a word like most, before another."""
        word, follows = self._words[at], self._tokens.word(at + 1)
        if word in _OPENING or not word.isalpha() or len(word) == 1:
            return not word[0].isalnum() and word != "#"
        return len(follows) > 1 and follows.isalpha() and follows not in _BEHIND_LETTERS

    def _open(self, found: list[Run]) -> Run:
        found.append(Run([], []))
        return found[-1]

    def _step(self, at: int, run: Run | None) -> _Step | None:
        """What of a code begins at this token, or None."""
        word = self._words[at]
        if word in spelling.TIMES:
            return self._repeated(at)
        if (
            word.isdecimal()
            or numbers.continues(word)
            or (word == "a" and self._tokens.word(at + 1) in numbers.MAGNITUDES)
        ):
            return self._number(at)
        if word in homophones.DIGITS and (
            readings := homophones.readings(self._tokens, at, run.digits if run else None)
        ):
            return _Step(readings[0], at + 1, readings[1])
        if word in spelling.SIGNS:
            return self._sign(at, run)
        if not run and (word in {"#", "hash", "pound"} or (word, self._tokens.word(at + 1)) == ("number", "sign")):
            after = at + 2 if self._tokens.word(at + 1) == "sign" else at + 1
            return _Step(("#",), after) if self._tokens.is_code(after) else None
        return self._letters(at, run)

    def _repeated(self, at: int) -> _Step | None:
        """A letter or digit said once for several: "double five"; but "double u" is the letter W."""
        skipped = at + 1 if self._tokens.word(at + 1) == "-" else at  # "double-u"
        follows, after = self._tokens.word(skipped + 1), skipped + 2
        if self._words[at] == "double" and follows in {"u", "you"}:
            return _Step(("W",), after)
        times = spelling.TIMES[self._words[at]]
        if follows in {"o", "oh"}:
            return _Step(("0" * times,), after)
        one = follows if len(follows) == 1 and follows.isdecimal() else numbers.digit(follows)
        one = one or spelling.letter(follows, among_others=False)
        return _Step((one * times,), after, ("5" * times,) if one == "V" else ()) if one else None

    def _number(self, at: int) -> _Step | None:
        """One numeral ("94,107", "10:42"), a digit, tens with their unit, or a whole amount in words."""
        if self._words[at] in numbers.MAGNITUDES:
            return None
        words, after = ["one" if self._words[at] == "a" else self._words[at]], at + 1
        while True:
            word = self._words[after]
            if self._tokens.is_grouping(after) and words[-1].isdecimal():
                words[-1] += self._words[after + 1]
                after += 2
            elif self._joins(words, word):
                words.append(word)
                after += 1
            elif (
                word == "-"
                and self._tokens.is_tight(after)
                and numbers.is_tens(words[-1], self._tokens.word(after + 1))
            ):
                after += 1  # "ninety-four"
            elif word == "and" and words[-1] in numbers.MAGNITUDES and self._tokens.is_digit(after + 1):
                after += 1
                words.append(word)
            else:
                break
        return self._amount(at, words, after)

    def _joins(self, words: list[str], word: str) -> bool:
        """Whether a number goes on with this word: a unit behind tens, or anything once "hundred" is said."""
        if word in numbers.MAGNITUDES or numbers.is_tens(words[-1], word):
            return True
        in_amount = not numbers.MAGNITUDES.isdisjoint(words)
        return in_amount and (word in numbers.NUMBER_WORDS or (word.isdecimal() and not words[-1].isdecimal()))

    def _amount(self, at: int, words: list[str], after: int) -> _Step:
        """The readings of these words; "$1,042.00" is 1042, and "$40.00" may be 40 as well as 4000."""
        if self._tokens.word(at - 1) == "$" and self._words[after - 2 : after] == [".", "00"]:
            short = (words[0][:-2],)
            return _Step(short if "," in self._words[at:after] else (words[0], *short), after)
        return _Step(numbers.readings(words), after, numbers.apart(words))

    def _sign(self, at: int, run: Run | None) -> _Step | None:
        after = at + 2 if self._tokens.word(at + 1) == "," else at + 1  # "o r d, dash, nine"
        if not run or not self._tokens.is_code(after):
            return None
        return _Step((spelling.SIGNS[self._words[at]],), after)

    def _letters(self, at: int, run: Run | None) -> _Step | None:
        word, following = self._words[at], self._tokens.is_code_behind(at)
        if lettering.is_prefix(self._tokens, at, self._prefixes):
            return _Step((word.upper(),), at + 1)
        if spelled := spelling.as_in(self._words, at):
            return _Step((spelled[0],), spelled[1])
        if word in {"o", "oh"}:
            if not run and self._tokens.word(at + 1) == "," and self._tokens.is_digit(at + 2):
                return _Step(("",), at + 2, ("0",))  # "oh, nine, eight": hardly a zero
            return _Step((OH,), at + 1) if run or following or homophones.leads_on(self._tokens, at + 1) else None
        if run and lettering.is_ending(self._tokens, at):
            return _Step((word.upper(),), at + 1)
        one = spelling.letter(word, among_others=run is not None and following)
        if one is None or not (following or (run and lettering.may_end(self._tokens, at))):
            return None
        return _Step((one,), at + 1)

    def _begins_anew(self, at: int, run: Run) -> bool:
        """Whether behind a whole value another begins, with a shop's letters ("94107 o r d 9842"), or "US" ends it."""
        if not (run.atoms[-1].readings[0][-1:].isdecimal() or run.atoms[-1].readings == (OH,)):
            return False
        letters = ""
        for end in range(at, min(at + lettering.PREFIX, self._tokens.count)):
            letters += self._words[end]
            if letters in {"us", "usa"} and run.length in _ZIPS and self._tokens.is_last(end):
                return True
            if len(letters) > 1 and letters in self._prefixes and self._tokens.is_code_behind(end):
                return True
        return False

    def _passes_over(self, at: int, run: Run) -> bool:
        """Whether a run goes on behind this token: a filler, or a pause, which is noted."""
        word, follows = self._words[at], self._tokens.word(at + 1)
        if word in _AND and self._tokens.is_code(at + 1):
            run.pauses.append(len(run.atoms))
            return True
        if word == "$":
            return follows.isdecimal()
        return word in {",", "."} and follows == ","  # where "um" stood between

    def _is_counted(self, run: Run) -> bool:
        """Whether the run is but an amount of something: "two weeks"."""
        return run.length <= _COUNTED and self._tokens.word(run.atoms[-1].after) in _UNITS
