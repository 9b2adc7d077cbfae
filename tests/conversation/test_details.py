"""What an answer holds beside its summary: what is told of it, and when an order has been silent for too long."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation import details
from conversation.terms import Guardrails
from lookup.order import Answer
from tests.promises.soak import CASES

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
KEYS = ("carrier", "tracking", "tracking_url", "eta", "delivered_at", "items", "packages", "gift_note", "signed")
ALL = Guardrails(disclose=KEYS)
PARCELS = [
    {"carrier": "UPS", "tracking": "1Z1", "items": ["Lamp"], "weight": 3},
    {"carrier": "UPS", "tracking": "1Z2", "eta": "2026-06-20"},
    "no parcel at all",
    {"weight": 4},
]


def told(about: str, holds: Mapping[str, object], guardrails: Guardrails = ALL) -> str | None:
    said = details.tell(Answer("shipped", "On its way", holds), about, guardrails)
    return None if said is None else said.words


@pytest.mark.parametrize(
    ("about", "holds", "words"),
    [
        ("carrier", {"carrier": "UPS"}, "It's with UPS."),
        ("tracking", {"tracking": "1Z1"}, "The tracking number is 1Z1."),
        ("tracking", {"tracking_url": "https://t.example/1"}, "You can follow it here: https://t.example/1"),
        (
            "tracking",
            {"tracking": "1Z1", "tracking_url": "https://t.example/1"},
            "The tracking number is 1Z1. You can follow it here: https://t.example/1",
        ),
        ("eta", {"eta": "2026-06-20"}, "It's expected 2026-06-20."),
        ("items", {"items": ["Lamp", "Bulb"]}, "It contains Lamp, Bulb."),
        ("items", {"items": [{"name": "Chair", "quantity": 4}, {"title": "Table", "quantity": 1}]},
         "It contains 4 x Chair, Table."),
        ("items", {"items": [{"sku": "x"}, ["nested"], 7]}, "It contains 7."),
        ("items", {"packages": PARCELS}, None),
        ("items", {"items": []}, None),
        ("gift_note", {"gift_note": "For  Ada\n"}, "Gift note: For Ada."),
        ("signed", {"signed": True}, "Signed: yes."),
        ("signed", {"signed": False}, "Signed: no."),
        ("signed", {"signed": {"by": "Ada"}}, None),
        ("signed", {"signed": None}, None),
        ("signed", {"signed": "  "}, None),
        ("carrier", {}, None),
        ("carrier", {"packages": PARCELS}, "It's with UPS."),
        ("tracking", {"packages": PARCELS}, "The tracking number is 1Z1, 1Z2."),
        ("carrier", {"packages": "UPS"}, None),
        ("packages", {"packages": PARCELS},
         "It comes in 4 parcels. Parcel 1: UPS, 1Z1, Lamp. Parcel 2: UPS, 1Z2, 2026-06-20."),
        ("packages", {"packages": []}, None),
        ("packages", {"packages": "two"}, None),
        ("packages", {"packages": {"one": 1}}, None),
    ],
)  # fmt: skip
def test_one_detail_in_a_sentence(about: str, holds: dict[str, object], words: str | None) -> None:
    assert told(about, holds) == words


def test_what_is_not_listed_is_not_told() -> None:
    assert told("carrier", {"carrier": "UPS"}, Guardrails(disclose=("eta",))) is None
    assert told("packages", {"packages": PARCELS}, Guardrails(disclose=("carrier",))) is None


def test_of_a_parcel_only_what_is_listed_is_told() -> None:
    listed = Guardrails(disclose=("packages", "eta"))
    assert told("packages", {"packages": PARCELS}, listed) == "It comes in 4 parcels. Parcel 2: 2026-06-20."


def test_long_values_and_lists_are_cut() -> None:
    assert told("carrier", {"carrier": "x" * 999}) == f"It's with {'x' * 300}."
    assert told("items", {"items": ["Lamp"] * 99}) == f"It contains {', '.join(['Lamp'] * 10)}."


def test_a_tracking_number_is_offered_where_there_is_one_to_tell() -> None:
    answer = Answer("shipped", "On its way", {"tracking": "1Z1"})
    assert details.has_tracking(answer, ALL)
    assert not details.has_tracking(answer, Guardrails(disclose=()))
    assert not details.has_tracking(Answer("shipped", "On its way"), ALL)


def day(offset: int) -> str:
    return (NOW + timedelta(days=offset)).date().isoformat()


def moment(offset: float) -> str:
    return (NOW + timedelta(days=offset)).isoformat()


@pytest.mark.parametrize(
    ("status", "holds", "stale"),
    [
        ("shipped", {}, False),
        ("shipped", {"eta": day(0)}, False),
        ("shipped", {"eta": day(-2)}, False),
        ("shipped", {"eta": day(-3)}, True),
        ("shipped", {"eta": moment(-2.1)}, True),
        ("shipped", {"eta": moment(-1.9)}, False),
        ("shipped", {"eta": "2026-06-12T00:00:00"}, True),
        ("shipped", {"eta": "2026-06-12T00:00:00Z"}, True),
        ("shipped", {"eta": day(1), "last_event_at": moment(-30)}, False),
        ("shipped", {"eta": "next week", "last_event_at": moment(-8)}, True),
        ("shipped", {"eta": 20260612, "last_event_at": moment(-6)}, False),
        ("shipped", {"last_event_at": moment(-6.9)}, False),
        ("shipped", {"last_event_at": moment(-7.1)}, True),
        ("shipped", {"last_event_at": moment(-19), "international": True}, False),
        ("shipped", {"last_event_at": moment(-21), "international": True}, True),
        ("shipped", {"last_event_at": moment(-8), "international": "yes"}, True),
        ("Delivered", {"eta": day(-9)}, False),
        ("cancelled", {"last_event_at": moment(-99)}, False),
        ("shipped", {"eta": day(-9), "delivered_at": day(-9)}, False),
    ],
)
def test_an_order_that_has_been_silent_for_too_long(status: str, holds: dict[str, object], stale: bool) -> None:
    assert details.is_stale(Answer(status, "…", holds), NOW.timestamp()) == stale


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=400),
    lambda inner: st.lists(inner, max_size=12) | st.dictionaries(st.sampled_from([*KEYS, "name"]), inner, max_size=4),
    max_leaves=20,
)


@CASES
@given(st.dictionaries(st.sampled_from([*KEYS, "last_event_at", "international"]), ANYTHING), st.sampled_from(KEYS))
def test_whatever_a_shop_sends_is_a_sentence_or_nothing(holds: dict[str, object], about: str) -> None:
    words = told(about, holds)
    assert words is None or (words.strip() and len(words) < 20_000)
    assert details.is_stale(Answer("shipped", "…", holds), NOW.timestamp()) in {True, False}
