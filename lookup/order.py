"""The question we ask a shop and what it can answer; only the standard library is imported.

Nothing made from a shop's answer shows its content in `repr`, so that no log line or traceback can.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

NOTHING: Mapping[str, object] = MappingProxyType({})


class Kind(StrEnum):
    """What a reference names: an order of a shop, or a project of a service business."""

    ORDER = "order"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Question:
    """One lookup. `context` holds what the customer supplied, by factor: email, zip, phone."""

    kind: Kind
    reference: str = field(repr=False)
    context: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose order it is, as far as the shop says, in the canonical forms of `intents.forms`; compared, never told.

    An order may have several of each (a shipping and a billing ZIP): any of them is its holder's. `complete`: the shop
    named all it knows, so that a claim of which it names nothing is wrong; otherwise nothing is known of such a claim.
    """

    email: tuple[str, ...] = field(default=(), repr=False)
    zip: tuple[str, ...] = field(default=(), repr=False)
    phone: tuple[str, ...] = field(default=(), repr=False)
    complete: bool = False


NOBODY_NAMED = Holder()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the shop said of one order, in this turn. It has no serialiser: it is never kept.

    `summary` is 1 to 1,000 characters, told word for word. `details` is the shop's object without its holder.
    """

    status: str = field(repr=False)
    summary: str = field(repr=False)
    details: Mapping[str, object] = field(default_factory=lambda: NOTHING, repr=False)
    holder: Holder = field(default=NOBODY_NAMED, repr=False)


class Refusal(StrEnum):
    """The shop answered properly, and the answer is no."""

    NOT_FOUND = "not_found"
    UNAUTHORIZED = "unauthorized"
    INVALID_REFERENCE = "invalid_reference"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a lookup gave nothing usable: for the connector's "last failure reason", never for a customer.

    Attributes:
        category: refused (a well-formed "no"), receiver_error, http_status, timeout, connection, tls, refused_address,
            redirect, content_type, encoding, too_large, bad_json, invalid_field, busy, credentials, denied, throttled,
            search_warning, backend_error.
        field: path of the first invalid or denied field, never its value.
        error_code: from a valid `{"ok": false}`, or the backend's own word for an error.
        message: only from a valid `{"ok": false}`; at most 200 characters, reference and claims blanked.
    """

    category: str
    http_status: int | None = None
    content_type: str | None = None
    size: int | None = None
    field: str | None = None
    error_code: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A well-formed "no".

    `failure` is for the connector's row; `message` is the shop's own words, only ever told for an invalid reference.
    """

    refusal: Refusal
    failure: Failure
    message: str | None = field(default=None, repr=False)


class OrderSourceError(Exception):
    """The shop's system gave no usable answer; `failure` says why, without a word of the customer's or the shop's."""

    def __init__(self, failure: Failure) -> None:
        """Keep the failure as a fact."""
        super().__init__(f"order source: {failure.category}")
        self.failure = failure


class OrderSource(Protocol):
    """A connected shop."""

    async def look_up(self, question: Question) -> Answer | Refused:
        """Ask the shop once.

        Raises: OrderSourceError when no usable answer came within the connector's time budget.
        """
        ...
