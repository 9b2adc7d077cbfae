"""A kept conversation as it stands at one version."""

from dataclasses import dataclass, field
from enum import StrEnum

from conversation.known import Said


class Door(StrEnum):
    """By which door a customer came. `reachable`: what a colleague writes finds its way back through it."""

    SESSIONS = "sessions"
    COMPLETIONS = "completions"
    WIDGET = "widget"
    PHONE = "phone"

    @property
    def reachable(self) -> bool:
        """See the class."""
        return self in {Door.SESSIONS, Door.WIDGET}

    @property
    def takes_photos(self) -> bool:
        """Whether a customer can add a picture here."""
        return self is Door.WIDGET

    @property
    def interrupts(self) -> bool:
        """Whether whoever speaks again here wants no answer any more to what they said before."""
        return self is not Door.COMPLETIONS


class Party(StrEnum):
    """Who said it."""

    CUSTOMER = "customer"
    ASSISTANT = "assistant"
    COLLEAGUE = "colleague"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation's row, opened. `seq` is that of its last utterance; `caller` a keyed hash, see `Guesser`.

    `read_seq` is the last utterance that the customer is known to have seen.

    `colleague` is the name of whoever has taken over: then the assistant is mute. `muted_by` is the ticket they have.
    `helpful`: what the customer said of it in the end, None where they said nothing.
    """

    conversation_id: str
    tenant: int
    agent_id: str
    agent_version: int
    key_id: str
    door: Door
    caller: str | None
    version: int
    seq: int
    created_at: float
    updated_at: float
    ended_at: float | None
    said: Said = field(repr=False)
    muted_by: str | None = None
    colleague: str | None = None
    helpful: bool | None = None
    read_seq: int = 0


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one party said in one go. `text` of a disclosed reply reads ⟨order status⟩ where facts stood.

    `name` is the one under which a colleague wrote.
    `client_key`: the client's own name for it, see `infra.once`.
    `heard`: so many characters of it were spoken before the customer cut in; None where nobody did.
    """

    seq: int
    party: Party
    text: str = field(repr=False)
    disclosed: bool
    outcome: str | None
    ticket: int | None
    answered_by: int | None
    at: float
    name: str | None = None
    client_key: str | None = None
    heard: int | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """How a reply came about: the names of events and effects in their order, and the milliseconds it took."""

    names: tuple[str, ...]
    ms: float
