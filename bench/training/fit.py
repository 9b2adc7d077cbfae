"""Training: weights that tell the examples apart, by gradient descent, with nothing but Python and a fixed seed.

Plain floats in a fixed order make the same bytes on every machine. Each feature has a pace of its own (Adagrad).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from random import Random

from bench.training.grammar import Example
from bench.training.typos import misspelt
from intents.features import BUCKETS, bucket, meetings, neighbours, overall, parts, scene, seen
from intents.meaning import Intent
from intents.words import words

INTENTS = tuple(Intent)
_PLACES = {intent.value: place for place, intent in enumerate(INTENTS)}
_TRAININGS = 3  # that differ only in chance; what is kept is their mean
_EPOCHS, _AVERAGED = 5, 2  # how often all is seen; after so many of these, the last, the weights are averaged
_PACE, _BIAS_PACE = 0.4, 0.002
_FIRST = 1e-3  # of the sum of squares that slows a feature down
_UNSEEN = 0.4  # share of an example's features that it does without each time, so that none becomes indispensable
_LITTLE = 0.004  # an error not worth a correction
_MISSPELT = 0.5  # share of examples that are learnt a second time with slips of the finger
_TEMPERATURES = [0.5 + step / 50 for step in range(100)]


@dataclass(frozen=True, slots=True)
class Sample:
    """One utterance as the model sees it; `line` is the line of the text that made it."""

    rows: tuple[int, ...]
    place: int
    line: str


@dataclass(frozen=True, slots=True)
class Weights:
    """A list of weights for each bucket that was met, in the order of `INTENTS`, and what is added always."""

    rows: dict[int, list[float]]
    bias: list[float]

    def scores(self, rows: Sequence[int]) -> list[float]:
        """How much speaks for each intent."""
        nothing = [0.0] * len(INTENTS)
        sums = map(sum, zip(*(self.rows.get(row, nothing) for row in rows), strict=True))
        scale = 1 / sqrt(len(rows))
        return [total * scale + bias for total, bias in zip(sums, self.bias, strict=True)]


def samples(examples: Sequence[Example], *, slips: bool) -> list[Sample]:
    """The examples as the model sees them, half of them also misspelt if there are to be `slips`."""
    found = []
    for example in examples:
        chance = Random(example.text)  # noqa: S311  # no secret: the seed is the text
        texts = [example.text]
        if slips and chance.random() < _MISSPELT:
            texts.append(misspelt(example.text, chance))
        found += [Sample(rows, _PLACES[example.intent], example.line) for text in texts if (rows := _rows(text))]
    return found


def _rows(text: str) -> tuple[int, ...]:
    said = seen(words(text))
    around = scene(said)
    of_words = [part for word in dict.fromkeys(said) for part in parts(word, around)]
    beside = [feature for meeting in sorted(meetings(said)) for feature in neighbours(meeting)]
    return tuple(map(bucket, [*of_words, *beside, *overall(said, around)]))


def fit(given: Sequence[Sample]) -> Weights:
    """Weights that tell these samples apart."""
    return _mean([_trained(given, seed) for seed in range(1, _TRAININGS + 1)])


def _trained(given: Sequence[Sample], seed: int) -> Weights:
    met = sorted({row for sample in given for row in sample.rows})
    weights = Weights({row: [0.0] * len(INTENTS) for row in met}, [0.0] * len(INTENTS))
    squares = [_FIRST] * BUCKETS
    order, chance = list(given), Random(seed)  # noqa: S311  # no secret: shuffled the same each time
    kept = []
    for epoch in range(_EPOCHS):
        chance.shuffle(order)
        for sample in order:
            rows = [row for row in sample.rows if chance.random() >= _UNSEEN]
            if rows:
                _correct(weights, squares, rows, sample.place)
        if epoch >= _EPOCHS - _AVERAGED:
            kept.append(Weights({row: list(values) for row, values in weights.rows.items()}, list(weights.bias)))
    return _mean(kept)


def _mean(kept: Sequence[Weights]) -> Weights:
    """The weights between these: what the last examples happened to be counts for less."""
    rows = {row: _middle([weights.rows[row] for weights in kept]) for row in kept[0].rows}
    return Weights(rows, _middle([weights.bias for weights in kept]))


def _middle(lists: Sequence[Sequence[float]]) -> list[float]:
    return [sum(values) / len(lists) for values in zip(*lists, strict=True)]


def _correct(weights: Weights, squares: list[float], rows: Sequence[int], right: int) -> None:
    """One small step towards the right answer."""
    scores = weights.scores(rows)
    highest = max(scores)
    raised = [exp(score - highest) for score in scores]
    total = sum(raised)
    errors = [each / total - (place == right) for place, each in enumerate(raised)]
    scale = 1 / sqrt(len(rows))
    wrong = [(place, error * scale) for place, error in enumerate(errors) if abs(error) > _LITTLE]
    if not wrong:
        return
    size = sum(error * error for _, error in wrong) / len(INTENTS)
    for place, error in wrong:
        weights.bias[place] -= _BIAS_PACE * error
    for row in rows:
        squares[row] += size
        pace = _PACE / sqrt(squares[row])
        mine = weights.rows[row]
        for place, error in wrong:
            mine[place] -= pace * error


def temperature(judged: Sequence[tuple[Sequence[float], int]]) -> float:
    """By how much scores are divided so that their likelihoods come true on samples that were not learnt.

    Args:
        judged: the scores of a sample, and the place of the right intent.
    """
    return min(_TEMPERATURES, key=lambda warmth: sum(_surprise(scores, place, warmth) for scores, place in judged))


def _surprise(scores: Sequence[float], place: int, warmth: float) -> float:
    highest = max(scores)
    return log(sum(exp((score - highest) / warmth) for score in scores)) - (scores[place] - highest) / warmth
