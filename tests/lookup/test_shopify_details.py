"""What may be told of a Shopify order beside its summary."""

import pytest
from shopify_orders import address, line, sending, sent
from shopify_reading import TUESDAY, read

from lookup.connectors.shopify.details import details, status


def test_details_of_one_parcel() -> None:
    parcel = sending("IN_TRANSIT", event="2026-11-19T12:00:00Z", estimatedDeliveryAt="2026-11-25T02:00:00Z")
    fields = sent(parcel, shippingAddress=address("SW1A 1AA", country="GB"))
    assert details(read(fields)) == {
        "carrier": "UPS",
        "tracking": "1Z1",
        "tracking_url": "https://ups.example.com/1Z1",
        "eta": "2026-11-24",
        "last_event_at": "2026-11-19T07:00:00-05:00",
        "international": True,
        "items": [{"name": "Desk lamp", "quantity": 1}],
    }


def test_details_of_several_parcels_stand_with_each() -> None:
    stands = read(
        sent(
            sending("DELIVERED", number="1Z1", deliveredAt="2026-11-18T20:00:00Z"),
            sending("IN_TRANSIT", number="1Z2", estimatedDeliveryAt=TUESDAY, lines=[2]),
            lineItems=[line(1), line(2, "Bulb", 3)],
        )
    )
    told_ = details(stands)
    assert told_["carrier"] == "UPS"
    assert told_["eta"] == "2026-11-24"
    assert not {"tracking", "delivered_at"} & told_.keys()
    assert told_["packages"] == [
        {
            "carrier": "UPS",
            "tracking": "1Z1",
            "tracking_url": "https://ups.example.com/1Z1",
            "delivered_at": "2026-11-18",
            "items": [{"name": "Desk lamp", "quantity": 1}],
        },
        {
            "carrier": "UPS",
            "tracking": "1Z2",
            "tracking_url": "https://ups.example.com/1Z2",
            "eta": "2026-11-24",
            "items": [{"name": "Bulb", "quantity": 1}],
        },
    ]


def test_three_numbers_on_one_parcel_are_all_told() -> None:
    rows = [{"company": "UPS", "number": f"1Z{number}", "url": None} for number in range(3)]
    assert details(read(sent(sending("IN_TRANSIT", trackingInfo=rows))))["tracking"] == "1Z0, 1Z1, 1Z2"


NO_LINK = ["http://ups.example.com/1", "javascript:alert(1)", "https://", "https://me@evil.example/", "//x", "", None]


@pytest.mark.parametrize(
    "url", [*NO_LINK, "https://ups.example.com/a b", "https://[", "https://x.example/" + "1" * 500]
)
def test_only_a_plain_https_link_is_told(url: str | None) -> None:
    rows = [{"company": "UPS", "number": "1Z1", "url": url}]
    assert "tracking_url" not in details(read(sent(sending("IN_TRANSIT", trackingInfo=rows))))


@pytest.mark.parametrize(
    ("states", "word"),
    [
        (["DELIVERED", "DELIVERED"], "delivered"),
        (["DELIVERED", "PICKED_UP"], "delivered"),
        (["PICKED_UP"], "picked_up"),
        (["DELIVERED", "IN_TRANSIT"], "partially_delivered"),
        (["OUT_FOR_DELIVERY", "IN_TRANSIT"], "shipped"),
        (["IN_TRANSIT", "IN_TRANSIT"], "in_transit"),
        (["FULFILLED"], "handed_over"),
    ],
)
def test_a_status_is_as_far_as_all_parcels_are(states: list[str], word: str) -> None:
    assert status(read(sent(*(sending(state) for state in states)))) == word
