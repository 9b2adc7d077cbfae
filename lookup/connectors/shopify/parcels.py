"""How an order stands, in our own terms: its parcels, and what has not left yet.

"Fulfilled" means that the merchant handed something over, no more. What was sent and then cancelled is no parcel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from lookup.connectors.shopify.fields import Fulfillment, Moment, Order
from lookup.connectors.shopify.plain import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_TITLE,
    carrier_name,
    plain,
    web_address,
)
from lookup.connectors.shopify.queries import PARCELS_LIMIT
from lookup.connectors.shopify.rest import Rest, is_pickup, rest_of


class State(StrEnum):
    """Where a parcel is."""

    PREPARING = "preparing"
    LABELLED = "label_created"
    HANDED_OVER = "handed_over"  # all that is ever known with carriers that Shopify does not follow
    HANDED_OUT = "handed_out"  # the same, where the customer comes to the store
    COLLECTED = "picked_up_by_carrier"
    IN_TRANSIT = "in_transit"
    DELAYED = "delayed"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPTED = "attempted_delivery"
    READY_FOR_PICKUP = "ready_for_pickup"
    PICKED_UP = "picked_up"
    DELIVERED = "delivered"
    TROUBLE = "exception"
    UNKNOWN = "unknown"


ARRIVED = frozenset({State.DELIVERED, State.PICKED_UP})
SUCCESS, CANCELLED = "SUCCESS", "CANCELED"
_STATES = {
    "SUBMITTED": State.PREPARING,
    "CONFIRMED": State.LABELLED,
    "LABEL_PURCHASED": State.LABELLED,
    "LABEL_PRINTED": State.LABELLED,
    "FULFILLED": State.HANDED_OVER,
    "MARKED_AS_FULFILLED": State.HANDED_OVER,
    "CARRIER_PICKED_UP": State.COLLECTED,
    "IN_TRANSIT": State.IN_TRANSIT,
    "DELAYED": State.DELAYED,
    "OUT_FOR_DELIVERY": State.OUT_FOR_DELIVERY,
    "ATTEMPTED_DELIVERY": State.ATTEMPTED,
    "READY_FOR_PICKUP": State.READY_FOR_PICKUP,
    "PICKED_UP": State.PICKED_UP,
    "DELIVERED": State.DELIVERED,
    "FAILURE": State.TROUBLE,
    "NOT_DELIVERED": State.TROUBLE,
}


class Reason(StrEnum):
    """Why an order was cancelled, where that may be said: never that a payment was declined or fraud suspected."""

    CUSTOMER = "CUSTOMER"
    STOCK = "INVENTORY"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that was ordered."""

    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """One sending. Days are the store's; `event` is when the carrier last reported something."""

    state: State
    sent: date
    carrier: str | None = None
    tracking: tuple[str, ...] = ()
    url: str | None = None
    eta: date | None = None
    arrived: date | None = None
    event: datetime | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How an order stands. `name`: without "#"; `more`: there may be parcels beyond those that were read."""

    name: str
    parcels: tuple[Parcel, ...]
    rest: Rest | None
    cancelled: date | None = None
    reason: Reason | None = None
    items: tuple[Item, ...] = ()
    international: bool | None = None
    more: bool = False


def standing(order: Order, zone: ZoneInfo, country: str | None) -> Standing:
    """Read an order; `country` is the store's, two letters."""
    names = {line.id: plain(line.title, LONGEST_TITLE) for line in order.line_items.nodes}
    pickup = is_pickup(order)
    parcels = tuple(_parcel(each, zone, names, pickup=pickup) for each in order.fulfillments if _is_parcel(each))
    goes_to = order.shipping_address.country_code_v2 if order.shipping_address else None
    return Standing(
        name=plain(order.name.replace("#", ""), LONGEST_NAME),
        parcels=parcels,
        rest=rest_of(order, zone, sent=bool(parcels)),
        cancelled=_day(order.cancelled_at, zone),
        reason=next((reason for reason in Reason if reason.value == order.cancel_reason), None),
        items=tuple(
            Item(names[line.id], line.current_quantity)
            for line in order.line_items.nodes
            if line.current_quantity and names[line.id]
        ),
        international=None if country is None or goes_to is None else goes_to != country,
        more=len(order.fulfillments) == PARCELS_LIMIT,
    )


def _is_parcel(sending: Fulfillment) -> bool:
    return sending.status == SUCCESS and sending.display_status != CANCELLED and sending.requires_shipping


def _parcel(sending: Fulfillment, zone: ZoneInfo, names: Mapping[str, str], *, pickup: bool) -> Parcel:
    state = _state(sending, pickup=pickup)
    event = sending.events.nodes[0].happened_at.astimezone(zone) if sending.events.nodes else None
    arrived = _day(sending.delivered_at, zone) or (event.date() if event else None)
    tracking = sending.tracking_info
    return Parcel(
        state,
        sent=sending.created_at.astimezone(zone).date(),
        carrier=next(filter(None, (carrier_name(each.company) for each in tracking)), None),
        tracking=tuple(filter(None, (plain(each.number or "", LONGEST_NUMBER) for each in tracking))),
        url=next(filter(None, (web_address(each.url) for each in tracking)), None),
        eta=None if state in ARRIVED else _day(sending.estimated_delivery_at, zone),
        arrived=arrived if state in ARRIVED else None,
        event=event,
        items=tuple(
            Item(name, line.quantity)
            for line in sending.fulfillment_line_items.nodes
            if line.quantity and (name := names.get(line.line_item.id))
        ),
    )


def _state(sending: Fulfillment, *, pickup: bool) -> State:
    """Where it is by the latest word; a day of delivery counts where the word itself says no more than "sent"."""
    state = _STATES.get(sending.display_status or "", State.UNKNOWN)
    if state is not State.HANDED_OVER:
        return state
    if sending.delivered_at is not None:
        return State.DELIVERED
    return State.HANDED_OUT if pickup else state


def _day(moment: Moment | None, zone: ZoneInfo) -> date | None:
    return None if moment is None else moment.astimezone(zone).date()
