"""How tables of phrases are written and found in an utterance, in time linear in its length.

A phrase is a line of words: "a|b" is either, a word in capitals is a class of words, "word?" may be missing, "..." is
up to five words of any kind, "^" and "$" are the utterance's ends. An utterance becomes one letter per word, and a
phrase a pattern over these letters in which every repetition is bounded.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from intents.vocabulary import listed

Label = TypeVar("Label")

_GAP = ".{0,5}"
_UNKNOWN = " "  # the letter of every word that stands in no phrase
_FIRST_LETTER = 0x100  # above all that has a meaning in a regular expression
_ANCHORS = {"^": "^", "$": "$", "...": _GAP}
_COMMON = listed("a all and are at can did do does for had has have how i in is it me my no not of on so that the "
"this to "
                    "was were what when where will with you your")  # fmt: skip


class _Phrase(Generic[Label]):
    """One line of a table. Its pattern is compiled when an utterance first holds its rarest word."""

    def __init__(self, label: Label, source: str) -> None:
        self.label = label
        self._source = source

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._source)

    def stands_in(self, letters: str) -> bool:
        return self._pattern.search(letters) is not None


class Phrasebook(Generic[Label]):
    """Phrases, each with what it means."""

    def __init__(self, table: Mapping[Label, str], classes: Mapping[str, str]) -> None:
        """Read a table.

        Args:
            table: what is meant -> its phrases, one a line.
            classes: name in capitals -> its words, separated by blanks.
        """
        self._classes = {name: frozenset(words.split()) for name, words in classes.items()}
        self._letters: dict[str, str] = {}
        self._by_word: dict[str, list[_Phrase[Label]]] = {}
        for label, lines in table.items():
            for line in filter(None, map(str.strip, lines.splitlines())):
                self._add(label, line.split())

    def find(self, words: Sequence[str]) -> list[Label]:
        """The labels of all phrases that stand in the utterance; a label comes as often as it has such phrases."""
        met = self._by_word.keys() & set(words)
        if not met:
            return []
        letters = "".join([self._letters.get(word, _UNKNOWN) for word in words])
        return [phrase.label for word in met for phrase in self._by_word[word] if phrase.stands_in(letters)]

    def _add(self, label: Label, parts: list[str]) -> None:
        phrase = _Phrase(label, "".join(map(self._part, parts)))
        required = [self._words(part) for part in parts if part not in _ANCHORS and not part.endswith("?")]
        for word in min(required, key=_how_common):
            self._by_word.setdefault(word, []).append(phrase)

    def _part(self, part: str) -> str:
        if part in _ANCHORS:
            return _ANCHORS[part]
        letters = "".join(self._letters.setdefault(word, self._next_letter()) for word in sorted(self._words(part)))
        return f"[{letters}]" + ("?" if part.endswith("?") else "")

    def _words(self, part: str) -> frozenset[str]:
        names = part.removesuffix("?").split("|")
        return frozenset[str]().union(*(self._classes[name] if name.isupper() else {name} for name in names))

    def _next_letter(self) -> str:
        return chr(_FIRST_LETTER + len(self._letters))


def _how_common(words: frozenset[str]) -> tuple[int, int]:
    """A measure of how often one of these words is said: those everybody says first, then by their number."""
    return len(words & _COMMON), len(words)
