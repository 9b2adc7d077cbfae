"""What of an answer may stand beside its words on a page: one entry per parcel. Disclosed, and like it never kept.

A door without a page has no use for it; nothing stands in it that the words of `details` could not tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from urllib.parse import urlsplit

from conversation.terms import Guardrails
from conversation.words import MOST_LISTED, in_words
from lookup.order import Answer


class Stage(StrEnum):
    """How far a parcel has come, for a timeline."""

    ORDERED = "ordered"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"


# Only words that leave no doubt. Of what was handed to a carrier, no more is said than that.
STAGES = {
    **dict.fromkeys(("ordered", "pending", "confirmed", "processing", "preparing", "packed"), Stage.ORDERED),
    **dict.fromkeys(("shipped", "handed_over", "picked_up_by_carrier", "in_transit", "delayed"), Stage.SHIPPED),
    "out_for_delivery": Stage.OUT_FOR_DELIVERY,
    "delivered": Stage.DELIVERED,
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel; what is not known, or not to be told, is None. `url` is https."""

    stage: Stage | None = field(default=None, repr=False)
    carrier: str | None = field(default=None, repr=False)
    tracking: str | None = field(default=None, repr=False)
    url: str | None = field(default=None, repr=False)
    eta: str | None = field(default=None, repr=False)
    delivered: str | None = field(default=None, repr=False)
    items: str | None = field(default=None, repr=False)

    @property
    def tells(self) -> bool:
        """Whether there is anything in it."""
        return any(getattr(self, each.name) is not None for each in fields(self))


@dataclass(frozen=True, slots=True)
class Card:
    """The parcels of one answer."""

    parcels: tuple[Parcel, ...] = field(repr=False)


def card_of(answer: Answer, guardrails: Guardrails) -> Card | None:
    """The card of a proven answer, as far as the merchant lets it be told; None where nothing would stand in it.

    How far a parcel has come is told of with `packages`: whoever lists that lets parcels be shown.
    """
    told = _told(answer.details, guardrails)
    packages = told.get("packages")
    if isinstance(packages, Sequence) and not isinstance(packages, str) and packages:
        each = [_told(package, guardrails) for package in packages[:MOST_LISTED] if isinstance(package, Mapping)]
        parcels = [_parcel(one, Stage.DELIVERED if one.get("delivered_at") else None) for one in each]
    else:
        stage = Stage.DELIVERED if told.get("delivered_at") else STAGES.get(answer.status.lower())
        parcels = [_parcel(told, stage if "packages" in guardrails.disclose else None)]
    telling = tuple(parcel for parcel in parcels if parcel.tells)
    return Card(telling) if telling else None


def _told(details: Mapping[str, object], guardrails: Guardrails) -> Mapping[str, object]:
    return {key: value for key, value in details.items() if key in guardrails.disclose}


def _parcel(told: Mapping[str, object], stage: Stage | None) -> Parcel:
    delivered = in_words(told.get("delivered_at"))
    return Parcel(
        stage,
        carrier=in_words(told.get("carrier")),
        tracking=in_words(told.get("tracking")),
        url=_https(told.get("tracking_url")),
        eta=None if delivered else in_words(told.get("eta")),
        delivered=delivered,
        items=in_words(told.get("items")),
    )


def _https(value: object) -> str | None:
    """A link is followed by the customer's own browser: https to a host by name, or no link at all."""
    text = in_words(value) if isinstance(value, str) else None
    if text is None:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme == "https" and parts.hostname and "@" not in parts.netloc else None
