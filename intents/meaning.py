"""The types of an understood utterance; nothing here decides, and only the standard library is imported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Intent(StrEnum):
    """What is wanted. `OTHER` is an answer of its own, not a failure."""

    ORDER_STATUS = "order_status"
    PROJECT_STATUS = "project_status"
    LOST = "lost"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    HUMAN = "human"
    CANCEL_OR_CHANGE = "cancel_or_change"
    RETURN_REFUND = "return_refund"
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    AFFIRM = "affirm"
    DENY = "deny"
    REPEAT = "repeat"
    OTHER = "other"


class Slot(StrEnum):
    """A value that can be heard, or be waited for.

    `KIND` is heard as "order" or "project". `CONTACT` is only ever waited for: it is answered by an e-mail or a phone.
    """

    REFERENCE = "reference"
    EMAIL = "email"
    ZIP = "zip"
    PHONE = "phone"
    NAME = "name"
    MESSAGE = "message"
    KIND = "kind"
    CONTACT = "contact"


class Tone(StrEnum):
    """How it is said."""

    CALM = "calm"
    UPSET = "upset"


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beforehand.

    `prefixes` is how this shop's references begin, as the shop writes it ("ORD-", "#", "W"). `digits` is how many
    digits they have, `bare` how many those have that are nothing but digits; both are empty where it is not known.
    `heard` is what the customer gave so far and may now correct by a letter ("eight, not nine").
    """

    prefixes: tuple[str, ...] = ()
    digits: frozenset[int] = frozenset()
    bare: frozenset[int] = frozenset()
    heard: Mapping[Slot, str] = field(default_factory=lambda: MappingProxyType({}))


NO_HINTS = Hints()
ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one utterance was taken to mean.

    `slots` hold the first reading of each value: a reference as typed, an e-mail in lower case, a ZIP and a phone in
    the canonical forms of `intents.forms`. `alternatives` are further readings, best first; where there are any for a
    slot, its first reading is doubtful and is to be confirmed before it is used. `about` names the detail asked for:
    carrier, tracking, eta, items, packages, delivered_at, message (to leave one), or a word of the customer's own; of
    `OTHER` only `ASSISTANT`: who it is that answers.
    `more` are further references given in the same breath.
    """

    intent: Intent
    confidence: float
    slots: Mapping[Slot, str]
    about: str | None = None
    tone: Tone = Tone.CALM
    alternatives: tuple[tuple[Slot, str], ...] = ()
    more: tuple[str, ...] = ()
