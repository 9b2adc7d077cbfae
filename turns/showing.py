"""What a customer may see of their own conversation: the words as they were said, order facts only while they are held.

An answer that told of an order and was fetched too late is told to be gone, in its place.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from conversation import phrases
from conversation.card import Card
from conversation.effects import Offer
from conversation.phrases import Phrase, reworded
from intents.meaning import Slot
from journal.conversation import Conversation, Party, Utterance
from journal.journal import Journal
from tenants.directory import Directory
from tenants.errors import NoPublishedVersion
from turns.replies import Replies
from turns.visit import Turn, agent_of

YOUNG_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Shown:
    """One utterance as it is shown. What it asks and offers is only known of the last one; `card` like its words."""

    utterance: Utterance
    text: str = field(repr=False)
    gone: bool = False
    asks: frozenset[Slot] = frozenset()
    offers: Offer | None = None
    card: Card | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Sight:
    """A conversation at one moment, and what was said in it since `after`, up to that moment."""

    conversation: Conversation
    shown: tuple[Shown, ...]

    @property
    def is_awaited(self) -> bool:
        """Whether the assistant's answer is being made."""
        last = self.shown[-1].utterance if self.shown else None
        waits = last is not None and last.party is Party.CUSTOMER and last.answered_by is None
        return waits and self.conversation.colleague is None


class Showing:
    """Reads for the customer. `clock` gives Unix seconds."""

    def __init__(self, journal: Journal, replies: Replies, directory: Directory, clock: Callable[[], float]) -> None:
        self._journal = journal
        self._replies = replies
        self._directory = directory
        self._clock = clock

    async def since(self, tenant: int, conversation_id: str, after: int, *, limit: int) -> Sight | None:
        """What came after the utterance `after`, at most `limit` of it; None where there is no such conversation."""
        conversation = await self._journal.load(tenant, conversation_id)
        if conversation is None:
            return None
        found = (
            await self._journal.utterances(conversation, after=after, limit=limit) if after < conversation.seq else []
        )
        shown = [await self._show(conversation, each) for each in found if each.seq <= conversation.seq]
        return Sight(conversation, tuple(shown))

    async def _show(self, conversation: Conversation, utterance: Utterance) -> Shown:
        is_last = utterance.seq == conversation.seq
        if utterance.party is Party.ASSISTANT and utterance.disclosed:
            return await self._disclosed(conversation, utterance, is_last=is_last)
        last = conversation.said.last
        if utterance.party is Party.ASSISTANT and is_last:
            return Shown(utterance, utterance.text, asks=last.asks, offers=last.offers)
        return Shown(utterance, utterance.text)

    async def _disclosed(self, conversation: Conversation, utterance: Utterance, *, is_last: bool) -> Shown:
        held = await self._held(conversation, utterance)
        if held is not None and held.text is not None and held.replied == utterance.seq:
            asks, offers = (held.asks, held.offers) if is_last else (frozenset[Slot](), None)
            return Shown(utterance, held.text, asks=asks, offers=offers, card=held.card)
        phrase = phrases.MISSED if is_last else phrases.NOT_KEPT
        return Shown(utterance, await self._reworded(conversation, phrase), gone=True, offers=phrase.offers)

    async def _held(self, conversation: Conversation, utterance: Utterance) -> Turn | None:
        """Its turn, if it is held. Whoever reads at once may read between its commit and its being held."""
        if self._clock() - utterance.at > YOUNG_SECONDS:
            return await self._replies.find(conversation, utterance.seq - 1)
        return await self._replies.find_soon(conversation, utterance.seq - 1)

    async def _reworded(self, conversation: Conversation, phrase: Phrase) -> str:
        try:
            agent = await agent_of(self._directory, conversation, self._clock())
        except NoPublishedVersion:
            agent = None
        return phrase.text if agent is None else reworded(phrase.text, agent.terms.guardrails)
