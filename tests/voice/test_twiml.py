"""Documents hold together, whatever stands in them, and codes are spoken so that they can be written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.voice.speech import spoken
from channels.voice.twiml import MOST_SAID, document, verb
from commands.telephone.document import read


@given(st.text(st.characters(), max_size=6000))
def test_any_text_is_one_verb_and_nothing_but_text(text: str) -> None:
    body = document(verb("Say", text=f"x {text}", voice="Polly.Joanna-Neural", language="en-US"))
    (say,) = read(body, "https://voice.lamps.example/voice/lin_1/turn").verbs
    assert say.name == "Say"
    assert say.children == ()
    assert len(say.text) <= MOST_SAID


def test_an_attribute_that_is_none_is_left_out() -> None:
    assert b"numDigits" not in document(verb("Gather", numDigits=None, actionOnEmptyResult=True))
    assert b'actionOnEmptyResult="true"' in document(verb("Gather", actionOnEmptyResult=True))


def test_more_than_twilio_reads_is_an_error() -> None:
    with pytest.raises(ValueError, match="bytes"):
        document(*(verb("Say", text="x" * MOST_SAID) for _ in range(17)))


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("I have ORD-9842. Is that right?", "I have O R D, 9 8 4 2. Is that right?"),
        ("It goes to 02139.", "It goes to zero 2 1 3 9."),
        ("Tracking 1Z999AA10123456784", "Tracking 1 Z 9, 9 9 A, A 1 zero, 1 2 3, 4 5 6, 7 8 4"),
        ("#1042 and 449044304137", "1 zero 4 2 and 4 4 9 zero, 4 4 3 zero, 4 1 3 7"),
        ("It's expected 2026-09-22.", "It's expected September 22."),
        ("See https://www.ups.com/track?x=1&y=2 now", "See ups.com now"),
        ("$1,042.50 at 10:42 in 2026, number 12", "$1,042.50 at 10:42 in 2026, number 12"),
        ("Out for delivery — arrives Tuesday", "Out for delivery — arrives Tuesday"),
        ("jane.doe@example.com", "jane.doe@example.com"),
    ],
)
def test_what_is_spoken(written: str, heard: str) -> None:
    assert spoken(written) == heard


@given(st.text(st.characters(exclude_characters="0123456789", exclude_categories=["Cs"]), max_size=200))
def test_what_has_no_digit_and_no_link_is_said_word_for_word(text: str) -> None:
    assert spoken(text) == text or "http" in text
