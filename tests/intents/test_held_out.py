"""The floor under the detector: held-out utterances, which it has never seen. The aim is 0.95 for each of them."""

from pathlib import Path

import pytest

from commands.scores import Judged, judge, share, slots_are_right
from commands.utterances import labelled_file

HELD_OUT = Path(__file__).parents[2] / "bench" / "understanding" / "held_out"
FLOORS = {
    "lost": 0.95,
    "damaged": 0.92,
    "wrong_item": 0.93,
    "project_status": 0.94,
    "human": 0.95,
}
SLOTS = 0.96


def judged(name: str) -> list[Judged]:
    return judge(list(labelled_file(HELD_OUT / f"{name}.jsonl")))


@pytest.mark.parametrize("intent", FLOORS)
def test_held_out_utterances_are_understood(intent: str) -> None:
    right = share(judged(intent))
    assert right.wanted >= 60
    assert (right.recall or 0) >= FLOORS[intent]


def test_held_out_slots_are_heard() -> None:
    rows = judged("slots")
    assert sum(map(slots_are_right, rows)) / len(rows) >= SLOTS
