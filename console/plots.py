"""Plots as geometry: what stands where in a square of 100 by 100, which the page stretches; pure, and all our own."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

SIDE = 100.0
STEPS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One series as SVG paths: a day without a value leaves a gap in `path`, values that stand alone are `dots`."""

    name: str
    colour: int
    path: str
    dots: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a day's bar."""

    x: float
    y: float
    width: float
    height: float
    colour: int
    words: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot over days. `ticks` are the marks of its height, the highest first; `ends` the first day and the last."""

    days: tuple[date, ...]
    ticks: tuple[str, ...]
    names: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    bars: tuple[Bar, ...] = ()
    rows: tuple[tuple[date, tuple[str, ...]], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.bars and not any(line.path or line.dots for line in self.lines)


@dataclass(frozen=True, slots=True)
class Share:
    """One of several counts: `part` is of the largest one, `share` of all."""

    name: str
    number: int
    part: float
    share: float


def lines(
    days: Sequence[date],
    series: Mapping[str, Sequence[float | None]],
    write: Callable[[float], str],
    *,
    top: float | None = None,
) -> Plot:
    """Values of each day, each series a line. `top`: the height; by default a round number above every value."""
    known = [value for values in series.values() for value in values if value is not None]
    height = top or nice(max(known, default=0.0))
    drawn = tuple(
        Line(name, number, *_paths(values, height), tuple(values))
        for number, (name, values) in enumerate(series.items(), start=1)
    )
    rows = tuple(
        (day, tuple("—" if value is None else write(value) for value in values))
        for day, values in zip(days, zip(*series.values(), strict=True), strict=True)
    )
    return Plot(tuple(days), _ticks(height, write), tuple(series), lines=drawn, rows=rows)


def bars(days: Sequence[date], series: Mapping[str, Sequence[int]]) -> Plot:
    """Counts of each day, one upon the other."""
    sums = [sum(values) for values in zip(*series.values(), strict=True)]
    height = nice(float(max(sums, default=0)))
    drawn: list[Bar] = []
    width = SIDE / max(len(days), 1)
    for place, day in enumerate(days):
        floor = SIDE
        for number, (name, values) in enumerate(series.items(), start=1):
            tall = values[place] / height * SIDE
            if tall:
                floor -= tall
                x, wide = place * width + width * 0.12, width * 0.76
                words = f"{day:%-d %b}: {name} {values[place]}"
                drawn.append(Bar(round(x, 3), round(floor, 3), round(wide, 3), round(tall, 3), number, words))
    rows = tuple(
        (day, tuple(str(value) for value in values))
        for day, values in zip(days, zip(*series.values(), strict=True), strict=True)
    )
    return Plot(tuple(days), _ticks(height, lambda value: f"{value:g}"), tuple(series), bars=tuple(drawn), rows=rows)


def shares(counts: Mapping[str, int]) -> tuple[Share, ...]:
    """Counts, the largest first."""
    total, largest = sum(counts.values()), max(counts.values(), default=0)
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return tuple(
        Share(name, number, round(number / largest * SIDE, 2), number / total) for name, number in ordered if number
    )


def nice(largest: float) -> float:
    """The next of 1, 2, 4, 6, 8 times a power of ten that is not below; 4 at least, so that the marks are whole."""
    if largest <= STEPS:
        return float(STEPS)
    power = 10.0 ** math.floor(math.log10(largest))
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= largest)


def _ticks(height: float, write: Callable[[float], str]) -> tuple[str, ...]:
    return tuple(write(height * step / STEPS) for step in range(STEPS, -1, -1))


def _paths(values: Sequence[float | None], height: float) -> tuple[str, str]:
    """Through the middle of each day; and what has no neighbour, which a line of no length would not show."""
    width, path, dots, before = SIDE / max(len(values), 1), "", "", None
    for place, value in enumerate(values):
        if value is not None:
            x, y = (place + 0.5) * width, SIDE - min(value / height, 1.0) * SIDE
            alone = before is None and (place + 1 == len(values) or values[place + 1] is None)
            if alone:
                dots += f"M{x:.2f} {y:.2f}h0"
            else:
                path += f"{'M' if before is None else 'L'}{x:.2f} {y:.2f}"
        before = value
    return path, dots
