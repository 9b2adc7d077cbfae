"""Every sentence that is said of a Shopify order, written to be heard: one for each parcel, one for what has not left.

"Delivered" is said of a parcel that was, and of nothing else.
"""

from collections.abc import Sequence
from datetime import date

from lookup.connectors.shopify.parcels import ARRIVED, Parcel, Reason, Standing, State
from lookup.connectors.shopify.rest import Hold, Rest, Waiting
from lookup.contract import SUMMARY_LIMIT

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
FAR = 180  # days from which on the year is said, too
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
ANY_CARRIER = "the carrier"

# {what}: "order 1001", "the first parcel"; {carrier}: "UPS"; {with_carrier}: " with UPS" or nothing; {day}: "today".
PARCEL = {
    State.PREPARING: "{what} is being prepared",
    State.LABELLED: "{what} has a shipping label, but {carrier} has not scanned it yet",
    State.HANDED_OVER: "{what} was handed to {carrier} {day}",
    State.HANDED_OUT: "{what} was completed by the store {day}",
    State.COLLECTED: "{what} was picked up by {carrier} {day}",
    State.IN_TRANSIT: "{what} is on its way{with_carrier}",
    State.DELAYED: "{what} is delayed on its way{with_carrier}",
    State.OUT_FOR_DELIVERY: "{what} is out for delivery{with_carrier}",
    State.ATTEMPTED: "{carrier} tried to deliver {what} {day}, without success",
    State.READY_FOR_PICKUP: "{what} is ready for pickup",
    State.PICKED_UP: "{what} was picked up {day}",
    State.DELIVERED: "{what} was delivered {day}",
    State.TROUBLE: "{carrier} reports a problem with {what}",
    State.UNKNOWN: "I can't see where {what} is right now",
}
WENT_OUT = "{what} went out for delivery{with_carrier} {day}"
SENT = "{what} was sent {day}"
EXPECTED, WAS_EXPECTED, LAST_SCAN = "; it is expected {day}", "; it was expected {day}", "; the last scan was {day}"
_MOVING = frozenset({State.IN_TRANSIT, State.DELAYED})
_NO_PROMISE = frozenset({State.READY_FOR_PICKUP, State.HANDED_OUT, State.TROUBLE, State.UNKNOWN})

# {is_}, {has_}: as the number of what is spoken of asks for.
REST = {
    Waiting.RECEIVED: "{what} {has_} not been sent yet",
    Waiting.PREPARING: "{what} {is_} being prepared and {has_} not been sent yet",
    Waiting.ON_HOLD: "{what} {is_} on hold{because}",
    Waiting.PARTLY_ON_HOLD: "{what} {has_} not been sent yet, and part of that is on hold{because}",
    Waiting.SCHEDULED: "{what} {is_} scheduled to be sent {day}",
    Waiting.PICKUP: "{what} {is_} not ready for pickup yet",
    Waiting.NO_SHIPPING: "{what} {has_} nothing in it that needs to be sent",
    Waiting.UNSEEN: "{what} {is_} marked as sent, but I can't see a parcel for it",
    Waiting.UNKNOWN: "I can see {what}, but not how it stands",
}
LATER = "later"
BECAUSE = {
    Hold.ADDRESS: "there is a question about the address",
    Hold.STOCK: "an item is out of stock",
    Hold.PAYMENT: "the payment has not arrived yet",
    Hold.DATE: "the delivery date is not known yet",
}
CANCELLED = "{what} was cancelled {day}{why}"
WHY = {Reason.CUSTOMER: ", as the customer asked", Reason.STOCK: ", because an item was out of stock"}


def summary(order: Standing, today: date) -> str:
    """How an order stands: 1 to 1,000 printable characters. `today` is the store's."""
    opening, names = _opening(order, today)
    parcels = [_parcel(name, parcel, today) for name, parcel in zip(names, order.parcels, strict=True)]
    closing = [] if order.rest is None else [_rest(order, order.rest, today)]
    told = len(parcels)
    while len(text := " ".join([*opening, *parcels[:told], *_left_out(len(parcels) - told), *closing])) > SUMMARY_LIMIT:
        told -= 1
    return text


