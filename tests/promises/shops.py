"""Shops as functions, and the orders of two customers who do not know each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from conversation.effects import LookUp
from conversation.events import Event, LookedUp, Raised
from lookup.order import Answer, Failure, Holder, Refusal, Refused
from tests.promises.talk import Shop
from verification.policy import Factor


@dataclass(frozen=True)
class Order:
    """An order and whose it is."""

    reference: str
    owner: Mapping[Factor, str]
    answer: Answer


JANE = {Factor.EMAIL: "jane.doe@example.com", Factor.ZIP: "94107", Factor.PHONE: "+14155550132"}
OMAR = {Factor.EMAIL: "omar.haddad@example.com", Factor.ZIP: "60614", Factor.PHONE: "+13125550144"}
JANES = Order(
    "ORD-9842",
    JANE,
    Answer(
        "SHIPPED-OF-JANE",
        "The lamp of Jane is on the van",
        {
            "carrier": "Janepost",
            "tracking": "1ZJANE",
            "tracking_url": "https://track.example/jane",
            "eta": "2020-01-01",
            "delivered_at": "Jane-delivered-day",
            "items": [{"name": "Jane-lamp", "quantity": 2}],
            "packages": [{"carrier": "Janeparcel", "tracking": "2ZJANE", "items": ["Jane-bulb"]}],
            "gift_note": "To Jane with love",
        },
    ),
)
OMARS = Order("ORD-5000", OMAR, Answer("processing", "The shelf of Omar is packed", {"carrier": "Omarpost"}))
NEEDLES = (
    "SHIPPED-OF-JANE", "lamp of Jane", "Janepost", "1ZJANE", "track.example/jane", "2020-01-01", "Jane-delivered-day",
    "Jane-lamp", "Janeparcel", "2ZJANE", "Jane-bulb", "To Jane",
)  # fmt: skip
NO_FAILURE = Failure("refused")


def judging(*orders: Order) -> Shop:
    """An endpoint that judges: every claim that comes must be right, and there must be one."""

    def look_up(asked: LookUp, at: float) -> Event:
        order = _find(orders, asked.reference)
        if order is None:
            return LookedUp(Refused(Refusal.NOT_FOUND, NO_FAILURE), at)
        context = {claim.factor: claim.value for claim in asked.claims}
        if not context or any(order.owner[factor] != value for factor, value in context.items()):
            return LookedUp(Refused(Refusal.UNAUTHORIZED, NO_FAILURE), at)
        return LookedUp(order.answer, at)

    return look_up


def naming(*orders: Order) -> Shop:
    """An endpoint that judges nothing and names the holder, for us to compare."""

    def look_up(asked: LookUp, at: float) -> Event:
        order = _find(orders, asked.reference)
        if order is None:
            return LookedUp(Refused(Refusal.NOT_FOUND, NO_FAILURE), at)
        holder = Holder((order.owner[Factor.EMAIL],), (order.owner[Factor.ZIP],), (order.owner[Factor.PHONE],))
        return LookedUp(Answer(order.answer.status, order.answer.summary, order.answer.details, holder), at)

    return look_up


def silent(*orders: Order) -> Shop:
    """An endpoint that judges nothing and does not say whose an order is: it cannot be used, and must not be."""

    def look_up(asked: LookUp, at: float) -> Event:
        order = _find(orders, asked.reference)
        return LookedUp(order.answer if order else Refused(Refusal.NOT_FOUND, NO_FAILURE), at)

    return look_up


def raised(shop: Shop) -> Shop:
    """Too many have guessed at every order of this shop."""
    return lambda asked, at: shop(asked, at) if asked.raised else Raised()


def _find(orders: tuple[Order, ...], reference: str) -> Order | None:
    return next((order for order in orders if reference in {order.reference, order.owner[Factor.EMAIL]}), None)
