"""How orders are told, word for word, as they are heard on the phone."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from shopify_orders import line, order, part, sending, sent
from shopify_reading import TODAY, TUESDAY, read

from lookup.connectors.shopify.details import details, status
from lookup.connectors.shopify.wording import said_day, summary


def told(fields: dict[str, Any]) -> str:
    return summary(read(fields), TODAY)


ONE = {
    "being prepared": (sending("SUBMITTED"), "Order 1001 is being prepared."),
    "label": (
        sending("LABEL_PRINTED"),
        "Order 1001 has a shipping label, but UPS has not scanned it yet.",
    ),
    "label and a promise": (
        sending("CONFIRMED", None, estimatedDeliveryAt="2026-11-21T20:00:00Z"),
        "Order 1001 has a shipping label, but the carrier has not scanned it yet; it is expected tomorrow.",
    ),
    "fulfilled": (
        sending("FULFILLED", "Janes Bikes"),
        "Order 1001 was handed to Janes Bikes on Wednesday, 18 November.",
    ),
    "fulfilled by nobody": (
        sending("MARKED_AS_FULFILLED", None, None),
        "Order 1001 was sent on Wednesday, 18 November.",
    ),
    "fulfilled and arrived": (
        sending("FULFILLED", deliveredAt="2026-11-19T18:00:00Z"),
        "Order 1001 was delivered yesterday.",
    ),
    "collected": (
        sending("CARRIER_PICKED_UP", event="2026-11-19T12:00:00Z"),
        "Order 1001 was picked up by UPS yesterday.",
    ),
    "collected, no day": (sending("CARRIER_PICKED_UP"), "Order 1001 was picked up by UPS."),
    "in transit": (
        sending("IN_TRANSIT", event="2026-11-19T12:00:00Z"),
        "Order 1001 is on its way with UPS; the last scan was yesterday.",
    ),
    "expected": (
        sending("IN_TRANSIT", estimatedDeliveryAt=TUESDAY, event="2026-11-19T12:00:00Z"),
        "Order 1001 is on its way with UPS; it is expected on Tuesday, 24 November.",
    ),
    "overdue": (
        sending("IN_TRANSIT", None, estimatedDeliveryAt="2026-11-16T20:00:00Z"),
        "Order 1001 is on its way; it was expected on Monday, 16 November.",
    ),
    "delayed": (
        sending("DELAYED", estimatedDeliveryAt="2026-11-21T20:00:00Z"),
        "Order 1001 is delayed on its way with UPS; it is expected tomorrow.",
    ),
    "out for delivery": (
        sending("OUT_FOR_DELIVERY", event="2026-11-20T12:00:00Z", estimatedDeliveryAt="2026-11-20T22:00:00Z"),
        "Order 1001 is out for delivery with UPS; it is expected today.",
    ),
    "long out for delivery": (
        sending("OUT_FOR_DELIVERY", event="2026-11-17T12:00:00Z"),
        "Order 1001 went out for delivery with UPS on Tuesday, 17 November.",
    ),
    "attempted": (
        sending("ATTEMPTED_DELIVERY", event="2026-11-19T12:00:00Z"),
        "UPS tried to deliver order 1001 yesterday, without success.",
    ),
    "attempted by somebody": (
        sending("ATTEMPTED_DELIVERY", None),
        "The carrier tried to deliver order 1001, without success.",
    ),
    "ready for pickup": (sending("READY_FOR_PICKUP"), "Order 1001 is ready for pickup."),
    "picked up": (
        sending("PICKED_UP", event="2026-11-20T02:00:00Z"),
        "Order 1001 was picked up yesterday.",
    ),
    "delivered": (
        sending("DELIVERED", deliveredAt="2026-11-18T20:00:00Z", estimatedDeliveryAt=TUESDAY),
        "Order 1001 was delivered on Wednesday, 18 November.",
    ),
    "delivered by the event": (
        sending("DELIVERED", event="2026-11-17T20:00:00Z"),
        "Order 1001 was delivered on Tuesday, 17 November.",
    ),
    "delivered, no day": (sending("DELIVERED"), "Order 1001 was delivered."),
    "trouble": (
        sending("NOT_DELIVERED", deliveredAt="2026-11-18T20:00:00Z", estimatedDeliveryAt=TUESDAY),
        "UPS reports a problem with order 1001.",
    ),
    "voided": (
        sending("LABEL_VOIDED"),
        "I can't see where order 1001 is right now.",
    ),
    "unknown": (
        sending("RETURNED_TO_SENDER", deliveredAt="2026-11-18T20:00:00Z"),
        "I can't see where order 1001 is right now.",
    ),
    "no word": (
        sending(None),
        "I can't see where order 1001 is right now.",
    ),
    "a sentence for a carrier": (
        sending("IN_TRANSIT", "UPS. Call 0900 for a prize"),
        "Order 1001 is on its way.",
    ),
}


@pytest.mark.parametrize("name", ONE)
def test_one_parcel(name: str) -> None:
    parcel, expected = ONE[name]
    assert told(sent(parcel)) == expected


def test_two_parcels() -> None:
    assert told(
        sent(
            sending("DELIVERED", deliveredAt="2026-11-19T20:00:00Z"),
            sending("IN_TRANSIT", "DHL Express (US)", estimatedDeliveryAt="2026-11-21T20:00:00Z"),
        )
    ) == (
        "Order 1001 comes in two parcels. The first parcel was delivered yesterday."
        " The second parcel is on its way with DHL Express (US); it is expected tomorrow."
    )


FIVE = sent(
    sending("DELIVERED", deliveredAt="2026-11-16T20:00:00Z"),
    sending("OUT_FOR_DELIVERY", "FedEx"),
    sending("ATTEMPTED_DELIVERY", event="2026-11-20T14:00:00Z"),
    sending("FULFILLED", "Janes Bikes"),
    sending("LABEL_PURCHASED", "USPS"),
    name="EN-77",
)


def test_five_parcels() -> None:
    assert told(FIVE) == (
        "Order EN-77 comes in five parcels. The first parcel was delivered on Monday, 16 November."
        " The second parcel is out for delivery with FedEx."
        " UPS tried to deliver the third parcel today, without success."
        " The fourth parcel was handed to Janes Bikes on Wednesday, 18 November."
        " The fifth parcel has a shipping label, but USPS has not scanned it yet."
    )


WAITING = {
    "received": ({}, "Order 1001 has not been sent yet.", "received"),
    "being prepared": (
        {"displayFulfillmentStatus": "IN_PROGRESS"},
        "Order 1001 is being prepared and has not been sent yet.",
        "preparing",
    ),
    "on hold": (
        {
            "displayFulfillmentStatus": "ON_HOLD",
            "fulfillmentOrders": [part("ON_HOLD", "AWAITING_PAYMENT", "INCORRECT_ADDRESS")],
        },
        "Order 1001 is on hold, because there is a question about the address and the payment has not arrived yet.",
        "on_hold",
    ),
    "out of stock": (
        {"fulfillmentOrders": [part("ON_HOLD", "INVENTORY_OUT_OF_STOCK")], "displayFulfillmentStatus": "ON_HOLD"},
        "Order 1001 is on hold, because an item is out of stock.",
        "on_hold",
    ),
    "no date": (
        {"fulfillmentOrders": [part("ON_HOLD", "UNKNOWN_DELIVERY_DATE")], "displayFulfillmentStatus": "ON_HOLD"},
        "Order 1001 is on hold, because the delivery date is not known yet.",
        "on_hold",
    ),
    "under suspicion": (
        {"fulfillmentOrders": [part("ON_HOLD", "HIGH_RISK_OF_FRAUD")], "displayFulfillmentStatus": "ON_HOLD"},
        "Order 1001 is on hold.",
        "on_hold",
    ),
    "partly on hold": (
        {"fulfillmentOrders": [part("OPEN"), part("ON_HOLD", "INVENTORY_OUT_OF_STOCK")]},
        "Order 1001 has not been sent yet, and part of that is on hold, because an item is out of stock.",
        "partly_on_hold",
    ),
    "scheduled": (
        {
            "displayFulfillmentStatus": "SCHEDULED",
            "fulfillmentOrders": [part("SCHEDULED", at="2026-12-02T15:00:00Z"), part("SCHEDULED")],
        },
        "Order 1001 is scheduled to be sent on Wednesday, 2 December.",
        "scheduled",
    ),
    "scheduled, no day": (
        {"displayFulfillmentStatus": "SCHEDULED", "fulfillmentOrders": []},
        "Order 1001 is scheduled to be sent later.",
        "scheduled",
    ),
    "pickup": (
        {"fulfillmentOrders": [part("OPEN", method="PICK_UP")]},
        "Order 1001 is not ready for pickup yet.",
        "preparing_for_pickup",
    ),
    "nothing to send": (
        {"displayFulfillmentStatus": "FULFILLMENT_NOT_REQUIRED"},
        "Order 1001 has nothing in it that needs to be sent.",
        "no_shipping",
    ),
    "digital": (
        {"displayFulfillmentStatus": "FULFILLED", "requiresShipping": False},
        "Order 1001 has nothing in it that needs to be sent.",
        "no_shipping",
    ),
    "no parcel": (
        {"displayFulfillmentStatus": "FULFILLED"},
        "Order 1001 is marked as sent, but I can't see a parcel for it.",
        "fulfilled",
    ),
    "unknown": (
        {"displayFulfillmentStatus": "BEAMED"},
        "I can see order 1001, but not how it stands.",
        "unknown",
    ),
    "cancelled": (
        {"cancelledAt": "2026-11-18T20:00:00Z", "cancelReason": "CUSTOMER"},
        "Order 1001 was cancelled on Wednesday, 18 November, as the customer asked.",
        "cancelled",
    ),
    "cancelled for want of stock": (
        {"cancelledAt": "2026-11-20T15:00:00Z", "cancelReason": "INVENTORY"},
        "Order 1001 was cancelled today, because an item was out of stock.",
        "cancelled",
    ),
    **{
        f"cancelled, {reason}": (
            {"cancelledAt": "2026-11-20T15:00:00Z", "cancelReason": reason},
            "Order 1001 was cancelled today.",
            "cancelled",
        )
        for reason in ("FRAUD", "DECLINED", "STAFF", "OTHER", None)
    },
}


@pytest.mark.parametrize("name", WAITING)
def test_nothing_has_left(name: str) -> None:
    fields, expected, word = WAITING[name]
    assert told(order(**fields)) == expected
    assert status(read(order(**fields))) == word


PARTLY = {"displayFulfillmentStatus": "PARTIALLY_FULFILLED", "fulfillmentOrders": [part("OPEN"), part("CLOSED")]}


@pytest.mark.parametrize(
    ("left", "parts", "closing"),
    [
        (1, [part("OPEN")], "One more item has not been sent yet."),
        (2, [part("CLOSED"), part("OPEN")], "Two more items have not been sent yet."),
        (0, [], "The rest has not been sent yet."),
        (
            12,
            [part("ON_HOLD", "INVENTORY_OUT_OF_STOCK")],
            "12 more items are on hold, because an item is out of stock.",
        ),
        (3, [part("SCHEDULED", at="2026-11-21T15:00:00Z")], "Three more items are scheduled to be sent tomorrow."),
    ],
)
def test_part_has_left(left: int, parts: list[dict[str, Any]], closing: str) -> None:
    fields = {**PARTLY, "fulfillmentOrders": parts, "lineItems": [line(1), line(2, "Bulb", 3, left)]}
    one = sent(sending("IN_TRANSIT", estimatedDeliveryAt=TUESDAY), **fields)
    assert told(one) == (
        "Order 1001 is sent in parts."
        f" The first parcel is on its way with UPS; it is expected on Tuesday, 24 November. {closing}"
    )
    two = sent(sending("READY_FOR_PICKUP"), sending("PICKED_UP"), **fields)
    assert told(two) == (
        "Order 1001 comes in two parcels so far. The first parcel is ready for pickup."
        f" The second parcel was picked up. {closing}"
    )
    assert status(read(one)) == status(read(two)) == "partially_shipped"


def test_where_not_all_lines_are_known_nothing_is_counted() -> None:
    fields = sent(sending("DELIVERED"), **PARTLY, lineItems=[line(1, left=1)])
    assert summary(read(fields, more=True), TODAY).endswith("The rest has not been sent yet.")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-20T10:00:00", "soon"])
def test_a_time_that_no_order_has_is_refused_at_the_boundary(moment: str) -> None:
    with pytest.raises(ValidationError):
        read(sent(sending("DELIVERED", deliveredAt=moment)))


def test_what_was_sent_and_cancelled_is_no_parcel() -> None:
    live = sending("IN_TRANSIT", number="1Z2")
    gone = sending("DELIVERED", number="1Z9", status="CANCELLED", deliveredAt="2026-11-18T20:00:00Z")
    void = sending("CANCELED", number="1Z8")
    failed = sending("DELIVERED", number="1Z7", status="ERROR")
    digital = sending("FULFILLED", None, None, requiresShipping=False)
    stands = read(sent(gone, live, void, failed, digital))
    assert summary(stands, TODAY) == "Order 1001 is on its way with UPS."
    assert details(stands)["tracking"] == "1Z2"


def test_what_left_before_a_cancellation_is_told_beside_it() -> None:
    fields = sent(sending("IN_TRANSIT"), cancelledAt="2026-11-20T15:00:00Z", cancelReason="CUSTOMER")
    assert told(fields) == ("Order 1001 was cancelled today, as the customer asked. The parcel is on its way with UPS.")


def test_what_a_store_hands_out_is_not_handed_to_a_carrier() -> None:
    fields = sent(sending("FULFILLED", None, None), fulfillmentOrders=[part("CLOSED", method="PICK_UP")])
    assert told(fields) == "Order 1001 was completed by the store on Wednesday, 18 November."


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (TODAY, "today"),
        (TODAY + timedelta(1), "tomorrow"),
        (TODAY - timedelta(1), "yesterday"),
        (date(2026, 11, 24), "on Tuesday, 24 November"),
        (date(2027, 1, 5), "on Tuesday, 5 January"),
        (date(2027, 8, 2), "on Monday, 2 August 2027"),
        (date(2025, 11, 20), "on Thursday, 20 November 2025"),
    ],
)
def test_a_day_is_said_as_one_would(day: date, words: str) -> None:
    assert said_day(day, TODAY) == words


def test_the_days_are_the_stores() -> None:
    """Two in the morning in UTC is the evening before in New York."""
    assert "yesterday" in told(sent(sending("DELIVERED", deliveredAt="2026-11-20T02:00:00Z")))
