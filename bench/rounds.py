"""Rounds: the servers visited in turn, so that whatever else the machine does weighs on all of them alike."""

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median, quantiles

from bench.asking import Step, Target
from bench.process import Load, Server

WARMING_UP = 100  # requests


@dataclass(frozen=True, slots=True)
class Guest:
    """A server in the rounds, and the steps it is asked to take, in this order."""

    server: Server
    target: Target
    steps: tuple[Step, ...]
    suffix: str = ""


@dataclass(slots=True)
class Results:
    """Microseconds of CPU per request by row, one value a round; the first row is the yardstick."""

    micros: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def ratios(self, row: str) -> tuple[float, float, float]:
        """Lower quartile, median and upper quartile of a row's ratio to the yardstick of the same round."""
        yardstick = self.micros[Step.BARE]
        each = [own / bare for own, bare in zip(self.micros[row], yardstick, strict=True)]
        low, middle, high = quantiles(each, n=4, method="inclusive")
        return low, middle, high

    def middle(self, row: str) -> float:
        """The median of a row."""
        return median(self.micros[row])


def run(guests: list[Guest], load: Load, *, rounds: int, number: int) -> Results:
    """Visit every guest in every round, after a visit that only warms up and is not counted."""
    results = Results()
    for guest in guests:
        _visit(guest, load, WARMING_UP, Results())
    for _ in range(rounds):
        for guest in guests:
            _visit(guest, load, number, results)
    return results


def _visit(guest: Guest, load: Load, number: int, results: Results) -> None:
    for step in guest.steps:
        before = guest.server.cpu()
        done = load.put(step, guest.target, number)
        results.micros[step + guest.suffix].append((guest.server.cpu() - before) / done * 1e6)
