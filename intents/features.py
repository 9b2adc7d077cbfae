"""What the model sees of an utterance: its words, their parts, what stands beside what, and how long it is.

Every feature is a short text; `bucket` says which row of the model's table holds its weights. A word counts also as
its kin (see `intents.kin`), so what was learnt of one word is known of all that mean nearly the same. What is said ten
times says no more than once: the words and the places where they meet count once each.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
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
    for size in _PARTS:
        for at in range(len(framed) - size + 1):
            yield framed[at : at + size]


def meetings(words: Sequence[str]) -> set[tuple[str, str, str]]:
    """Every three that follow each other, as kin where they have any; "^" and "$" are the ends of what is said."""
    kin = ["^", *[KINDS[word][0] if word in KINDS else word for word in words], "$"]
    return set(zip(kin, kin[1:], [*kin[2:], ""], strict=False))


def neighbours(meeting: tuple[str, str, str]) -> Iterator[str]:
    """What stands beside what where three words meet: the first two, those over a word, all three."""
    one, two, three = meeting
    yield f"{one} {two}"
    if three:
        yield f"{one} * {three}"
        yield f"{one} {two} {three}"


def length(words: Sequence[str]) -> str:
    """How many words there are, roughly."""
    return f"#{bisect_left(_LENGTHS, len(words))}"
