"""`waybill understand --score`: what is counted, what is drawn, and what is no labelled file."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from commands.calibration import bins, drawn, expected_error
from commands.scoreboard import percentile_99, scoreboard
from commands.scores import (
    Group,
    Judged,
    among_the_readings,
    confusion,
    judge,
    per_intent,
    per_slot,
    slots_are_right,
    taken_for_an_order,
)
from commands.understand import understand_command
from commands.utterances import Labelled, UnreadableLineError, Utterance, labelled, labelled_file
from intents.meaning import Intent, Slot, Understanding


def judged(labels: str, said: Intent, confidence: float = 0.9) -> Judged:
    intents = tuple(Intent(label) for label in labels.split("|"))
    row = Labelled(Utterance("…"), intents, None, "", 1)
    return Judged(row, Understanding(said, confidence, {}), 50)


def with_slots(wanted: dict[Slot, str], found: dict[Slot, str], *alternatives: tuple[Slot, str]) -> Judged:
    row = Labelled(Utterance("…"), (), wanted, "", 1)
    return Judged(row, Understanding(Intent.OTHER, 0.9, found, alternatives=alternatives), 50)


def score(path: Path, *lines: object, plot: Path | None = None) -> Result:
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    more = [] if plot is None else ["--plot", str(plot)]
    return CliRunner().invoke(understand_command, ["--score", str(path), *more])


TALK = [
    judged("order_status", Intent.ORDER_STATUS),
    judged("order_status", Intent.ORDER_STATUS),
    judged("order_status", Intent.OTHER),
    judged("order_status|lost", Intent.LOST),
    judged("other", Intent.ORDER_STATUS),
    judged("other", Intent.HUMAN),
    judged("other|human", Intent.HUMAN),
    judged("thanks", Intent.THANKS),
]


def test_precision_recall_and_f1_of_an_intent() -> None:
    hits = per_intent(TALK)[Intent.ORDER_STATUS]
    assert (hits.wanted, hits.found, hits.both) == (3, 3, 2)
    assert hits.precision == hits.recall == hits.f1 == pytest.approx(2 / 3)


def test_an_acceptable_label_that_was_hit_is_the_one_it_counts_under() -> None:
    assert per_intent(TALK)[Intent.LOST].f1 == 1
    assert confusion(TALK)[Intent.OTHER, Intent.HUMAN] == 1
    assert confusion(TALK)[Intent.HUMAN, Intent.HUMAN] == 1


def test_a_row_is_actionable_only_if_other_is_not_among_its_labels() -> None:
    groups = [each.group for each in TALK]
    assert groups == [*[Group.ACTIONABLE] * 4, *[Group.OTHER] * 3, Group.SMALL_TALK]


def test_a_request_for_a_person_is_no_matter_of_an_order() -> None:
    taken = taken_for_an_order(TALK)
    assert (taken.wanted, taken.both) == (2, 1)


def test_shares_of_nothing_are_left_open() -> None:
    hits = per_intent([judged("other", Intent.LOST)])[Intent.LOST]
    assert (hits.precision, hits.recall, hits.f1) == (0, None, 0)
    assert taken_for_an_order([]).f1 is None


def test_slots_are_compared_in_their_canonical_form() -> None:
    wanted = {Slot.REFERENCE: "#ord 9842", Slot.PHONE: "(415) 555-0132", Slot.NAME: "jane doe"}
    found = {Slot.REFERENCE: "ORD-9842", Slot.PHONE: "+14155550132", Slot.NAME: "Jane Doe"}
    assert slots_are_right(with_slots(wanted, found))


def test_a_value_nobody_gave_is_wrong_and_one_that_is_not_labelled_is_not_judged() -> None:
    assert not slots_are_right(with_slots({}, {Slot.ZIP: "94107"}))
    assert slots_are_right(with_slots({}, {Slot.KIND: "order"}))
    assert per_slot([with_slots({}, {Slot.ZIP: "94107"})])[Slot.ZIP].precision == 0


def test_a_doubtful_value_is_right_among_the_readings() -> None:
    doubtful = with_slots({Slot.REFERENCE: "6501"}, {Slot.REFERENCE: "65001"}, (Slot.REFERENCE, "6501"))
    assert not slots_are_right(doubtful)
    assert among_the_readings(doubtful)
    assert not among_the_readings(with_slots({Slot.REFERENCE: "6501"}, {Slot.REFERENCE: "65001"}))


def test_confidence_that_says_what_it_is_has_no_error() -> None:
    honest = bins([(0.75, right) for right in (True, True, True, False)])
    assert expected_error(honest) == 0
    boastful = bins([(0.95, True), (0.95, False), (0.15, False), (0.15, False)])
    assert expected_error(boastful) == pytest.approx((0.45 + 0.15) / 2)
    assert expected_error([]) == 0


def test_full_confidence_belongs_to_the_last_bin() -> None:
    (last,) = bins([(1.0, True), (0.9, True)])
    assert (last.low, last.high, last.answers) == (0.9, 1.0, 2)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_every_answer_stands_in_one_bin_and_the_plot_is_a_picture(answers: list[tuple[float, bool]]) -> None:
    binned = bins(answers)
    assert sum(each.answers for each in binned) == len(answers)
    assert 0 <= expected_error(binned) <= 1
    picture = ET.fromstring(drawn(binned))
    assert len(picture.findall("{http://www.w3.org/2000/svg}circle")) == len(binned)


def test_time_is_told_of_one_utterance_and_of_many() -> None:
    assert percentile_99([7.0]) == 7
    assert percentile_99([float(each) for each in range(101)]) == 99


def test_the_board_tells_what_was_wrong_with_what_a_terminal_would_obey_escaped(tmp_path: Path) -> None:
    result = score(
        tmp_path / "said.jsonl",
        {"text": "where is my order", "intent": "order_status", "source": "web"},
        {"text": "hello\u001b[2J", "intent": "goodbye", "source": "phone"},
        "",
        {"text": "my zip is 94107", "slots": {"zip": "10001"}},
    )
    assert result.exit_code == 0, result.output
    assert "3 utterances, 2 with a labelled intent, 1 with labelled slots" in result.output
    assert "intent right: 1 of 2 (0.500)" in result.output
    assert re.search(r"\n +2  goodbye → greeting [\d.]+  'hello\\x1b\[2J'\n", result.output)
    assert "     4  zip '10001' → '94107'  'my zip is 94107'" in result.output
    assert re.search(r"median \d+ µs, 99 in 100 within \d+ µs", result.output)


def test_what_is_all_right_lists_nothing() -> None:
    rows = judge([labelled('{"text": "hello", "intent": "greeting"}', 1)])
    assert not any("wrong" in line for line in scoreboard(rows))


def test_the_plot_is_written_beside_the_score(tmp_path: Path) -> None:
    plot = tmp_path / "plot.svg"
    assert score(tmp_path / "said.jsonl", {"text": "hello", "intent": "greeting"}, plot=plot).exit_code == 0
    assert "1 answers, expected calibration error" in plot.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("where is my order", "line 2: not JSON"),
        ("[]", "line 2: not a JSON object"),
        ({"intent": "lost"}, "line 2: `text` is missing or no string"),
        ({"text": "hi"}, "line 2: neither `intent` nor `slots` is given, so there is nothing to score"),
        ({"text": "hi", "intent": "greeting|hello"}, "line 2: `intent` names no intent: 'hello'"),
        ({"text": "hi", "intent": ["greeting"]}, "line 2: `intent` names no intent"),
        ({"text": "hi", "slots": {"postcode": "94107"}}, "line 2: `slots` names no slot: 'postcode'"),
        ({"text": "hi", "slots": {"zip": 94107}}, "line 2: `slots` is no object of strings"),
        ({"text": "hi", "slots": ["zip"]}, "line 2: `slots` is no object of strings"),
        ({"text": "hi", "intent": "greeting", "expecting": "postcode"}, "line 2: `expecting` names no slot"),
        ({"text": "hi", "intent": "greeting", "spoken": 1}, "line 2: `spoken` is neither true nor false"),
    ],
)
def test_what_is_no_labelled_line_is_told_in_a_sentence(tmp_path: Path, line: object, sentence: str) -> None:
    result = score(tmp_path / "said.jsonl", {"text": "hello", "intent": "greeting"}, line)
    assert result.exit_code == 1
    assert sentence in result.output


def test_a_file_that_is_not_there_or_is_empty_is_told(tmp_path: Path) -> None:
    missing = CliRunner().invoke(understand_command, ["--score", str(tmp_path / "missing.jsonl")])
    assert missing.exit_code == 1
    assert "missing.jsonl: No such file or directory." in missing.output
    empty = score(tmp_path / "empty.jsonl", "")
    assert empty.exit_code == 1
    assert "has no labelled utterance." in empty.output


def test_a_score_is_asked_for_alone_and_a_plot_only_with_it(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(understand_command, ["hi", "--score", "said.jsonl"]).exit_code == 2
    assert runner.invoke(understand_command, ["hi", "--plot", str(tmp_path / "plot.svg")]).exit_code == 2


@given(st.text())
def test_any_text_is_a_labelled_line_or_says_why_not(line: str) -> None:
    try:
        labelled(line, 1)
    except UnreadableLineError as error:
        assert str(error)


@given(st.dictionaries(st.sampled_from(["text", "intent", "slots", "expecting", "spoken", "source"]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from([*Intent, *Slot]),
    lambda inside: st.lists(inside) | st.dictionaries(st.text() | st.sampled_from([*Slot]), inside),
    max_leaves=5,
)))  # fmt: skip
def test_any_object_is_a_labelled_line_or_says_why_not(fields: dict[str, object]) -> None:
    try:
        row = labelled(json.dumps(fields), 1)
    except UnreadableLineError as error:
        assert str(error)
    else:
        assert row.said.text == fields["text"]


def test_bytes_that_are_no_text_and_a_mark_at_the_beginning_are_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "caf\xff", "intent": "other"}\r\n')
    assert [row.line for row in labelled_file(path)] == [1]
