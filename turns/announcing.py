"""Saying of the assistant's own accord what colleagues did, or did not do, in a conversation."""

from collections.abc import Callable

from conversation.core import advance
from conversation.effects import Say
from conversation.events import Changed
from conversation.known import Known
from conversation.terms import Terms
from infra.store.transaction import Transaction
from journal.conversation import Conversation
from journal.journal import Journal
from tenants.directory import Directory
from tenants.errors import NoPublishedVersion
from turns.visit import agent_of

DEFAULT_TERMS = Terms()


class Announcing:
    """`clock` gives Unix seconds."""

    def __init__(self, journal: Journal, directory: Directory, clock: Callable[[], float]) -> None:
        self._journal = journal
        self._directory = directory
        self._clock = clock

    async def terms(self, tenant: int, conversation_id: str | None) -> Terms:
        """The merchant's own wording, to be had before the transaction; ours where the assistant is gone."""
        conversation = await self._journal.load(tenant, conversation_id) if conversation_id else None
        if conversation is None:
            return DEFAULT_TERMS
        try:
            agent = await agent_of(self._directory, conversation, self._clock())
        except NoPublishedVersion:
            return DEFAULT_TERMS
        return agent.terms if agent else DEFAULT_TERMS

    async def say(
        self, tx: Transaction, conversation: Conversation, changed: Changed, terms: Terms
    ) -> Conversation | None:
        """One sentence, in the caller's transaction; None, and nothing said, where the conversation is over.

        Whoever calls this tells the news once the transaction stands.
        """
        if conversation.ended_at is not None:
            return None
        known, say = advance(Known(terms, conversation.said, changed.at), changed)
        if not isinstance(say, Say):  # pragma: no cover - the core answers this event at once
            raise TypeError(f"{changed.change} wants {type(say).__name__}")
        return await self._journal.interject(tx, conversation, say, known.said, at=changed.at)
