"""What stands beside a status on a page: nothing that may not be told, nothing that is not known, no link but https."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.card import Card, Parcel, Stage, card_of
from conversation.effects import Outcome, Say
from conversation.terms import Guardrails
from lookup.order import Answer
from tests.promises.soak import CASES

KEYS = ("carrier", "tracking", "tracking_url", "eta", "delivered_at", "items", "packages")
ALL = Guardrails()
VALUES = st.sampled_from(["A", 7, True, None, ["B"], [{"carrier": "C", "gift_note": "D"}]])


def card(holds: Mapping[str, object], status: str = "shipped", guardrails: Guardrails = ALL) -> tuple[Parcel, ...]:
    made = card_of(Answer(status, "On its way", holds), guardrails)
    return () if made is None else made.parcels


def test_one_parcel_with_all_that_is_known_of_it() -> None:
    holds = {
        "carrier": "UPS",
        "tracking": "1Z1",
        "tracking_url": "https://t.example/1",
        "eta": "2026-06-20",
        "items": ["Lamp"],
    }
    expected = Parcel(Stage.SHIPPED, "UPS", "1Z1", "https://t.example/1", "2026-06-20", None, "Lamp")
    assert card(holds) == (expected,)


def test_each_parcel_of_several() -> None:
    packages = [
        {"carrier": "UPS", "tracking": "1Z1", "eta": "soon"},
        {"carrier": "UPS", "delivered_at": "2026-06-01"},
        "x",
        {},
    ]
    assert card({"packages": packages, "eta": "later"}, "partially_delivered") == (
        Parcel(None, "UPS", "1Z1", eta="soon"),
        Parcel(Stage.DELIVERED, "UPS", delivered="2026-06-01"),
    )


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("processing", Stage.ORDERED),
        ("In_Transit", Stage.SHIPPED),
        ("out_for_delivery", Stage.OUT_FOR_DELIVERY),
        ("delivered", Stage.DELIVERED),
        ("handed_over", Stage.SHIPPED),
        ("fulfilled", None),
        ("cancelled", None),
        ("label_created", None),
        ("picked_up", None),
        ("shop-specific", None),
    ],
)
def test_only_words_that_leave_no_doubt_become_a_stage(status: str, stage: Stage | None) -> None:
    assert card({"carrier": "UPS"}, status)[0].stage is stage


@pytest.mark.parametrize(
    "url",
    [
        "http://t.example/1",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://ups.example@evil.example/",
        "//t.example",
        "",
        7,
        ["https://t.example"],
    ],
)
def test_a_link_is_https_to_a_host_or_none(url: object) -> None:
    assert card({"carrier": "UPS", "tracking_url": url})[0].url is None


@CASES
@given(
    disclose=st.sets(st.sampled_from(KEYS)),
    holds=st.dictionaries(st.sampled_from((*KEYS, "gift_note")), VALUES),
)
def test_what_is_not_listed_does_not_stand_in_it(disclose: set[str], holds: dict[str, object]) -> None:
    parcels = card(holds, "shipped", Guardrails(disclose=tuple(disclose)))
    names = {"carrier": "carrier", "tracking": "tracking", "eta": "eta", "delivered_at": "delivered", "items": "items"}
    for key, field in names.items():
        if key not in disclose:
            assert all(getattr(parcel, field) is None for parcel in parcels)
    if "packages" not in disclose:
        assert all(parcel.stage is None for parcel in parcels)
        assert len(parcels) <= 1
    assert "D" not in repr([tuple(getattr(parcel, field) for field in names.values()) for parcel in parcels])


def test_nothing_known_is_no_card() -> None:
    assert card({}, "shop-specific") == ()
    assert card_of(Answer("shop-specific", "On its way", {"gift_note": "x"}), ALL) is None


def test_a_card_hides_in_every_way_of_writing_it() -> None:
    made = Card((Parcel(Stage.SHIPPED, "UPS", "1Z1"),))
    say = Say(("On its way",), Outcome.TOLD, card=made)
    for text in (str(made), repr(made), repr(made.parcels), str(say), repr(say)):
        assert "UPS" not in text
        assert "shipped" not in text