def _opening(order: Standing, today: date) -> tuple[list[str], Sequence[str]]:
    """What is said before the parcels, and what each of them is called after it."""
    whole, number = f"order {order.name}" if order.name else "your order", len(order.parcels)
    names = ["the parcel"] if number == 1 else [_parcel_name(place) for place in range(number)]
    if order.cancelled is not None:
        why = WHY[order.reason] if order.reason else ""
        return [_sentence(CANCELLED.format(what=whole, day=said_day(order.cancelled, today), why=why))], names
    if number > 1:
        at_least, so_far = "at least " if order.more else "", " so far" if order.rest else ""
        return [_sentence(f"{whole} comes in {at_least}{_number(number)} parcels{so_far}")], names
    if number == 1 and order.rest is not None:
        return [_sentence(f"{whole} is sent in parts")], ["the first parcel"]
    return [], [whole] * number


def _parcel(what: str, parcel: Parcel, today: date) -> str:
    return _sentence(
        _template(parcel, today).format(
            what=what,
            carrier=parcel.carrier or ANY_CARRIER,
            with_carrier=f" with {parcel.carrier}" if parcel.carrier else "",
            day=said_day(_day(parcel), today),
        )
        + _promise(parcel, today)
    )


def _template(parcel: Parcel, today: date) -> str:
    if parcel.state is State.OUT_FOR_DELIVERY and parcel.event is not None and parcel.event.date() < today:
        return WENT_OUT
    if parcel.state is State.HANDED_OVER and parcel.carrier is None:
        return SENT
    if parcel.state in ARRIVED and parcel.arrived is None:
        return PARCEL[parcel.state].removesuffix(" {day}")
    if parcel.state in {State.COLLECTED, State.ATTEMPTED} and parcel.event is None:
        return PARCEL[parcel.state].replace(" {day}", "")
    return PARCEL[parcel.state]


def _day(parcel: Parcel) -> date:
    """The day of what is said of it."""
    if parcel.arrived is not None:
        return parcel.arrived
    if parcel.event is not None and parcel.state in {State.COLLECTED, State.ATTEMPTED, State.OUT_FOR_DELIVERY}:
        return parcel.event.date()
    return parcel.sent


def _promise(parcel: Parcel, today: date) -> str:
    if parcel.eta is not None and parcel.state not in _NO_PROMISE:
        return (EXPECTED if parcel.eta >= today else WAS_EXPECTED).format(day=said_day(parcel.eta, today))
    if parcel.event is not None and parcel.state in _MOVING:
        return LAST_SCAN.format(day=said_day(parcel.event.date(), today))
    return ""


def _rest(order: Standing, rest: Rest, today: date) -> str:
    many = bool(order.parcels) and rest.quantity is not None and rest.quantity > 1
    return _sentence(
        REST[rest.waiting].format(
            what=_what_is_left(order, rest),
            is_="are" if many else "is",
            has_="have" if many else "has",
            because=", because " + " and ".join(BECAUSE[hold] for hold in rest.holds) if rest.holds else "",
            day=LATER if rest.day is None else said_day(rest.day, today),
        )
    )


def _what_is_left(order: Standing, rest: Rest) -> str:
    if not order.parcels:
        return f"order {order.name}" if order.name else "your order"
    if rest.quantity is None:
        return "the rest"
    return f"{_number(rest.quantity)} more {'item' if rest.quantity == 1 else 'items'}"


def _left_out(parcels: int) -> list[str]:
    if not parcels:
        return []
    return [
        f"There {'is' if parcels == 1 else 'are'} {_number(parcels)} more {'parcel' if parcels == 1 else 'parcels'}."
    ]


def _parcel_name(place: int) -> str:
    return f"the {ORDINALS[place]} parcel" if place < len(ORDINALS) else f"parcel {place + 1}"


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def said_day(day: date, today: date) -> str:
    """A day seen from today, in words that fit behind a verb: "tomorrow", "on Tuesday, 24 November"."""
    apart = (day - today).days
    if apart in NEAR:
        return NEAR[apart]
    year = f" {day.year}" if abs(apart) > FAR else ""
    return f"on {WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}{year}"
