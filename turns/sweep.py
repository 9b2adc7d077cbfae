"""Finishing what a crash left unanswered, and forgetting what has run out."""

import asyncio
import logging
from collections.abc import Callable

from infra.chores import again_and_again
from infra.signals.counters import Full, Quota, StoredCounters
from infra.store.transaction import StoreUnavailable
from journal.conversation import Conversation
from journal.journal import Journal, LostRace
from tenants.directory import Directory, PublishedAgent
from tenants.errors import NoPublishedVersion
from turns.refusals import Ended
from turns.turns import Turns
from turns.visit import Visit, agent_of

log = logging.getLogger("waybill.sweep")
RESUME_AFTER_SECONDS = 15.0
EVERY_SECONDS = 5.0
AGAIN_AFTER_SECONDS = 30.0
"""As long as a lookup takes at most: then whoever took an utterance up has answered it, or is gone as well."""


class Sweep:
    """Runs beside the doors, every few seconds."""

    def __init__(
        self,
        journal: Journal,
        directory: Directory,
        turns: Turns,
        counters: StoredCounters,
        clock: Callable[[], float],
    ) -> None:
        self._journal = journal
        self._directory = directory
        self._turns = turns
        self._counters = counters
        self._clock = clock

    async def run(self) -> None:
        """Sweep until cancelled; a database that is away is tried again."""
        await again_and_again(self.once, EVERY_SECONDS, log)

    async def once(self) -> None:
        """Answer every utterance that has waited for 15 s and that nobody is at.

        A hundred at once: those of one shop that does not answer, or that can never be resumed, keep nobody waiting.
        """
        now = self._clock()
        found = await self._journal.unanswered(now - RESUME_AFTER_SECONDS)
        while found:
            done = await asyncio.gather(*(self._try(*each, now) for each in found), return_exceptions=True)
            if away := next((each for each in done if each is not None), None):
                raise away
            found = await self._journal.unanswered(now - RESUME_AFTER_SECONDS, after=found[-1][1])
        await self._counters.sweep(now)

    async def _try(self, tenant: int, conversation_id: str, now: float) -> None:
        try:
            await self._resume(tenant, conversation_id, now)
        except StoreUnavailable:
            raise
        except Exception:  # one that cannot be resumed does not keep the sweep from the others
            log.exception("sweep: a conversation cannot be resumed", extra={"conversation": conversation_id})

    async def _resume(self, tenant: int, conversation_id: str, now: float) -> None:
        conversation = await self._journal.load(tenant, conversation_id)
        if conversation is None or (agent := await self._agent(conversation, now)) is None:
            return
        if not await self._is_first(conversation, now):
            return
        visit = Visit(agent, conversation.key_id, conversation.door, conversation.caller)
        try:
            await self._turns.resume(visit, conversation_id)
        except (Ended, LostRace):
            log.info("sweep: somebody else was faster", extra={"conversation": conversation_id})

    async def _is_first(self, conversation: Conversation, now: float) -> bool:
        """Of the processes that sweep at once one takes an utterance up: each more would be one more guess."""
        taken = Quota(f"resumed/{conversation.conversation_id}/{conversation.seq}", 1, AGAIN_AFTER_SECONDS)
        return not isinstance(await self._counters.reserve((taken,), now), Full)

    async def _agent(self, conversation: Conversation, now: float) -> PublishedAgent | None:
        try:
            return await agent_of(self._directory, conversation, now)
        except NoPublishedVersion:
            return None
