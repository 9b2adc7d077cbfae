"""Orders as Shopify's schema shapes them, made of the few things a test cares about."""

from typing import Any

SHIPPED = "2026-11-18T15:00:00Z"


def address(zip_code: str | None, phone: str | None = None, country: str | None = "US") -> dict[str, Any]:
    return {"zip": zip_code, "phone": phone, "countryCodeV2": country}


def line(number: int, title: str = "Desk lamp", quantity: int = 1, left: int = 0) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/LineItem/{number}",
        "title": title,
        "currentQuantity": quantity,
        "unfulfilledQuantity": left,
        "requiresShipping": True,
    }


def sending(state: str | None, company: str | None = "UPS", number: str | None = "1Z1", **more: Any) -> dict[str, Any]:
    """A fulfillment; `event` is when the carrier last reported something, `lines` what of the order is in it."""
    event, lines = more.pop("event", None), more.pop("lines", [1])
    return {
        "status": "SUCCESS",
        "displayStatus": state,
        "createdAt": SHIPPED,
        "estimatedDeliveryAt": None,
        "deliveredAt": None,
        "requiresShipping": True,
        "trackingInfo": [{"company": company, "number": number, "url": f"https://ups.example.com/{number}"}],
        "events": [{"happenedAt": event}] if event else [],
        "fulfillmentLineItems": [
            {"quantity": 1, "lineItem": {"id": f"gid://shopify/LineItem/{each}"}} for each in lines
        ],
        **more,
    }


def part(status: str, *reasons: str, at: str | None = None, method: str = "SHIPPING") -> dict[str, Any]:
    """A fulfillment order."""
    return {
        "status": status,
        "fulfillAt": at,
        "deliveryMethod": {"methodType": method},
        "fulfillmentHolds": [{"reason": reason} for reason in reasons],
    }


def order(name: str = "#1001", email: str | None = "jane.doe@example.com", **more: Any) -> dict[str, Any]:
    """An order of Jane's, paid and not yet sent."""
    number = "".join(char for char in name if char.isdigit()) or "7"
    customer = {"defaultEmailAddress": {"emailAddress": email}, "defaultPhoneNumber": None} if email else None
    return {
        "id": f"gid://shopify/Order/{number}",
        "name": name,
        "confirmationNumber": None,
        "email": email,
        "phone": None,
        "createdAt": "2026-11-16T09:00:00Z",
        "cancelledAt": None,
        "cancelReason": None,
        "closedAt": None,
        "displayFulfillmentStatus": "UNFULFILLED",
        "requiresShipping": True,
        "shippingAddress": address("94107"),
        "billingAddress": address("10001"),
        "customer": customer,
        "lineItems": [line(1)],
        "fulfillments": [],
        "fulfillmentOrders": [part("OPEN")],
        **more,
    }


def sent(*sendings: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An order that has left whole, in these parcels."""
    closed = [part("CLOSED")]
    return order(
        **{
            "displayFulfillmentStatus": "FULFILLED",
            "fulfillments": list(sendings),
            "fulfillmentOrders": closed,
            **more,
        }
    )
