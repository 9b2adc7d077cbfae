"""Tickets as programs see them: what they send, what they are given."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from escalation.queue import OUTCOMES, Happened, Ticket
from escalation.reasons import Reason
from infra.wire.text import plain
from routes.paging import Page
from routes.shapes import GIVEN, READ
from routes.times import iso, iso_or_none
from turns.dossier import Dossier

LONGEST = 4000
State = Literal["waiting", "claimed", "resolved"]
MemberId = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,64}$", description="the member who acts; see /members")]


def _visible(text: str) -> str:
    kept = plain(text)
    if not any(character.isprintable() and not character.isspace() for character in kept):
        raise ValueError("must hold at least one visible character")
    return kept


def _outcome(word: str) -> str:
    if word not in OUTCOMES:
        raise ValueError(f"must be one of {', '.join(OUTCOMES)}")
    return word


class Asked(Page):
    """Which tickets; what is left out asks for all."""

    model_config = READ
    state: State | None = None
    kind: Reason | None = None
    owner: str | None = Field(None, pattern=r"^[a-z0-9_]{1,64}$", description="whose: the id of a member")
    conversation: str | None = Field(None, pattern=r"^[a-z0-9_]{1,64}$")


class Acting(BaseModel):
    """Who acts. Customers are shown the member's name."""

    model_config = READ
    member_id: MemberId


class Writing(Acting):
    """What a member writes."""

    text: Annotated[str, AfterValidator(_visible)] = Field(min_length=1, max_length=LONGEST)


class Resolving(Acting):
    """How it ended."""

    outcome: Annotated[str, AfterValidator(_outcome)] = Field(
        "answered", json_schema_extra={"enum": list(OUTCOMES)}, description="how it ended"
    )


class OwnerGiven(BaseModel):
    """Who has a ticket or, once it is resolved, who ended it."""

    model_config = GIVEN
    id: str
    name: str


class TicketGiven(BaseModel):
    """A ticket without what was said. No order facts are kept with it: ask the shop afresh."""

    model_config = GIVEN
    id: str
    number: int
    kind: Reason
    state: State
    owner: OwnerGiven | None
    priority: int = Field(description="1 is the most urgent")
    due_at: str = Field(description="until when the customer should have heard from a colleague")
    resolve_by: str = Field(description="until when it should be over")
    lease_until: str | None = Field(description="of a claim without a first reply: when it returns to the queue")
    replied_at: str | None = Field(description="when a colleague wrote for the first time")
    waiting_since: str
    door: str
    agent_id: str
    conversation_id: str | None
    proof: str = Field(description="how far the customer was verified: proven:<factors>, claimed or none")
    outcome: str | None
    handed_to_client: bool
    created_at: str
    updated_at: str
    resolved_at: str | None


class HappenedGiven(BaseModel):
    """Something that happened to a ticket. `text`: of a note, or of a reply where no conversation is kept."""

    model_config = GIVEN
    seq: int
    event: str
    by: OwnerGiven | None
    text: str | None
    created_at: str


class CaseGiven(TicketGiven):
    """A ticket with its case, as the customer told it, and its history. The transcript: /conversations."""

    reference: str | None
    claims: dict[str, str] = Field(description="what the customer claimed, by factor")
    contact: str | None
    message: str | None
    tried: list[str] = Field(description="told, not_proven, invalid_reference, lookup_failed, locked, colleague")
    customer_waits: bool = Field(description="a customer's words are unanswered, or no colleague has written yet")
    history: list[HappenedGiven]


class WrittenGiven(BaseModel):
    """What was written. `utterance`: its number in the conversation, null where nobody hears it there."""

    model_config = GIVEN
    ticket: TicketGiven
    event: int
    utterance: int | None


def ticket_given(ticket: Ticket) -> TicketGiven:
    """See `TicketGiven`."""
    return TicketGiven(**_fields(ticket))  # type: ignore[arg-type]  # the model checks them


def case_given(dossier: Dossier) -> CaseGiven:
    """See `CaseGiven`."""
    case = dossier.case
    told: dict[str, object] = {
        "reference": case.reference,
        "claims": {claim.factor.value: claim.value for claim in case.claims},
        "contact": case.contact,
        "message": case.message,
        "tried": list(case.tried),
        "customer_waits": dossier.customer_waits,
        "history": [_happened(each) for each in dossier.history],
    }
    return CaseGiven(**_fields(dossier.ticket), **told)  # type: ignore[arg-type]  # the model checks them


def _fields(ticket: Ticket) -> dict[str, object]:
    owner = None if ticket.owner is None else OwnerGiven(id=ticket.owner, name=ticket.owner_name or "")
    return {
        "id": ticket.ticket_id,
        "number": ticket.number,
        "kind": ticket.kind,
        "state": ticket.state,
        "owner": owner,
        "priority": ticket.priority,
        "due_at": iso(ticket.due_at),
        "resolve_by": iso(ticket.resolve_by),
        "lease_until": iso_or_none(ticket.lease_until),
        "replied_at": iso_or_none(ticket.replied_at),
        "waiting_since": iso(ticket.waiting_since),
        "door": ticket.door,
        "agent_id": ticket.agent_id,
        "conversation_id": ticket.conversation_id,
        "proof": ticket.proof,
        "outcome": ticket.outcome,
        "handed_to_client": ticket.handed_to_client,
        "created_at": iso(ticket.created_at),
        "updated_at": iso(ticket.updated_at),
        "resolved_at": iso_or_none(ticket.resolved_at),
    }


def _happened(happened: Happened) -> HappenedGiven:
    return HappenedGiven(
        seq=happened.seq,
        event=happened.event,
        by=None if happened.by is None else OwnerGiven(id=happened.by.id, name=happened.by.name),
        text=happened.words,
        created_at=iso(happened.at),
    )
