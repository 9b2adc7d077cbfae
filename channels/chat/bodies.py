"""What the sessions door reads and writes, in JSON."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from infra.wire.text import plain
from journal.conversation import Conversation, Party, Utterance
from routes.shapes import GIVEN, READ
from routes.times import iso, iso_or_none
from turns.visit import Turn

LONGEST_TEXT = 4000


def _words(text: str) -> str:
    kept = plain(text)
    if not any(character.isprintable() and not character.isspace() for character in kept):
        raise ValueError("must hold at least one visible character")
    return kept


class NewSession(BaseModel):
    """`POST /chat/sessions`. `user` is your own name for the customer: for limits, never proof of who they are."""

    model_config = READ
    agent_id: str = Field(min_length=1, max_length=64)
    user: str | None = Field(None, min_length=1, max_length=256)


class Claims(BaseModel):
    """Claims made for the customer by a key with `identity:assert`."""

    model_config = READ
    email: str | None = Field(None, max_length=254)
    zip: str | None = Field(None, max_length=16)
    phone: str | None = Field(None, max_length=32)


class NewMessage(BaseModel):
    """`POST /chat/sessions/{id}/messages`."""

    model_config = READ
    content: Annotated[str, AfterValidator(_words)] = Field(min_length=1, max_length=LONGEST_TEXT)
    stream: bool = False
    claims: Claims | None = None


class Session(BaseModel):
    """A conversation as clients see it; `tickets` are numbers, `colleague` who has taken over from the assistant."""

    model_config = GIVEN
    id: str
    agent_id: str
    agent_version: int
    created_at: str
    updated_at: str
    ended_at: str | None
    tickets: list[int]
    colleague: str | None


class Message(BaseModel):
    """One utterance as it was kept: order facts read ⟨order status⟩. `name` is that of a colleague who wrote."""

    model_config = GIVEN
    seq: int
    party: Party = Field(serialization_alias="from")
    name: str | None
    content: str
    disclosed: bool
    outcome: str | None
    ticket: int | None
    at: str


class TicketNoted(BaseModel):
    """A ticket that was opened or added to in this turn."""

    number: int
    kind: str


class Reply(BaseModel):
    """What the assistant says. `content` is null, and `disclosed` "expired", once an answer is no longer held."""

    seq: int
    content: str | None
    disclosed: bool | Literal["expired"]
    outcome: str
    asks: list[str]
    offers: str | None
    ticket: TicketNoted | None


class TurnTaken(BaseModel):
    """What came of a message. `reply` is null where the customer spoke again meanwhile, or `colleague` answers it."""

    seq: int
    superseded: bool
    reply: Reply | None
    colleague: str | None = None


def session(conversation: Conversation) -> Session:
    """See `Session`."""
    return Session(
        id=conversation.conversation_id,
        agent_id=conversation.agent_id,
        agent_version=conversation.agent_version,
        created_at=iso(conversation.created_at),
        updated_at=iso(conversation.updated_at),
        ended_at=iso_or_none(conversation.ended_at),
        tickets=[noted.number for noted in conversation.said.noted],
        colleague=conversation.colleague,
    )


def message(utterance: Utterance) -> Message:
    """See `Message`."""
    return Message(
        seq=utterance.seq,
        party=utterance.party,
        name=utterance.name,
        content=utterance.text,
        disclosed=utterance.disclosed,
        outcome=utterance.outcome if utterance.party is Party.ASSISTANT else None,
        ticket=utterance.ticket,
        at=iso(utterance.at),
    )


def turn(done: Turn) -> TurnTaken:
    """See `TurnTaken`."""
    if done.superseded:
        return TurnTaken(seq=done.heard, superseded=True, reply=None)
    if done.left_to is not None:
        return TurnTaken(seq=done.heard, superseded=False, reply=None, colleague=done.left_to)
    reply = Reply(
        seq=done.replied,
        content=done.text,
        disclosed="expired" if done.text is None else done.disclosed,
        outcome=done.outcome,
        asks=sorted(slot.value for slot in done.asks),
        offers=done.offers.value if done.offers else None,
        ticket=TicketNoted(number=done.noted.number, kind=done.noted.reason.value) if done.noted else None,
    )
    return TurnTaken(seq=done.heard, superseded=False, reply=reply)
