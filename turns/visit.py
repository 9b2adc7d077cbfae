"""Who is at the door in this turn, and what they get back."""

from dataclasses import dataclass, field

from conversation.card import Card
from conversation.effects import Noted, Offer, Outcome, Say
from conversation.known import Call, Known, Said
from intents.meaning import Slot
from journal.conversation import Conversation, Door
from tenants.directory import Directory, PublishedAgent
from verification.policy import Claim

IDLE_SECONDS = 30 * 60.0


async def agent_of(directory: Directory, conversation: Conversation, now: float) -> PublishedAgent | None:
    """The assistant of a conversation: in the version it began with or, after half an hour's pause, the newest."""
    version = None if now - conversation.updated_at > IDLE_SECONDS else conversation.agent_version
    return await directory.agent(conversation.tenant, conversation.agent_id, version)


@dataclass(frozen=True, slots=True)
class Visit:
    """One customer at one door.

    Attributes:
        caller: what stays the same when they come back, as a keyed hash; None where the door knows nothing such.
        address: the customer's own IP address, where the door sees it.
        asserted: claims that a party the merchant trusts makes for the customer.
        handoff_tool: the client can connect the customer to a person itself, and will be told to.
        call: the customer is on the phone.
    """

    agent: PublishedAgent
    key_id: str
    door: Door
    caller: str | None = None
    address: str | None = None
    asserted: tuple[Claim, ...] = ()
    handoff_tool: bool = False
    call: Call | None = None

    def known(self, said: Said, at: float) -> Known:
        """What the core knows when this customer speaks."""
        return Known(
            self.agent.terms,
            said,
            at,
            reachable=self.door.reachable,
            takes_photos=self.door.takes_photos,
            call=self.call,
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """A finished turn, as a door renders it. `text` is for the customer's ears only, and None once it is gone.

    Attributes:
        heard: sequence number of the customer's utterance; 0 where no conversation is kept.
        replied: that of the reply.
        disclosed: the text tells order facts; so does `card`, where there is one.
        superseded: the customer spoke again meanwhile; that turn answers both.
        left_to: the colleague who answers instead; the utterance is kept, and nothing is said to it here.
        misunderstood: for how many utterances in a row we have not understood the customer.
    """

    conversation_id: str | None
    heard: int
    replied: int
    text: str | None = field(repr=False)
    outcome: str
    disclosed: bool = False
    superseded: bool = False
    asks: frozenset[Slot] = frozenset()
    offers: Offer | None = None
    noted: Noted | None = None
    left_to: str | None = None
    card: Card | None = field(default=None, repr=False)
    misunderstood: int = 0

    @property
    def connects(self) -> bool:
        """Whether a colleague is to be called now."""
        return self.outcome == Outcome.CONNECTING

    @classmethod
    def of(
        cls,
        reply: Say,
        *,
        conversation_id: str | None = None,
        heard: int = 0,
        replied: int = 0,
        misunderstood: int = 0,
    ) -> "Turn":
        """The turn that ended with this reply."""
        return cls(
            conversation_id,
            heard,
            replied,
            reply.aloud(),
            reply.outcome.value,
            reply.disclosed,
            asks=reply.asks,
            offers=reply.offers,
            noted=reply.noted,
            card=reply.card,
            misunderstood=misunderstood,
        )
