"""The floor under the detector: held-out utterances, which it has never seen. Chance moves them by a point."""

from pathlib import Path

import pytest

from commands.scores import Judged, judge, share, slots_are_right
from commands.utterances import labelled_file

HELD_OUT = Path(__file__).parents[2] / "bench" / "understanding" / "held_out"
FLOORS = {
    "order_status": 0.95,
    "project_status": 0.95,
    "lost": 0.95,
    "damaged": 0.95,
    "wrong_item": 0.95,
    "human": 0.97,
    "cancel_or_change": 0.95,
    "return_refund": 0.97,
}
SLOTS = 0.96


def judged(name: str) -> list[Judged]:
    """Both sets: the first was looked at while the detector was made, the second was written last."""
    files = [file for file in (HELD_OUT / f"{name}.jsonl", HELD_OUT / "second" / f"{name}.jsonl") if file.exists()]
    return judge([row for file in files for row in labelled_file(file)])


@pytest.mark.parametrize("intent", FLOORS)
def test_held_out_utterances_are_understood(intent: str) -> None:
    right = share(judged(intent))
    assert right.wanted >= 120
    assert (right.recall or 0) >= FLOORS[intent]


def test_held_out_slots_are_heard() -> None:
    rows = judged("slots")
    assert sum(map(slots_are_right, rows)) / len(rows) >= SLOTS
