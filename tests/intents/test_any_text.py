"""Whatever is said: an answer comes, and its promises hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents import forms
from intents.meaning import Hints, Intent, Slot
from intents.phrasebook import Phrasebook
from intents.understand import LIMIT, understand
from intents.words import mend, words

WORDS = [
    "where", "is", "my", "order", "ord", "dash", "nine", "9842", "94107", ",", ".", "not", "no", "sorry",
    "double", "oh", "o", "a", "e", "at", "dot", "gmail", "com", "jane", "zip", "hundred", "thousand", "and",
    "it's", "#", "-", "@", "1Z999AA10123456784", "$", "10:42", "two", "weeks", "B", "as", "in", "boy", "W",
    "my", "name",
]  # fmt: skip
HOSTILE = [
    "a", "1", "1 ", "a ", "@", "a@", "a@a.", "a.", "-", "1-", "+1 ", "(415) ", "at dot ", "nine ", "oh ", "hundred ",
    "double ", "not ", "no, ", "a-1", "my name is ", "yes ", "order ", "where ", "it's ", "\u0130",
    "\U0001f4e6", "\x00",
    "# ", "what the ", "january ", "1 main ", "o'", "_a", "a_1", "e e ", "and ", "9,",
    "https://", "as in ",
]  # fmt: skip


@given(
    st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)),
    st.frozensets(st.sampled_from(list(Slot))),
    st.booleans(),
    st.lists(st.sampled_from(["ORD-", "#", "W", "", "\u00df", "EN-"]), max_size=2).map(tuple),
)
def test_any_text_is_answered(
    text: str, expecting: frozenset[Slot], spoken: bool, prefixes: tuple[str, ...]
) -> None:  # as hypothesis gives it
    meaning = understand(text, expecting=expecting, spoken=spoken, hints=Hints(prefixes))
    assert 0 < meaning.confidence <= 1
    assert all(meaning.slots.values())
    for slot, form in ((Slot.EMAIL, forms.email), (Slot.ZIP, forms.postcode), (Slot.PHONE, forms.phone)):
        if slot in meaning.slots:
            assert form(meaning.slots[slot]) == meaning.slots[slot]
    for slot, reading in meaning.alternatives:
        assert reading != meaning.slots[slot]
    if Slot.REFERENCE in meaning.slots and not spoken and text.isascii() and any(map(str.isdigit, text)):
        assert meaning.slots[Slot.REFERENCE] in text or "not" in text


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_the_same_words_always_mean_the_same(text: str) -> None:
    assert understand(text) == understand(text)


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("spoken", [False, True])
def test_hostile_text_is_answered(piece: str, spoken: bool) -> None:
    everything = frozenset(Slot)
    assert understand(piece * LIMIT, expecting=everything, spoken=spoken).intent in Intent
    assert understand(piece * (LIMIT // len(piece)) + "!", spoken=spoken).intent in Intent


def test_what_stands_behind_the_limit_is_not_read() -> None:
    assert understand("?" * LIMIT + " ORD-9842").slots == {}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Where\u2019s my oder?", ["where", "is", "my", "order"]),
        ("I dont recieve it", ["i", "do", "not", "receive", "it"]),
        ("", []),
    ],
)
def test_words_are_mended(said: str, read: list[str]) -> None:
    assert words(said) == read


@pytest.mark.parametrize("word", ["charge", "older", "states", "trick", "placed", "later", "there"])
def test_an_ordinary_word_is_left_as_it_is(word: str) -> None:
    assert mend(word) == word


def test_a_phrase_is_found_over_a_gap_but_not_over_a_long_one() -> None:
    book = Phrasebook({"found": "^ where ... THING\nlast? word $"}, {"THING": "order parcel"})
    assert book.find(["where", "on", "earth", "is", "my", "parcel"]) == ["found"]
    assert book.find(["where", "a", "b", "c", "d", "e", "f", "parcel"]) == []
    assert book.find(["so", "where", "is", "my", "parcel"]) == []
    assert book.find(["the", "word"]) == ["found"]
    assert book.find([]) == []
