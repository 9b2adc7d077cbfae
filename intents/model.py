"""A small linear model of what people want: a table of weights, added up for what an utterance holds.

Its file is one line of JSON (see `Header`), then `BUCKETS` rows of a byte for each intent. A row becomes one long
integer of 32-bit fields, so that adding two rows is one addition; what a word adds is remembered, and what three words
beside each other add. `make model` trains it from the sentences in bench/training.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, sqrt
from pathlib import Path
from struct import Struct

from intents.features import BUCKETS, bucket, meetings, neighbours, overall, parts, scene, seen
from intents.meaning import Intent

FILE = Path(__file__).with_name("model.weights")
WIDTH = len(Intent)  # bytes of a row
ZERO = 128  # the byte of a weight of nought
_FIELD = 4  # bytes
_FIELDS = Struct(f"<{WIDTH}II")
_WORDS, _MEETINGS = 8192, 16384  # remembered


@dataclass(frozen=True, slots=True)
class Header:
    """How the bytes are read: `step` is what one means, `digest` what was trained on, `bias` what is always added."""

    digest: str
    intents: tuple[str, ...]
    step: float
    bias: tuple[float, ...]


class Model:
    """The weights, ready to be added up."""

    def __init__(self, header: Header, table: bytes) -> None:
        if len(table) != BUCKETS * WIDTH:
            raise ValueError("the model's weights do not belong to this version: run `make model`")
        self.header = header
        self._intents = tuple(map(Intent, header.intents))
        self._table = table
        self._of_word = lru_cache(_WORDS)(lambda word, around: self._sum(parts(word, around)))
        self._of_meeting = lru_cache(_MEETINGS)(lambda meeting: self._sum(neighbours(meeting)))
        self._of_overall = lru_cache(self._sum)

    def judge(self, words: Sequence[str]) -> dict[Intent, float]:
        """How likely each intent is; the likelihoods add up to one.

        Args:
            words: as `intents.words.words` gives them.
        """
        words = seen(words)
        around = scene(words)
        total = sum((self._of_word(word, around) for word in set(words)), self._of_overall(overall(words, around)))
        total = sum(map(self._of_meeting, meetings(words)), total)
        *sums, count = _FIELDS.unpack(total.to_bytes(_FIELDS.size, "little"))
        scale = self.header.step / sqrt(count)
        nought = ZERO * count * scale
        scores = [each * scale - nought + bias for each, bias in zip(sums, self.header.bias, strict=True)]
        highest = max(scores)
        raised = [exp(score - highest) for score in scores]
        whole = sum(raised)
        return {intent: each / whole for intent, each in zip(self._intents, raised, strict=True)}

    def _sum(self, features: Iterable[str]) -> int:
        """The rows of these features added up, and in the last field how many there are."""
        total = 0
        for feature in features:
            at = bucket(feature) * WIDTH
            fields = bytearray(_FIELDS.size)
            fields[:-_FIELD:_FIELD] = self._table[at : at + WIDTH]
            fields[-_FIELD] = 1
            total += int.from_bytes(fields, "little")
        return total


def load(file: Path = FILE) -> Model:
    """Read the weights; ValueError if they are not of this version."""
    first, _, table = file.read_bytes().partition(b"\n")
    header = json.loads(first)
    return Model(Header(header["digest"], tuple(header["intents"]), header["step"], tuple(header["bias"])), table)
