"""What can happen to a conversation. Every event that needs the time carries it, in Unix seconds."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from conversation.effects import Noted
from escalation.reasons import Reason
from intents.meaning import Understanding
from lookup.order import Answer, Refused
from verification.policy import Claim


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody came and has said nothing yet."""

    at: float


@dataclass(frozen=True, slots=True)
class Heard:
    """The customer said something.

    Attributes:
        spoken: a recogniser wrote down what it heard.
        keyed: these are the keys of a telephone.
        stuck: the customer gets nowhere by this door: what they need is a person, whatever they said.
        asserted: claims made for them by a party the merchant trusts.
        missed: our last answer came too late for them; instead of it they heard `phrases.MISSED`.
    """

    text: str = field(repr=False)
    at: float
    spoken: bool = False
    asserted: tuple[Claim, ...] = ()
    missed: bool = False
    keyed: bool = False
    stuck: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """What the utterance means."""

    meaning: Understanding = field(repr=False)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The shop answered, yes or no."""

    answer: Answer | Refused = field(repr=False)
    at: float


@dataclass(frozen=True, slots=True)
class LookupFailed:
    """The shop gave no usable answer."""


@dataclass(frozen=True, slots=True)
class Locked:
    """No attempt is left; nothing was asked of the shop."""


@dataclass(frozen=True, slots=True)
class Raised:
    """Too many have guessed at this order: every factor is needed first; nothing was asked of the shop."""


@dataclass(frozen=True, slots=True)
class Enqueued:
    """The ticket is on disk. `again`: the same cause was there already, and this was added to it."""

    noted: Noted
    again: bool


@dataclass(frozen=True, slots=True)
class NotConnected:
    """No colleague took the call; the customer is with us again."""

    at: float


@dataclass(frozen=True, slots=True)
class CutOff:
    """The customer spoke before our last reply had come to its question, if it has one: they do not answer that."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """What was heard before a crash is to be answered now."""

    at: float


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A request of the past, met while a history is replayed: it is not performed again."""


class Change(StrEnum):
    """How it changes who answers, or what the customer should know of it.

    TAKEN: a colleague answers from now on. HANDED_BACK: they leave it to the assistant. LEFT: they had to go, the
    ticket waits again. CLOSED: they are done. UNCLAIMED: nobody had time so far. AWAY: a colleague has answered, but
    the customer seems to have left.
    """

    TAKEN = "taken"
    HANDED_BACK = "handed_back"
    LEFT = "left"
    CLOSED = "closed"
    UNCLAIMED = "unclaimed"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Changed:
    """Colleagues have done something with a ticket of this conversation. `name` is theirs, where one acted."""

    change: Change
    number: int
    reason: Reason
    at: float
    name: str = ""


Event: TypeAlias = (
    Opened
    | Heard
    | Understood
    | LookedUp
    | LookupFailed
    | Locked
    | Raised
    | Enqueued
    | NotConnected
    | CutOff
    | NotAsked
    | Resumed
    | Changed
)
