"""Words of a shop are cleaned, and what the customer told us does not survive in what is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup.shop_text import blank, clean


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Out for delivery — arrives Tuesday", "Out for delivery — arrives Tuesday"),
        ("  Out for\r\n\tdelivery\x00\x07\u2028", "Out for delivery"),
        ("👩‍👧 zu Hause", "👩‍👧 zu Hause"),
        ("a\x1b[31mb\x9bc\ufffe\uffff", "a[31mbc"),
        ("\n\n", ""),
    ],
)
def test_control_characters_go_and_words_stay(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text())
def test_no_control_character_survives_and_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert not any(unicodedata.category(char) == "Cc" for char in cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("We can't find ORD-9842.", "We can't find …."),
        ("we can't find ord 9842 for JANE.DOE@EXAMPLE.COM (94107)", "we can't find … for … (…)"),
        ("Order No. 9842 is unknown", "Order No. … is unknown"),
        ("O-R-D 98\u00a042", "…"),
        ("OR\x00D-98\x0042", "…"),
        ("Nothing to blank", "Nothing to blank"),
    ],
)
def test_what_the_customer_told_us_is_blanked(message: str, kept: str) -> None:
    assert blank(message, ["ORD-9842", "jane.doe@example.com", "94107", "", "#"]) == kept


def test_what_is_kept_is_200_characters_and_is_blanked_before_it_is_cut() -> None:
    kept = blank("x" * 195 + " jane.doe@example.com", ["jane.doe@example.com"])
    assert len(kept) == 197
    assert blank("y" * 500, []) == "y" * 200


@given(st.text(), st.text(), st.text(min_size=1))
def test_no_value_survives_whatever_stands_around_it(before: str, after: str, told: str) -> None:
    told = clean(told)
    if told and told != "…":
        assert told.lower() not in blank(f"{before}{told}{after}", [told]).lower().replace("…", "")
