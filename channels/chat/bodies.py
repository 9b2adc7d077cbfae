"""What the sessions door reads and writes, in JSON."""

from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from infra.wire.text import plain
from journal.conversation import Conversation, Party, Utterance
from turns.visit import Turn

LONGEST_TEXT = 4000
B = TypeVar("B", bound=BaseModel)


class BadBody(Exception):  # noqa: N818 - told as problem+json
    """The body is not what this route reads; `field` is a path, never a value."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field


def _words(text: str) -> str:
    kept = plain(text)
    if not any(character.isprintable() and not character.isspace() for character in kept):
        raise ValueError("must hold at least one visible character")
    return kept


class NewSession(BaseModel):
    """`POST /chat/sessions`. `user` is your own name for the customer: for limits, never proof of who they are."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    agentId: str = Field(min_length=1, max_length=64)  # noqa: N815 - the published name
    user: str | None = Field(None, min_length=1, max_length=256)


class Claims(BaseModel):
    """Claims made for the customer by a key with `identity:assert`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    email: str | None = Field(None, max_length=254)
    zip: str | None = Field(None, max_length=16)
    phone: str | None = Field(None, max_length=32)


class NewMessage(BaseModel):
    """`POST /chat/sessions/{id}/messages`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    content: Annotated[str, AfterValidator(_words)] = Field(min_length=1, max_length=LONGEST_TEXT)
    stream: bool = False
    claims: Claims | None = None


def read(model: type[B], raw: bytes) -> B:
    """Validate a body. Raises: BadBody with a sentence and a path."""
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or None
        raise BadBody(first["msg"], field) from None


def session(conversation: Conversation) -> dict[str, Any]:
    """A conversation as clients see it."""
    return {
        "id": conversation.conversation_id,
        "agentId": conversation.agent_id,
        "agentVersion": conversation.agent_version,
        "createdAt": _time(conversation.created_at),
        "updatedAt": _time(conversation.updated_at),
        "endedAt": None if conversation.ended_at is None else _time(conversation.ended_at),
        "tickets": [noted.number for noted in conversation.said.noted],
    }


def message(utterance: Utterance) -> dict[str, Any]:
    """One utterance as it was kept: order facts read ⟨order status⟩."""
    return {
        "seq": utterance.seq,
        "from": utterance.party.value,
        "content": utterance.text,
        "disclosed": utterance.disclosed,
        "outcome": utterance.outcome if utterance.party is Party.ASSISTANT else None,
        "ticket": utterance.ticket,
        "at": _time(utterance.at),
    }


def turn(done: Turn) -> dict[str, Any]:
    """What came of a message. `reply` is null where the customer spoke again meanwhile."""
    if done.superseded:
        return {"seq": done.heard, "superseded": True, "reply": None}
    reply: dict[str, Any] = {
        "seq": done.replied,
        "content": done.text,
        "disclosed": "expired" if done.text is None else done.disclosed,
        "outcome": done.outcome,
        "asks": sorted(slot.value for slot in done.asks),
        "offers": done.offers.value if done.offers else None,
        "ticket": {"number": done.noted.number, "kind": done.noted.reason.value} if done.noted else None,
    }
    return {"seq": done.heard, "superseded": False, "reply": reply}


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
