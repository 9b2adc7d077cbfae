"""What of an order has not left yet, and why, as far as that may be said."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from lookup.connectors.shopify.fields import FulfillmentOrder, Order


class Waiting(StrEnum):
    """What the rest of an order waits for."""

    RECEIVED = "received"
    PREPARING = "preparing"
    ON_HOLD = "on_hold"
    PARTLY_ON_HOLD = "partly_on_hold"
    SCHEDULED = "scheduled"
    PICKUP = "preparing_for_pickup"
    NO_SHIPPING = "no_shipping"
    UNSEEN = "fulfilled"  # marked as sent, and no parcel is seen
    UNKNOWN = "unknown"


class Hold(StrEnum):
    """The reasons that are fit to be said; suspicions of fraud and the staff's own words are not among them."""

    ADDRESS = "INCORRECT_ADDRESS"
    STOCK = "INVENTORY_OUT_OF_STOCK"
    PAYMENT = "AWAITING_PAYMENT"
    DATE = "UNKNOWN_DELIVERY_DATE"


@dataclass(frozen=True, slots=True)
class Rest:
    """What has not left. `quantity`: items, None where not all are known; `day`: for which its sending is scheduled."""

    waiting: Waiting
    quantity: int | None = None
    holds: tuple[Hold, ...] = ()
    day: date | None = None


_BY_ORDER = {
    "UNFULFILLED": Waiting.RECEIVED,
    "OPEN": Waiting.RECEIVED,
    "RESTOCKED": Waiting.RECEIVED,
    "REQUEST_DECLINED": Waiting.RECEIVED,
    "PARTIALLY_FULFILLED": Waiting.RECEIVED,
    "IN_PROGRESS": Waiting.PREPARING,
    "PENDING_FULFILLMENT": Waiting.PREPARING,
    "ON_HOLD": Waiting.ON_HOLD,
    "SCHEDULED": Waiting.SCHEDULED,
    "FULFILLED": Waiting.UNSEEN,
    "FULFILLMENT_NOT_REQUIRED": Waiting.NO_SHIPPING,
}
_HELD, _SCHEDULED = "ON_HOLD", "SCHEDULED"
_STILL_TO_DO = frozenset({"OPEN", "IN_PROGRESS", _HELD, _SCHEDULED})
_AT_THE_STORE = frozenset({"PICK_UP", "RETAIL"})


def is_pickup(order: Order) -> bool:
    """Whether all of it is picked up where it was bought, as far as the app may see."""
    waiting = order.fulfillment_orders.nodes if order.fulfillment_orders else ()
    methods = {each.delivery_method.method_type for each in waiting if each.delivery_method}
    return bool(methods) and methods <= _AT_THE_STORE


def rest_of(order: Order, zone: ZoneInfo, *, sent: bool) -> Rest | None:
    """What has not left; None where all has, or where the order was cancelled.

    `sent`: there are parcels, so that "fulfilled" or an unknown word needs no sentence of its own.
    """
    if order.cancelled_at is not None:
        return None
    waiting = _BY_ORDER.get(order.display_fulfillment_status, Waiting.UNKNOWN)
    if sent and waiting in {Waiting.UNSEEN, Waiting.NO_SHIPPING, Waiting.UNKNOWN}:
        return None
    if waiting is Waiting.UNSEEN and not order.requires_shipping:
        return Rest(Waiting.NO_SHIPPING)
    return _looked_into(order, waiting, _quantity(order), zone)


def _quantity(order: Order) -> int | None:
    """Items that wait, None where there are more lines than were fetched, or none is named."""
    if order.line_items.page_info.has_next_page:
        return None
    return sum(line.unfulfilled_quantity for line in order.line_items.nodes if line.requires_shipping) or None


def _looked_into(order: Order, waiting: Waiting, quantity: int | None, zone: ZoneInfo) -> Rest:
    """With what the parts tell that still wait; the order's own word means all of them, and is silent on some."""
    parts = order.fulfillment_orders.nodes if order.fulfillment_orders else ()
    parts = tuple(part for part in parts if part.status in _STILL_TO_DO)
    held = [part for part in parts if part.status == _HELD]
    if held:
        whole = len(held) == len(parts)
        return Rest(Waiting.ON_HOLD if whole else Waiting.PARTLY_ON_HOLD, quantity, _holds(held))
    later = [part for part in parts if part.status == _SCHEDULED]
    if waiting is Waiting.SCHEDULED or (later and len(later) == len(parts)):
        days = [part.fulfill_at.astimezone(zone).date() for part in later if part.fulfill_at]
        return Rest(Waiting.SCHEDULED, quantity, day=min(days, default=None))
    if waiting in {Waiting.RECEIVED, Waiting.PREPARING} and is_pickup(order):
        return Rest(Waiting.PICKUP, quantity)
    return Rest(waiting, quantity)


def _holds(held: list[FulfillmentOrder]) -> tuple[Hold, ...]:
    reasons = {hold.reason for part in held for hold in part.fulfillment_holds}
    return tuple(hold for hold in Hold if hold.value in reasons)
