"""Random and hostile strings: an answer comes, and its time grows no faster than the text."""

import os
import unicodedata
from random import Random
from time import process_time

import pytest

from intents.meaning import Hints, Intent, Slot
from intents.understand import LIMIT, understand

TIMES = 1_000_000 if os.environ.get("WAYBILL_TEST_SOAK") else 20_000  # noqa: TID251 - the tests' own switch
PARTS = 20  # each short enough for whoever watches for a test that hangs
EVERYTHING = frozenset(Slot)
PIECES = (
    "nine", "oh", "double", "hundred", "at", "dot", "com", "b as in boy", "bravo", "ninety", "four", "-", "#", "$", "@",
    ",", ".", "not", "no", "wait", "94107", "ORD-9842", "0", "1", "a", "i", "o", "to", "for", "and", "thousand", "U S",
    "\u0301", "\u202e", "\u200d", "\U0001f4e6", "\x00", "\x1b", "\ud800", "\ufdfa", "\u0660", "\u0669", "\uff19",
    "\u00df",    "\u0130", "\u1e9e", "\u2460", "\u00bd", "\u05d0", "\u0627", "e\u0301", "\n", "\t", "\u2028",
    "\uff0d", "\u30fc", "\u2014", "\U0001d7d7", "\u200b", "\u20e3", "...", "\u2026", "call me at", "my number is",
)  # fmt: skip
LONG = (
    "nine ", "o ", "a-", "1-", "at dot ", "@.", "a@a.", "double ", "b as in boy ", "ninety four ", "hundred ", "to ",
    "for ", "mike ", "1,", "$1.", "no wait 1 ", "j o h n ", "\u0301", "\U0001f4e6", "94107 ", "a.", "oh, ",
    "... ", "\u2026", "\uff11", "abcd\u2014", "a\u30fc", "\u200b1", "415 555 0132 ", "ORD-9842 and ",
)  # fmt: skip


def _string(chance: Random) -> str:
    """Pieces of codes, marks and characters from anywhere, joined with or without blanks."""
    count = chance.randrange(1, 12)
    anywhere = [chr(chance.randrange(1, 0x3000)) for _ in range(3)]
    return chance.choice(("", " ")).join(chance.choice((*PIECES, *anywhere)) for _ in range(count))


@pytest.mark.parametrize("seed", range(PARTS))
def test_no_string_is_too_strange(seed: int) -> None:
    chance = Random(seed)
    for _ in range(TIMES // PARTS):
        text, spoken = _string(chance), chance.random() < 0.7
        expecting = EVERYTHING if chance.random() < 0.5 else frozenset({chance.choice(list(Slot))})
        meaning = understand(text, expecting=expecting, spoken=spoken, hints=Hints(("ORD-", "W")))
        assert meaning.intent in Intent, unicodedata.normalize("NFKD", text)


@pytest.mark.parametrize("piece", LONG)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    """Four times the text may cost about four times as much, never sixteen."""
    text = piece * (LIMIT // len(piece))
    quarter, whole = (min(_seconds(part) for _ in range(3)) for part in (text[: LIMIT // 4], text))
    assert whole < 10 * quarter + 0.005


def _seconds(text: str) -> float:
    began = process_time()
    understand(text, expecting=EVERYTHING, spoken=True)
    return process_time() - began
