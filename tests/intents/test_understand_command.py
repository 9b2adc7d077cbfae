"""`waybill understand`: JSON for one text, and a line for a line."""

import json
from io import StringIO

import pytest
from click.testing import CliRunner

from commands.understand import answer_lines, understand_command


def answers(*lines: str) -> tuple[int, list[dict[str, object]]]:
    sink = StringIO()
    failed = answer_lines(StringIO("".join(line + "\n" for line in lines)), sink)
    return failed, [json.loads(line) for line in sink.getvalue().splitlines()]


def test_one_text_is_answered_by_one_object() -> None:
    result = CliRunner().invoke(understand_command, ["ten forty two", "--expecting", "reference", "--spoken"])
    assert result.exit_code == 0
    assert json.loads(result.output) == {
        "intent": "other",
        "confidence": 0.9,
        "slots": {"reference": "1042"},
        "about": None,
        "tone": "calm",
        "alternatives": [],
    }


def test_every_line_is_answered_by_a_line() -> None:
    failed, found = answers(
        '{"text": "94107", "expecting": "zip"}',
        '{"text": "94107", "expecting": ["reference", "email"]}',
        "",
        '{"text": "sixty five hundred one", "spoken": true, "expecting": ["reference"]}',
    )
    assert failed == 0
    assert [answer["slots"] for answer in found] == [{"zip": "94107"}, {"reference": "94107"}, {"reference": "6501"}]
    assert found[2]["alternatives"] == [
        {"slot": "reference", "value": "65001"},
        {"slot": "reference", "value": "60501"},
    ]


@pytest.mark.parametrize(
    "line",
    [
        "where is my order",
        '["where is my order"]',
        "{}",
        '{"text": 5}',
        '{"text": "hi", "spoken": "yes"}',
        '{"text": "hi", "expecting": "postcode"}',
        '{"text": "hi", "expecting": [1]}',
        '{"text": "hi", "expecting": {}}',
        "[" * 100_000,
        '{"text": ' + "9" * 5_000 + "}",
    ],
)
def test_a_bad_line_is_answered_by_an_error_and_the_next_one_is_read(line: str) -> None:
    failed, found = answers(line, '{"text": "hello"}')
    assert failed == 1
    assert list(found[0]) == ["error"]
    assert found[1]["intent"] == "greeting"


def test_a_bad_line_makes_the_exit_code_one() -> None:
    runner = CliRunner()
    assert runner.invoke(understand_command, ["--jsonl"], input='{"text": "hi"}\n').exit_code == 0
    assert runner.invoke(understand_command, ["--jsonl"], input="nonsense\n").exit_code == 1


def test_bytes_that_are_no_text_and_half_characters_are_read_all_the_same() -> None:
    result = CliRunner().invoke(understand_command, ["--jsonl"], input=b'{"text": "caf\xff"}\n{"text": "\\ud800"}\n')
    assert (result.exit_code, len(result.output.splitlines())) == (0, 2)


def test_either_a_text_or_lines() -> None:
    assert CliRunner().invoke(understand_command, []).exit_code == 2
    assert CliRunner().invoke(understand_command, ["hi", "--jsonl"]).exit_code == 2
