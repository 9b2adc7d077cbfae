"""A small linear model of what people want: a table of weights, added up for what an utterance holds.

Its file is one line of JSON (see `Header`), then `BUCKETS` rows of a byte for each intent. A row becomes one long
integer of 32-bit fields, so that adding two rows is one addition; what a word adds is remembered. `make model` trains
it from the sentences in bench/training.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, sqrt
from pathlib import Path
from struct import Struct

from intents.features import BUCKETS, bucket, neighbours, parts, seen
from intents.meaning import Intent

FILE = Path(__file__).with_name("model.weights")
WIDTH = len(Intent)  # bytes of a row
ZERO = 128  # the byte of a weight of nought
_FIELD = 4  # bytes
_FIELDS = Struct(f"<{WIDTH}I")
_WORDS, _NEIGHBOURS = 8192, 16384  # remembered


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
        self._of_word = lru_cache(_WORDS)(self._sum_of_parts)
        self._of_neighbours = lru_cache(_NEIGHBOURS)(self._row)

    def judge(self, words: Sequence[str]) -> dict[Intent, float]:
        """How likely each intent is; the likelihoods add up to one.

        Args:
            words: as `intents.words.words` gives them.
        """
        words = seen(words)
        total, count = 0, 0
        for word in words:
            of_word, parted = self._of_word(word)
            total += of_word
            count += parted
        beside = neighbours(words)
        total += sum(map(self._of_neighbours, beside))
        count += len(beside)
        scale, offset = self.header.step / sqrt(count), ZERO * count
        fields = _FIELDS.unpack(total.to_bytes(WIDTH * _FIELD, "little"))
        return _likelihoods(
            {
                intent: (field - offset) * scale + bias
                for intent, field, bias in zip(self._intents, fields, self.header.bias, strict=True)
            }
        )

    def _sum_of_parts(self, word: str) -> tuple[int, int]:
        rows = [self._row(part) for part in parts(word)]
        return sum(rows), len(rows)

    def _row(self, feature: str) -> int:
        at = bucket(feature) * WIDTH
        fields = bytearray(WIDTH * _FIELD)
        fields[::_FIELD] = self._table[at : at + WIDTH]
        return int.from_bytes(fields, "little")


def load(file: Path = FILE) -> Model:
    """Read the weights; ValueError if they are not of this version."""
    first, _, table = file.read_bytes().partition(b"\n")
    header = json.loads(first)
    return Model(Header(header["digest"], tuple(header["intents"]), header["step"], tuple(header["bias"])), table)


def _likelihoods(scores: dict[Intent, float]) -> dict[Intent, float]:
    highest = max(scores.values())
    raised = {intent: exp(score - highest) for intent, score in scores.items()}
    total = sum(raised.values())
    return {intent: each / total for intent, each in raised.items()}
