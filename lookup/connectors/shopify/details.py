"""What may be told of an order beside its summary, in the keys of docs/connectors.md, "The reply"."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from lookup.connectors.shopify.parcels import ARRIVED, Item, Parcel, Standing

T = TypeVar("T")


def status(order: Standing) -> str:
    """One word for machines; "delivered" only where every parcel was, and nothing is left."""
    if order.cancelled is not None:
        return "cancelled"
    states = {parcel.state for parcel in order.parcels}
    if not states:
        return order.rest.waiting.value if order.rest else "unknown"
    if order.rest is not None:
        return "partially_shipped"
    if len(states) == 1 and not order.more:
        return states.pop().value
    if states <= ARRIVED and not order.more:
        return "delivered"
    return "partially_delivered" if states & ARRIVED else "shipped"


def details(order: Standing) -> Mapping[str, object]:
    """The details of an order; what is not known has no key.

    What differs from parcel to parcel stands in `packages` only. Days are ISO 8601 in the store's zone, times with it.
    """
    under_way = [parcel for parcel in order.parcels if parcel.state not in ARRIVED]
    events = [parcel.event for parcel in under_way if parcel.event is not None]
    return _known(
        {
            "carrier": _common(parcel.carrier for parcel in order.parcels),
            "tracking": _common(_tracking(parcel) for parcel in order.parcels),
            "tracking_url": _common(parcel.url for parcel in order.parcels),
            "eta": _common(parcel.eta.isoformat() if parcel.eta else None for parcel in under_way),
            "delivered_at": None if under_way or order.rest else _common(_arrived(each) for each in order.parcels),
            "last_event_at": min(events).isoformat() if events else None,
            "international": order.international,
            "items": _items(order.items),
            "packages": [_package(parcel) for parcel in order.parcels] if len(order.parcels) > 1 else None,
        }
    )


def _package(parcel: Parcel) -> Mapping[str, object]:
    return _known(
        {
            "carrier": parcel.carrier,
            "tracking": _tracking(parcel),
            "tracking_url": parcel.url,
            "eta": parcel.eta.isoformat() if parcel.eta else None,
            "delivered_at": _arrived(parcel),
            "last_event_at": parcel.event.isoformat() if parcel.event else None,
            "items": _items(parcel.items),
        }
    )


def _tracking(parcel: Parcel) -> str | None:
    return ", ".join(parcel.tracking) or None


def _arrived(parcel: Parcel) -> str | None:
    return parcel.arrived.isoformat() if parcel.arrived else None


def _items(items: Iterable[Item]) -> list[dict[str, object]] | None:
    return [{"name": item.name, "quantity": item.quantity} for item in items] or None


def _common(values: Iterable[T]) -> T | None:
    """The value, if it is the same for all."""
    distinct = list(dict.fromkeys(values))
    return distinct[0] if len(distinct) == 1 else None


def _known(fields: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in fields.items() if value is not None}
