"""Whether confidence means something: of the answers given with 0.9, are nine in ten right? As a table and a plot."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

BINS = 10
_SIDE, _MARGIN = 400, 60  # pixels of the plot: its square, and the room around it for words
_LARGEST = 18  # radius of the bin with the most answers


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose confidence lies between two tenths; `confidence` is their mean, `right` the share that is."""

    low: float
    high: float
    answers: int
    confidence: float
    right: float


def bins(answers: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Sort answers, each a confidence from 0 to 1 and whether it was right, into ten bins; empty ones are left out."""
    sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in answers:
        sorted_in[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    return [_bin(place, inside) for place, inside in enumerate(sorted_in) if inside]


def expected_error(binned: Sequence[Bin]) -> float:
    """The expected calibration error: how far confidence lies from the share that is right, weighed by answers.

    Source: Naeini, Cooper, Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning" (2015).
    """
    total = sum(each.answers for each in binned)
    return sum(each.answers * abs(each.confidence - each.right) for each in binned) / total if total else 0.0


def drawn(binned: Sequence[Bin]) -> str:
    """The reliability diagram as an SVG document: on the dashed line confidence is what it says."""
    total = sum(each.answers for each in binned)
    title = f"{total} answers, expected calibration error {expected_error(binned):.3f}"
    size = _SIDE + 2 * _MARGIN
    room = f'viewBox="0 0 {size} {size}" width="{size}" height="{size}"'
    most = max((each.answers for each in binned), default=1)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {room} font-family="sans-serif" font-size="13">',
            f"<title>{title}</title>",
            f'<rect width="{size}" height="{size}" fill="white"/>',
            f'<text x="{_MARGIN}" y="{_MARGIN // 2}" font-size="15">{title}</text>',
            *_axes(),
            _path([(0, 0), (1, 1)], 'stroke="#888" stroke-dasharray="5 5"'),
            _path([(each.confidence, each.right) for each in binned], 'stroke="#0b6e99" stroke-width="2"'),
            *(_dot(each, most) for each in binned),
            "</svg>\n",
        ]
    )


def _bin(place: int, inside: Sequence[tuple[float, bool]]) -> Bin:
    number = len(inside)
    confidence = sum(confidence for confidence, _ in inside) / number
    right = sum(right for _, right in inside) / number
    return Bin(place / BINS, (place + 1) / BINS, number, confidence, right)


def _axes() -> list[str]:
    lines = [f'<rect x="{_MARGIN}" y="{_MARGIN}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#444"/>']
    for tick in (0, 0.2, 0.4, 0.6, 0.8, 1):
        (x, _), (_, y) = _place(tick, 0), _place(0, tick)
        lines.append(f'<text x="{x:.0f}" y="{_MARGIN + _SIDE + 18}" text-anchor="middle">{tick:g}</text>')
        lines.append(f'<text x="{_MARGIN - 8}" y="{y + 4:.0f}" text-anchor="end">{tick:g}</text>')
    middle = _MARGIN + _SIDE // 2
    lines.append(f'<text x="{middle}" y="{_MARGIN + _SIDE + 42}" text-anchor="middle">confidence</text>')
    turned = f'transform="rotate(-90 18 {middle})"'
    lines.append(f'<text x="18" y="{middle}" text-anchor="middle" {turned}>share that is right</text>')
    return lines


def _path(points: Sequence[tuple[float, float]], style: str) -> str:
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_place(*point) for point in points))
    return f'<polyline points="{places}" fill="none" {style}/>'


def _dot(each: Bin, most: int) -> str:
    """Its area is as its answers are; hovering over it tells them."""
    x, y = _place(each.confidence, each.right)
    radius = max(2, _LARGEST * sqrt(each.answers / most))
    told = f"{each.low:.1f} to {each.high:.1f}: {each.answers} answers, {each.right:.3f} right"
    circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#0b6e99" fill-opacity="0.5">'
    return f"{circle}<title>{told}</title></circle>"


def _place(confidence: float, right: float) -> tuple[float, float]:
    return _MARGIN + confidence * _SIDE, _MARGIN + (1 - right) * _SIDE
