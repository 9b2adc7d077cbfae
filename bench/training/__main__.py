"""`make model`: learn from the text, measure on lines left out, write the weights. Ten minutes or so, one core."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from json import dumps
from math import log
from zlib import crc32

from bench.training.fit import INTENTS, Sample, Weights, fit, samples, temperature
from bench.training.grammar import examples
from intents.features import BUCKETS
from intents.meaning import Intent
from intents.model import FILE, WIDTH, ZERO

PARTS = 4  # one of them is left out to measure
_LARGEST = 127
_MORE_OTHERS = log(1.3)  # people say more that is about no order than the examples do


def digest(given: Sequence[Sample]) -> str:
    """A fingerprint of all that is learnt from: it changes with the text, the grammar, the words and the features."""
    fingerprint = sha256()
    for sample in given:
        fingerprint.update(f"{sample.place} {' '.join(map(str, sample.rows))}\n".encode())
    return fingerprint.hexdigest()


def judged(given: Sequence[Sample]) -> list[tuple[list[float], int]]:
    """A part of the samples, judged by weights that have not seen the lines they come from."""
    learnt = [sample for sample in given if not _is_left_out(sample)]
    weights = fit(learnt)
    return [(weights.scores(sample.rows), sample.place) for sample in given if _is_left_out(sample)]


def _is_left_out(sample: Sample) -> bool:
    return crc32(sample.line.encode()) % PARTS == 0


def written(weights: Weights, fingerprint: str, warmth: float) -> bytes:
    """The file of `intents.model`: each weight as a byte."""
    step = max(abs(weight) for row in weights.rows.values() for weight in row) / _LARGEST
    table = bytearray([ZERO]) * (BUCKETS * WIDTH)
    for row, values in weights.rows.items():
        at = row * WIDTH
        table[at : at + len(values)] = bytes(ZERO + round(value / step) for value in values)
    header = {
        "digest": fingerprint,
        "intents": [intent.value for intent in INTENTS],
        "step": float(f"{step / warmth:.6g}"),
        "bias": [
            float(f"{bias / warmth + _MORE_OTHERS * (intent is Intent.OTHER):.6g}")
            for intent, bias in zip(INTENTS, weights.bias, strict=True)
        ],
    }
    return dumps(header).encode() + b"\n" + bytes(table)


def measured(left_out: Sequence[tuple[list[float], int]]) -> str:
    """How many of each intent are right on lines left out."""
    of = Counter(place for _, place in left_out)
    right = Counter(place for scores, place in left_out if scores[place] == max(scores))
    return "\n".join(
        f"  {intent:17} {right[at] / of[at]:.3f} of {of[at]}" for at, intent in enumerate(INTENTS) if of[at]
    )


def main() -> None:
    """Train, calibrate, write."""
    given = samples(list(examples()), slips=True)
    left_out = judged(given)
    warmth = temperature(left_out)
    print(f"{len(given)} samples; temperature {warmth:.2f}; right on lines left out:\n{measured(left_out)}", flush=True)
    FILE.write_bytes(written(fit(given), digest(given), warmth))
    print(f"wrote {FILE.name}")


if __name__ == "__main__":
    main()
