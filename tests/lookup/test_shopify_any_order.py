"""Whatever an order is like, it is told briefly, and never as further than it is."""

import re
from datetime import UTC, date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lookup.connectors.shopify.details import status
from lookup.connectors.shopify.parcels import ARRIVED, Parcel, Reason, Standing, State
from lookup.connectors.shopify.plain import plain
from lookup.connectors.shopify.rest import Hold, Rest, Waiting
from lookup.connectors.shopify.wording import summary
from tests.promises.soak import CASES

BRIEF = settings(CASES, suppress_health_check=[HealthCheck.too_slow])  # large orders are slow to make up, not to tell
DAYS = st.integers(date(1970, 1, 2).toordinal(), date(2200, 12, 30).toordinal()).map(date.fromordinal)
TEXT = st.text(max_size=60).map(lambda text: plain(text, 40))

PARCELS = st.builds(
    Parcel,
    st.sampled_from(State),
    sent=DAYS,
    carrier=st.none() | st.sampled_from(["UPS", "x" * 40]),
    eta=st.none() | DAYS,
    arrived=st.none() | DAYS,
    event=st.none() | st.integers(0, 7_258_118_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)


RESTS = st.builds(
    Rest,
    st.sampled_from(Waiting),
    st.none() | st.integers(1, 1_000_000),
    st.lists(st.sampled_from(Hold), unique=True).map(tuple),
    st.none() | DAYS,
)


STANDINGS = st.builds(
    Standing,
    TEXT,
    st.lists(PARCELS, max_size=14).map(tuple),
    st.none() | RESTS,
    cancelled=st.none() | DAYS,
    reason=st.none() | st.sampled_from(Reason),
).filter(lambda order: order.parcels or order.rest or order.cancelled)


@BRIEF
@given(STANDINGS, DAYS)
def test_whatever_an_order_is_like_it_is_told_in_1_to_1000_printable_characters(order_: Standing, today: date) -> None:
    text = summary(order_, today)
    assert 1 <= len(text) <= 1000
    assert text.isprintable()
    assert text.endswith(".")
    assert "{" not in text.replace(order_.name, "")


@BRIEF
@given(STANDINGS, DAYS)
def test_delivered_is_said_of_what_was_delivered_alone(order_: Standing, today: date) -> None:
    arrived = any(parcel.state is State.DELIVERED for parcel in order_.parcels)
    if not arrived:
        assert "delivered" not in summary(order_, today).lower().replace(order_.name.lower(), "")
    if status(order_) in {"delivered", "picked_up"}:
        assert all(parcel.state in ARRIVED for parcel in order_.parcels)
        assert order_.rest is None


@BRIEF
@given(st.lists(PARCELS, min_size=2, max_size=14), DAYS)
def test_every_parcel_is_told_or_counted(parcels: list[Parcel], today: date) -> None:
    text = summary(Standing("1001", tuple(parcels), None), today)
    told_ = len(re.findall(r"(?:\. |, |with |deliver )?\b[Tt]he \w+ parcel\b|\b[Pp]arcel \d+", text))
    left = re.search(r"There (?:is|are) (\w+) more parcel", text)
    counted = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    more = 0 if left is None else counted.index(left[1]) if left[1] in counted else int(left[1])
    assert told_ + more == len(parcels)
