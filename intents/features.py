"""What the model sees of an utterance: its words, their parts, what stands beside what, its scene and its length.

Every feature is a short text; `bucket` says which row of the model's table holds its weights. A word counts also as
its kin (see `intents.kin`), so what was learnt of one word is known of all that mean nearly the same. What is said ten
times says no more than once: the words and the places where they meet count once each.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from zlib import crc32

from intents.kin import FOREIGN, KINDS, OURS, WORK

BUCKETS = 1 << 17
MOST_WORDS = 160  # what stands behind them is not looked at; far more than anybody types in one go
AT_HOME, ELSEWHERE = "+-", "-+"  # the scenes of what is about us alone, and not about us
_PARTS = (3, 4)  # letters
_LONGEST = 20  # letters of a word of which the parts are looked at
_LENGTHS = (1, 2, 4, 8, 16, 32)  # words


def bucket(feature: str) -> int:
    """The row of a feature; different features may share one, as they did when it was trained."""
    return crc32(feature.encode("utf-8", "surrogatepass")) % BUCKETS


def seen(words: Sequence[str]) -> list[str]:
    """The words as the model sees them: whatever holds a digit is but a number, and there are not too many."""
    return ["#" if not word.isalpha() and any(map(str.isdigit, word)) else word for word in words[:MOST_WORDS]]


def scene(words: Sequence[str]) -> str:
    """What it is about at all: "+" a word of ours, "~" one of work, "-" neither; then "+" if one is foreign, or "-".

    "Coming" is no parcel where a storm is spoken of and nothing that a shop sends.
    """
    ours = "+" if not OURS.isdisjoint(words) else "-" if WORK.isdisjoint(words) else "~"
    return ours + ("-" if FOREIGN.isdisjoint(words) else "+")


def parts(word: str, scene: str) -> Iterator[str]:
    """A word, its kin, what it is in this scene, and its pieces of three and four letters, which a slip leaves be."""
    kin = KINDS.get(word, ())
    yield word
    yield from kin
    yield f"{scene}{kin[0] if kin else word}"
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


def overall(words: Sequence[str], scene: str) -> tuple[str, str]:
    """What is true of all of it: how many words there are, roughly, and the scene."""
    return f"#{bisect_left(_LENGTHS, len(words))}", f"#{scene}"
