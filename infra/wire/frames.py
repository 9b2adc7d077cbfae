"""The frames of protocol `waybill.v1`, with which a visitor's page and we speak over one socket or its HTTP twins.

One JSON object a frame, named by its `t`. `docs/widget-protocol.md` says when each is sent; `tests/widget/frames.json`
has an example of each, which the page's own half is tested against as well.
"""

from enum import IntEnum, StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

PROTOCOL = "waybill.v1"
MOST_BYTES = 16 * 1024
LONGEST_TEXT = 4000
MOST_REPLAYED = 300
HELLO_SECONDS = 10.0
PING_SECONDS = 25.0
_SEQ = Field(ge=0, le=2**31 - 1)
_CID = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
Party: TypeAlias = Literal["customer", "assistant", "colleague"]


class Closing(IntEnum):
    """Why a socket of ours was closed, and by that what the page does next.

    Come back with the same token: RESTART, TRY_LATER, NO_HELLO, RATE (after a while). With a new token: TOKEN. With a
    new conversation: GONE. Not at all: TOO_BIG and BAD_FRAME (a fault of the page), ORIGIN, REPLACED (too many tabs).
    Whoever does not read what we send is cut off without a code.
    """

    TOO_BIG = 1009
    RESTART = 1012
    TRY_LATER = 1013
    BAD_FRAME = 4400
    TOKEN = 4401
    ORIGIN = 4403
    NO_HELLO = 4408
    REPLACED = 4409
    GONE = 4410
    RATE = 4429


class Refusal(StrEnum):
    """Why an utterance was not taken; `temporary` ones may be sent again under the same id."""

    INVALID = "invalid"
    TOO_LONG = "too_long"
    REUSED = "reused"
    ENDED = "ended"
    NOT_PUBLISHED = "not_published"
    RATE = "rate"
    BUSY = "busy"
    UNAVAILABLE = "unavailable"


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    def text_frame(self) -> str:
        """As it goes over the wire; what is null is left out."""
        return self.model_dump_json(exclude_none=True)


class Hello(_Frame):
    """First of all, within 10 s; later again to go on under a fresh token of the same conversation.

    `after` is the last event that the page has, 0 where it has none; `conv` whose events those are.
    """

    t: Literal["hello"]
    token: str = Field(min_length=1, max_length=2000, repr=False)
    after: int = _SEQ
    conv: str | None = Field(None, max_length=64)


class Send(_Frame):
    """Say something. The same `cid` is heard once, however often it is sent, and gets the same `ack` each time.

    `missed`: the last event that the page shows is an answer that was `gone`; a "yes" then means "look again".
    """

    t: Literal["send"]
    cid: str = _CID
    text: str = Field(repr=False)
    missed: bool = False


class Read(_Frame):
    """The visitor has seen everything up to here; from us: another tab of theirs has, or a colleague."""

    t: Literal["read"]
    seq: int = _SEQ
    party: Party | None = None


class Typing(_Frame):
    """Somebody is writing. No number, never kept; holds for `seconds`, 6 where none are given, or until they speak."""

    t: Literal["typing"]
    party: Party | None = None
    name: str | None = None
    seconds: int | None = None


class Ping(_Frame):
    """Are you there? Either side asks; who hears nothing for 35 s gives the socket up."""

    t: Literal["ping"]


class Pong(_Frame):
    """I am."""

    t: Literal["pong"]


FromVisitor: TypeAlias = Annotated[Hello | Send | Read | Typing | Ping | Pong, Field(discriminator="t")]


class Parcel(_Frame):
    """One parcel as far as it may be told; texts are the shop's own. `stage` drives the timeline, where it is known."""

    stage: Literal["ordered", "shipped", "out_for_delivery", "delivered"] | None = None
    carrier: str | None = Field(None, repr=False)
    tracking: str | None = Field(None, repr=False)
    url: str | None = Field(None, repr=False, description="https only")
    eta: str | None = Field(None, repr=False)
    delivered: str | None = Field(None, repr=False)
    items: str | None = Field(None, repr=False)


class Card(_Frame):
    """What of an answer stands beside its words. Held as long as those, and no more written down than they are."""

    parcels: list[Parcel] = Field(repr=False)


class Event(_Frame):
    """One utterance, in its place. The numbers of a conversation rise by one; a jump is a gap.

    Attributes:
        cid: of the visitor's own, so that the page finds what it shows as pending.
        name: under which a colleague writes.
        disclosed: the words tell order facts.
        gone: it told order facts, which are kept nowhere, and came too late; the words say so instead.
        asks, offers: only of the last event: what an answer will be taken for (quick replies).
    """

    t: Literal["event"] = "event"
    seq: int = _SEQ
    party: Party
    text: str = Field(repr=False)
    at: str
    cid: str | None = None
    name: str | None = None
    disclosed: bool = False
    gone: bool = False
    outcome: str | None = None
    ticket: int | None = None
    asks: list[str] = []
    offers: str | None = None
    card: Card | None = Field(None, repr=False)


class State(_Frame):
    """How the conversation stands, all of it each time: after `ready` and whenever something of it changes.

    Attributes:
        party: who answers at present.
        ended: nothing more is taken; a new conversation can begin.
        photos: how many pictures the visitor may still add.
        rated: the visitor has said whether it helped.
    """

    t: Literal["state"] = "state"
    party: Literal["assistant", "colleague"] = "assistant"
    name: str | None = None
    ended: bool = False
    photos: int = 0
    rated: bool = False


class Ready(_Frame):
    """Everything after `hello.after` was sent; from now on events come as they happen.

    `recovered` false: nothing was sent, for the gap is too long or `after` is not of this conversation. The page
    forgets what it shows and reads the last page of history over HTTP. `seq` is the last event there is.
    """

    t: Literal["ready"] = "ready"
    conv: str
    seq: int = _SEQ
    recovered: bool = True


class Ack(_Frame):
    """The utterance is on disk, as event `seq`."""

    t: Literal["ack"] = "ack"
    cid: str
    seq: int


class Nack(_Frame):
    """The utterance was not taken. `retry`: milliseconds to wait before it is sent again, where it is `temporary`."""

    t: Literal["nack"] = "nack"
    cid: str
    code: Refusal
    temporary: bool = False
    retry: int | None = None


ToVisitor: TypeAlias = Annotated[
    Event | Ready | State | Ack | Nack | Read | Typing | Ping | Pong, Field(discriminator="t")
]
FROM_VISITOR: TypeAdapter[FromVisitor] = TypeAdapter(FromVisitor)
TO_VISITOR: TypeAdapter[ToVisitor] = TypeAdapter(ToVisitor)


class BadFrame(Exception):  # noqa: N818 - the page's mistake, told by closing
    """What came is no frame of this protocol."""


def parse(raw: str | bytes) -> FromVisitor:
    """A visitor's frame. Raises: BadFrame."""
    try:
        return FROM_VISITOR.validate_json(raw)
    except ValidationError:
        raise BadFrame from None
