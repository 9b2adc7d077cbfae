"""What the model sees of an utterance: its words, their parts, what stands beside what, and how long it is.

Every feature is a short text; `bucket` says which row of the model's table holds its weights. A word counts also as
its kin (see `intents.kin`), so what was learnt of one word is known of all that mean nearly the same.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from zlib import crc32

from intents.kin import KINDS

BUCKETS = 1 << 17
MOST_WORDS = 160  # what stands behind them is not looked at; far more than anybody types in one go
_PARTS = (3, 4)  # letters
_LONGEST = 20  # letters of a word of which the parts are looked at
_LENGTHS = (1, 2, 4, 8, 16, 32)  # words


def bucket(feature: str) -> int:
    """The row of a feature; different features may share one, as they did when it was trained."""
    return crc32(feature.encode("utf-8", "surrogatepass")) % BUCKETS


def seen(words: Sequence[str]) -> list[str]:
    """The words as the model sees them: whatever holds a digit is but a number, and there are not too many."""
    return ["#" if not word.isalpha() and any(map(str.isdigit, word)) else word for word in words[:MOST_WORDS]]


def parts(word: str) -> Iterator[str]:
    """A word, its kin, and its pieces of three and four letters: what a misspelt word still has of the right one."""
    yield word
    yield from KINDS.get(word, ())
    framed = f"<{word[:_LONGEST]}>"
    for length in _PARTS:
        for at in range(len(framed) - length + 1):
            yield framed[at : at + length]


def neighbours(words: Sequence[str]) -> list[str]:
    """What stands beside what: pairs of words or kin, pairs over a word, threes; and how many words there are."""
    kin = ["^", *[KINDS[word][0] if word in KINDS else word for word in words], "$"]
    found = [f"{one} {other}" for one, other in pairwise(kin)]
    found += [f"{one} * {other}" for one, other in zip(kin, kin[2:], strict=False)]
    found += [f"{one} {two} {three}" for one, two, three in zip(kin, kin[1:], kin[2:], strict=False)]
    found.append(f"#{sum(len(words) > length for length in _LENGTHS)}")
    return found
