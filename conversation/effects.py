"""What the core can want: a request, performed by the loop and answered with an event, or a reply, ending the turn."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from conversation.card import Card
from escalation.case import Case
from escalation.reasons import Reason
from intents.meaning import Slot
from lookup.order import Kind
from verification.policy import Claim

UNSAID = "⟨order status⟩"
_ENDS = frozenset(".!?:…")


class Offer(StrEnum):
    """What the customer may simply say yes to."""

    TRACKING = "tracking"
    PERSON = "person"
    MESSAGE = "message"
    STATUS = "status"
    NEXT = "next"
    ADD = "add"
    AGAIN = "again"
    LOST = "lost"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"


class Outcome(StrEnum):
    """What became of a turn: for logs, measures and clients. None of them tells an order fact."""

    TOLD = "told"
    ASKED = "asked"
    NOT_FOUND = "not_found"
    LOCKED = "locked"
    INVALID_REFERENCE = "invalid_reference"
    UNAVAILABLE = "unavailable"
    NOT_ENABLED = "not_enabled"
    ESCALATED = "escalated"
    CONNECTING = "connecting"
    TALKED = "talked"
    GOODBYE = "goodbye"


@dataclass(frozen=True, slots=True)
class Understand:
    """Find out what the utterance means."""

    text: str = field(repr=False)
    expecting: frozenset[Slot]
    spoken: bool
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class LookUp:
    """Ask the shop. `raised`: every factor, or a signed one, stands behind the question."""

    kind: Kind
    reference: str = field(repr=False)
    claims: tuple[Claim, ...]
    raised: bool


@dataclass(frozen=True, slots=True)
class Escalate:
    """Put the case before a person."""

    case: Case


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Words that carry an order fact: heard by the customer, written nowhere."""

    words: str

    def __repr__(self) -> str:
        return UNSAID

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Noted:
    """A ticket that is on disk."""

    ticket_id: str
    number: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the customer, and what they ask or offer.

    `str()` and `repr()` give what may be kept; `aloud` alone gives what the customer hears. `card` stands beside it on
    a page, and is no more kept than a disclosed part.
    """

    parts: tuple[str | Disclosed, ...]
    outcome: Outcome
    asks: frozenset[Slot] = frozenset()
    offers: Offer | None = None
    reason: Reason | None = None
    noted: Noted | None = None
    card: Card | None = field(default=None, repr=False)

    @property
    def disclosed(self) -> bool:
        """Whether any part carries an order fact."""
        return any(isinstance(part, Disclosed) for part in self.parts)

    def aloud(self) -> str:
        """What the customer hears or reads. For a door's renderer, and for nothing that is kept."""
        return _joined(part.words if isinstance(part, Disclosed) else part for part in self.parts)

    def __str__(self) -> str:
        return _joined(str(part) for part in self.parts)


def _joined(parts: Iterable[str]) -> str:
    """One sentence after the other; one that the shop left without its full stop gets it."""
    *before, last = list(parts) or [""]
    return "".join(f"{part} " if part[-1:] in _ENDS else f"{part}. " for part in before) + last


@dataclass(frozen=True, slots=True)
class Transfer(Say):
    """Words for the customer, and then a colleague on the line. The ticket, `noted`, is on disk before."""


Request: TypeAlias = Understand | LookUp | Escalate
Reply: TypeAlias = Say | Transfer
Effect: TypeAlias = Request | Reply
