"""What is known at one moment: `said` is what the customer told us and is kept, `found` is the shop's and is not."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self, TypeAlias

from conversation.effects import Noted, Offer
from conversation.revising import revised
from conversation.terms import Terms
from escalation.reasons import Reason
from intents.meaning import Intent, Slot, Tone
from lookup.order import Answer, Kind
from verification.policy import Claim, Factor
from verification.proof import Proof


class Matter(StrEnum):
    """What the conversation is about: each has its skill."""

    STATUS = "status"
    LOST = "lost"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    PERSON = "person"
    MESSAGE = "message"
    NOT_OURS = "not_ours"


class Colleagues(StrEnum):
    """Who could take the call now."""

    NOBODY = "nobody"
    READY = "ready"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Call:
    """A customer on the phone.

    Attributes:
        number: the one they call from, unless it is withheld; it proves nothing, but they can be called back on it.
        colleagues: nobody, where the merchant named no numbers; away, outside business hours.
        calls_back: when nobody takes the call, a colleague calls back; otherwise a message is taken.
    """

    number: str | None = field(default=None, repr=False)
    colleagues: Colleagues = Colleagues.NOBODY
    calls_back: bool = False

    @property
    def is_staffed(self) -> bool:
        """Whether a colleague may be called now."""
        return self.colleagues is Colleagues.READY


@dataclass(frozen=True, slots=True)
class LastReply:
    """What we said last, as far as it may be kept: `text` is None where an order fact was told.

    `heard`: the customer let us come to the question, so that a yes may be its answer.
    """

    text: str | None
    asks: frozenset[Slot] = frozenset()
    offers: Offer | None = None
    reason: Reason | None = None
    heard: bool = True

    @property
    def asks_anew(self) -> bool:
        """Number and claims were asked for once more: what was claimed before did not fit."""
        return Slot.REFERENCE in self.asks and len(self.asks) > 1


NOTHING_SAID = LastReply(text=None)


@dataclass(frozen=True, slots=True)
class Proven:
    """That an order was told, by which factors: for the colleague who gets the case. Proves nothing to us later.

    `email` is the one that was among them: where a colleague's words may be mailed in full.
    """

    reference: str
    factors: tuple[Factor, ...]
    at: float
    email: str | None = None


@dataclass(frozen=True)  # no slots: see `revised`
class Said:
    """All that is kept of a conversation: the customer's words as understood, and what we asked and offered.

    `open` says that the matter waits for our answer; `intent` and `tone` are those of the last utterance. `doubtful` is
    a reference and `unsure` are claims that could be read in several ways: each waits for a yes. `unsure_contact` waits
    to be refused: a person is told even if nobody answers. `further` are references given beside `reference`, and come
    after it. `missed`: a colleague was called, and nobody took the call.
    """

    matter: Matter | None = None
    open: bool = False
    intent: Intent | None = None
    tone: Tone = Tone.CALM
    about: str | None = None
    kind: Kind | None = None
    reference: str | None = None
    doubtful: str | None = None
    further: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    unsure: tuple[Claim, ...] = ()
    raised: str | None = None
    message: str | None = None
    contact: str | None = None
    unsure_contact: str | None = None
    reason: Reason | None = None
    then: Matter | None = None
    asked: frozenset[Slot] = frozenset()
    misunderstood: int = 0
    proven: Proven | None = None
    noted: tuple[Noted, ...] = ()
    tried: tuple[str, ...] = ()
    last: LastReply = NOTHING_SAID
    missed: bool = False


NOTHING_HEARD = Said()


@dataclass(frozen=True, slots=True)
class Told:
    """An answer and the proof that it may be told."""

    answer: Answer
    proof: Proof


class Nothing(StrEnum):
    """What a lookup can come to instead."""

    TO_TELL = "nothing to tell"
    TO_BE_HAD = "nothing to be had"


@dataclass(frozen=True, slots=True)
class Invalid:
    """The shop does not take this for one of its numbers; `message` is its own explanation."""

    message: str | None = field(repr=False)


Found: TypeAlias = Told | Nothing | Invalid


@dataclass(frozen=True)  # no slots: see `revised`
class Known:
    """Everything `decide` may look at.

    `reachable`: a colleague's answer finds its way through this door, so no contact has to be asked for first.
    `takes_photos`: the customer can add a picture here. `call`: the customer is on the phone.
    `heard`: an utterance that is not understood yet; `spoken`, `keyed`, `stuck`: as in `Heard`.
    `preface`: what is said before the rest.
    """

    terms: Terms
    said: Said = NOTHING_HEARD
    at: float = 0.0
    reachable: bool = True
    takes_photos: bool = False
    heard: str | None = field(default=None, repr=False)
    spoken: bool = False
    keyed: bool = False
    stuck: bool = False
    call: Call | None = None
    found: Found | None = None
    locked: bool = False
    enqueued: Noted | None = None
    again: bool = False
    preface: tuple[str, ...] = ()

    def saying(self, **changes: object) -> Self:
        """The same with other `said`."""
        return revised(self, said=revised(self.said, **changes))
