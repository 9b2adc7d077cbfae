"""Every frame has an example that reads back as it was; what is no frame is refused."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.wire.frames import FROM_VISITOR, TO_VISITOR, BadFrame, parse

EXAMPLES: dict[str, list[dict[str, Any]]] = json.loads((Path(__file__).with_name("frames.json")).read_text())


@pytest.mark.parametrize("example", EXAMPLES["fromVisitor"])
def test_what_a_visitor_sends_is_read_whole(example: dict[str, Any]) -> None:
    frame = parse(json.dumps(example))
    assert json.loads(frame.model_dump_json(exclude_defaults=True)) == example


@pytest.mark.parametrize("example", EXAMPLES["toVisitor"])
def test_what_we_send_looks_like_its_example(example: dict[str, Any]) -> None:
    assert json.loads(TO_VISITOR.validate_python(example).text_frame()) == example


def test_every_frame_has_an_example() -> None:
    for adapter, side in ((FROM_VISITOR, "fromVisitor"), (TO_VISITOR, "toVisitor")):
        names = set(adapter.json_schema()["discriminator"]["mapping"])
        assert names == {example["t"] for example in EXAMPLES[side]}


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "[]",
        "null",
        '"hello"',
        '{"t":"nothing"}',
        '{"t":"hello"}',
        '{"t":"hello","token":"","after":0}',
        '{"t":"hello","token":"a","after":-1}',
        '{"t":"hello","token":"a","after":2147483648}',
        '{"t":"send","text":"no id"}',
        '{"t":"send","cid":"short","text":"x"}',
        '{"t":"send","cid":"has a blank in it","text":"x"}',
        '{"t":"send","cid":"12345678","text":7}',
        '{"t":"event","seq":1,"party":"assistant","text":"ours","at":""}',
        '{"t":"ping"',
        "[" * 5000,
    ],
)
def test_what_is_no_frame_is_refused(raw: str) -> None:
    with pytest.raises(BadFrame):
        parse(raw)


@given(st.text(max_size=200))
def test_any_text_is_a_frame_or_refused(raw: str) -> None:
    with suppress(BadFrame):
        parse(raw)


def test_no_words_show_in_a_frames_repr() -> None:
    shown = repr(parse('{"t":"send","cid":"12345678","text":"ORD-9842"}'))
    shown += repr(TO_VISITOR.validate_python(EXAMPLES["toVisitor"][2]))
    assert "ORD-9842" not in shown
    assert "UPS" not in shown
