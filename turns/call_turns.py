"""Turns in a call: waited for while a sound plays, cut off by the caller, ended by hanging up."""

import asyncio
from contextlib import suppress

from conversation.core import advance, learn, leave
from conversation.effects import Escalate, Say
from conversation.events import CutOff, NotConnected
from conversation.known import Known
from journal.conversation import Conversation, Party, Steps, Utterance
from journal.journal import LostRace
from turns.cases import Kept
from turns.floor import Line, Superseded
from turns.loop import Work
from turns.refusals import Ended, TooLate
from turns.turns import MOST_RACES, Turns, current
from turns.visit import Turn, Visit

REJOIN_EVERY_SECONDS = 0.1
GONE_AFTER_SECONDS = 9.0  # longer than a shop is waited for: whoever has not answered by then is not at it any more


class CallTurns(Turns):
    """Takes turns by telephone; a caller, unlike a page, cannot be told later."""

    async def rejoin(self, visit: Visit, conversation: Conversation, client_key: str | None) -> Turn:
        """The turn of an utterance that is being answered: waited for, here or where it is, or taken over.

        `client_key` names the utterance; None is the last one. Raises: TooLate where nothing was heard under this key,
        or nothing at all; Ended, StoreUnavailable.
        """
        where = conversation.conversation_id
        async with self._floor.take(where, speaking=client_key, interrupts=False) as line:
            while True:
                conversation = current(await self._load(visit, where), visit)
                if (utterance := await self._heard(conversation, client_key)) is None:
                    raise TooLate
                if utterance.answered_by is not None:
                    if held := await self._replies.find_soon(conversation, utterance.seq):
                        return held
                    return await self._from_journal(conversation, utterance, utterance.answered_by)
                if self._loop.clock() - utterance.at >= GONE_AFTER_SECONDS:
                    with suppress(LostRace):  # whoever was at it was only slow
                        return await self._finish(conversation, visit, line)
                await asyncio.sleep(REJOIN_EVERY_SECONDS)

    async def cut_off(self, visit: Visit, conversation_id: str, replied: int, characters: int, *, asked: bool) -> None:
        """Only the beginning of a reply was heard. What has been answered since is past that.

        Args:
            visit: who cut in.
            conversation_id: where.
            replied: sequence number of the reply.
            characters: how many of it were spoken.
            asked: its question was among them, or it has none.
        """
        for _ in range(MOST_RACES):
            conversation = await self._journal.load(visit.agent.tenant_id, conversation_id)
            if conversation is None or conversation.seq != replied:
                return
            known = visit.known(conversation.said, self._loop.clock())
            said = known.said if asked else learn(known, CutOff()).said
            with suppress(LostRace):
                await self._journal.cut_off(conversation, said, characters)
                return

    async def not_connected(self, visit: Visit, conversation_id: str, transferring: int) -> Turn:
        """Say that no colleague took the call. Saying so twice is saying it once.

        Args:
            visit: who is with us again.
            conversation_id: where.
            transferring: sequence number of the reply that was to put them through.

        Raises: TooLate where more was said since; Ended, StoreUnavailable.
        """
        async with self._floor.take(conversation_id, speaking=None, interrupts=False):
            for _ in range(MOST_RACES):
                conversation = current(await self._load(visit, conversation_id), visit)
                if conversation.seq == transferring + 1:
                    return await self._from_journal(conversation, None, conversation.seq)
                if conversation.seq != transferring:
                    raise TooLate
                at = self._loop.clock()
                known, reply = advance(visit.known(conversation.said, at), NotConnected(at))
                if not isinstance(reply, Say):
                    raise TypeError(f"nobody took the call, and the core wants {type(reply).__name__}")
                steps = Steps(("NotConnected", type(reply).__name__), 0.0)
                with suppress(LostRace):
                    await self._journal.answer(conversation, reply, known.said, at, steps)
                    self._news.tell(conversation_id)
                    return Turn.of(reply, conversation_id=conversation_id, replied=transferring + 1)
        raise LostRace

    async def hang_up(self, visit: Visit, conversation_id: str) -> None:
        """The customer has left. What they said last is answered all the same, and a message they left is kept.

        Raises: StoreUnavailable.
        """
        async with self._floor.take(conversation_id, speaking=None, interrupts=False) as line:
            with suppress(Ended, LostRace, Superseded):
                conversation = await self._answered(visit, conversation_id, line)
                known, case = leave(visit.known(conversation.said, self._loop.clock()))
                if case is not None:
                    await self._close(visit, conversation, known, case, line)
                await self._journal.end(conversation, self._loop.clock())

    async def _answered(self, visit: Visit, conversation_id: str, line: Line) -> Conversation:
        """The conversation with nothing left unanswered: waited for where it is being answered, or taken over."""
        while True:
            conversation = current(await self._load(visit, conversation_id), visit)
            last = (await self._journal.utterances(conversation, after=conversation.seq - 1, limit=1))[-1:]
            if not last or last[0].party is not Party.CUSTOMER or last[0].answered_by is not None:
                return conversation
            if self._loop.clock() - last[0].at >= GONE_AFTER_SECONDS:
                await self._finish(conversation, visit, line)
            else:
                await asyncio.sleep(REJOIN_EVERY_SECONDS)

    async def _close(self, visit: Visit, conversation: Conversation, known: Known, case: Escalate, line: Line) -> None:
        work = Work(visit, Kept(conversation.conversation_id, conversation.seq), names=["Left"])
        known, reply = await line.do(self._loop.until_reply(known, work, case), conversation.seq)
        await self._journal.answer(conversation, reply, known.said, self._loop.clock(), work.steps())

    async def _heard(self, conversation: Conversation, client_key: str | None) -> Utterance | None:
        """The utterance of this name, or the last one."""
        if client_key is not None:
            before = await self._journal.delivered(conversation, client_key)
            return before[0] if before else None
        latest = await self._journal.utterances(conversation, after=conversation.seq - 2)
        return next((said for said in reversed(latest) if said.party is Party.CUSTOMER), None)
