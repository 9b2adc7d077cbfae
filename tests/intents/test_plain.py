"""Numbers typed on other keyboards: read as what they mean, and sent as the shop writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.terms import Terms
from intents.meaning import Slot
from intents.plain import plain
from intents.understand import understand
from lookup.order import Kind
from tests.promises.shops import JANES, judging
from tests.promises.talk import Talk

ZIP = frozenset({Slot.EMAIL, Slot.ZIP})


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("where is ORD-\uff19\uff18\uff14\uff12", "ORD-9842"),
        ("\u6ce8\u6587 \uff2f\uff32\uff24\uff0d\uff19\uff18\uff14\uff12", "ORD-9842"),
        ("\uff4f\uff52\uff44\u30fc\uff19\uff18\uff14\uff12", "ord-9842"),
        ("where is order \u0669\u0668\u0664\u0662", "9842"),
        ("order ORD-\u096f\u096e\u096a\u0968", "ORD-9842"),
        ("where is order \U0001d7d7\U0001d7d6\U0001d7d2\U0001d7d0", "9842"),
        ("order 9\ufe0f\u20e38\ufe0f\u20e34\ufe0f\u20e32\ufe0f\u20e3", "9842"),
        ("where is ORD\u20119842", "ORD-9842"),
        ("where is ORD\u20139842", "ORD-9842"),
        ("where is ORD\u22129842", "ORD-9842"),
        ("where is ORD\ufe639842", "ORD-9842"),
        ("where is ORD-98\u200b42", "ORD-9842"),
        ("where is ORD\u00ad-9842\ufeff", "ORD-9842"),
        ("my order is late\u20149842 is the number", "9842"),
        ("order #9842\u00b9", "#9842"),
    ],
)
def test_a_reference_is_what_it_means(said: str, reference: str) -> None:
    assert understand(said).slots[Slot.REFERENCE] == reference


@pytest.mark.parametrize(
    ("said", "slot", "value"),
    [
        ("\uff19\uff14\uff11\uff10\uff17", Slot.ZIP, "94107"),
        ("\u06f9\u06f4\u06f1\u06f0\u06f7", Slot.ZIP, "94107"),
        ("94107\u3000please", Slot.ZIP, "94107"),
        ("jane.\u200bdoe@example.com", Slot.EMAIL, "jane.doe@example.com"),
        ("\uff4a\uff41\uff4e\uff45\uff20\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45\uff0e\uff43\uff4f\uff4d", Slot.EMAIL,
         "jane@example.com"),
        ("call me on +1\u2011415\u2011555\u20110132", Slot.PHONE, "+14155550132"),
    ],
)  # fmt: skip
def test_so_is_what_proves_and_what_reaches(said: str, slot: Slot, value: str) -> None:
    assert understand(said, expecting=ZIP).slots[slot] == value


def test_the_shop_is_asked_in_plain_characters() -> None:
    visitor = Talk(Terms(kinds=frozenset({Kind.ORDER}), verifies=True), judging(JANES))
    text = "\uff2f\uff32\uff24\uff0d\uff19\uff18\uff14\uff12\u3000\uff19\uff14\uff11\uff10\uff17"
    assert "lamp of Jane" in visitor.hear(understand(text))
    assert visitor.turns[-1].lookups[0].reference == "ORD-9842"


def test_a_message_is_passed_on_as_it_was_written() -> None:
    said = "caf\u00e9\u2014the \uff19th\u200c \u2026"
    assert understand(said, expecting=frozenset({Slot.MESSAGE})).slots[Slot.MESSAGE] == said


@pytest.mark.parametrize(
    "text", ["8\u00bd inches", "m\u00b2", "\u30aa\u30fc\u30c0\u30fc", "caf\u00e9", "\u2019", "\u2116 5"]
)
def test_what_means_nothing_else_is_left(text: str) -> None:
    assert plain(text) == text


@given(st.text(max_size=60))
def test_what_is_plain_stays_so(text: str) -> None:
    assert plain(plain(text)) == plain(text)
