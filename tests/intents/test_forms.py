"""The canonical forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents import forms


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (" Jane.Doe@Example.COM ", "jane.doe@example.com"),
        ("a@example.co.uk", "a@example.co.uk"),
        ("o'hara+shop@example.com", "o'hara+shop@example.com"),
        ("jane@example", None),
        ("jane doe@example.com", None),
        ("jane..doe@example.com", None),
        (".jane@example.com", None),
        ("jane@-example.com", None),
        ("jane@example.com\nbcc: other@example.com", None),
        ("j" * 65 + "@example.com", None),
        ("j@" + "example." * 40 + "com", None),
        ("", None),
    ],
)
def test_an_email_is_small_or_none(text: str, form: str | None) -> None:
    assert forms.email(text) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("94107", "94107"),
        ("94107-1234", "94107"),
        ("94107 1234", "941071234"),
        ("sw1a 1aa", "SW1A1AA"),
        ("K1A-0B1", "K1A0B1"),
        ("00-950", "00950"),
        ("D-10115", "10115"),
        ("SE-114 55", "11455"),
        ("PL-00-950", "00950"),
        ("NL-1012 AB", "1012AB"),
        ("gb-sw1a 1aa", "SW1A1AA"),
        ("LV-1010", "LV1010"),
        ("D-101", "D101"),
        ("E1 6AN", "E16AN"),
        ("\uff19\uff14\uff11\uff10\uff17", "94107"),
        ("ab", None),
        ("London", None),
        ("12345678901", None),
        ("", None),
    ],
)
def test_a_postcode_is_plain(text: str, form: str | None) -> None:
    assert forms.postcode(text) == form


@pytest.mark.parametrize(
    ("text", "region", "form"),
    [
        ("(415) 555-0132", "US", "+14155550132"),
        ("+44 20 7946 0958", "US", "+442079460958"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("94107", "US", None),
        ("call me", "US", None),
        ("+1 " + "5" * 40, "US", None),
    ],
)
def test_a_phone_is_e164(text: str, region: str, form: str | None) -> None:
    assert forms.phone(text, region) == form


@pytest.mark.parametrize("text", ["ORD-9842", "ord 9842", "#ORD.9842", "ord\u20139842"])
def test_a_reference_is_counted_as_one_however_it_is_written(text: str) -> None:
    assert forms.reference(text) == "ORD9842"


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    for form in (forms.email, forms.postcode, forms.phone):
        once = form(text)
        assert once is None or form(once) == once
    assert forms.reference(forms.reference(text)) == forms.reference(text)
