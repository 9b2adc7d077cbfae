"""A turn from hearing to reply, in a conversation that we keep or in one that only the client keeps."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from conversation.core import advance, learn, leave
from conversation.effects import Escalate, Say
from conversation.events import CutOff, Heard, NotConnected
from conversation.known import NOTHING_HEARD, Known, Said
from infra.once import KeyReused
from journal.conversation import Conversation, Party, Steps, Utterance
from journal.journal import Journal, LostRace, Words
from turns.cases import Cases, Kept, Passing
from turns.floor import Floor, Line, Superseded
from turns.loop import Loop, Work
from turns.news import News
from turns.refusals import Ended, TooLate
from turns.replay import Past, opened, replay
from turns.replies import Replies
from turns.visit import Turn, Visit

MOST_RACES = 8
LEFT_TO_COLLEAGUE = "left_to_colleague"
LOOKS_FOR_HELD, LOOK_AGAIN_SECONDS = 5, 0.02
REJOIN_EVERY_SECONDS = 0.1
GONE_AFTER_SECONDS = 9.0  # longer than a shop is waited for: whoever has not answered by then is not at it any more


class Turns:
    """Takes turns, one at a time in each conversation."""

    def __init__(
        self, journal: Journal, loop: Loop, floor: Floor, replies: Replies, *, cases: Cases, news: News
    ) -> None:
        self._journal = journal
        self._cases = cases
        self._loop = loop
        self._floor = floor
        self._replies = replies
        self._news = news

    async def take(
        self, visit: Visit, conversation: Conversation, words: Words, *, heard: Callable[[int], None] | None = None
    ) -> Turn:
        """Hear an utterance in a kept conversation and answer it.

        Args:
            visit: who speaks, by which door.
            conversation: as just loaded; if it moves on meanwhile, it is loaded anew.
            words: what was said. Under a client key that came before, nothing is heard twice.
            heard: called with the utterance's number as soon as it is on disk.

        Raises: Ended, TooLate, KeyReused, StoreUnavailable.
        """
        key = words.delivery.client_key if words.delivery else None
        where = conversation.conversation_id
        async with self._floor.take(where, speaking=key, interrupts=visit.door.interrupts) as line:
            for _ in range(MOST_RACES):
                conversation = _current(conversation, visit)
                try:
                    if again := await self._again(conversation, visit, words, line):
                        return again
                    return await self._turn(conversation, visit, words, line, heard)
                except LostRace:
                    conversation = await self._load(visit, where)
        raise LostRace

    async def rejoin(self, visit: Visit, conversation: Conversation, client_key: str | None) -> Turn:
        """The turn of an utterance that is being answered: waited for, here or where it is, or taken over.

        `client_key` names the utterance; None is the last one. Raises: TooLate where nothing was heard under this key,
        or nothing at all; Ended, StoreUnavailable.
        """
        where = conversation.conversation_id
        async with self._floor.take(where, speaking=client_key, interrupts=False) as line:
            while True:
                conversation = _current(await self._load(visit, where), visit)
                if (utterance := await self._heard(conversation, client_key)) is None:
                    raise TooLate
                if held := await self._replies.find(conversation, utterance.seq):
                    return held
                if utterance.answered_by is not None:
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
                conversation = _current(await self._load(visit, conversation_id), visit)
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
            conversation = _current(await self._load(visit, conversation_id), visit)
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

    async def take_passing(self, visit: Visit, history: Sequence[Past], words: Words | None) -> Turn:
        """Answer the last message of a history that the client keeps. Nothing is written unless a ticket is."""
        known = replay(visit.known(Said(), self._loop.clock()), history)
        if words is None:
            _, reply = opened(known)
            return Turn.of(reply)
        said = [past.text for past in history if not past.ours] + [words.text]
        work = Work(visit, Passing(said))
        known, effect = self._loop.hear(known, _heard(visit, words), work)
        _, reply = await self._loop.until_reply(known, work, effect)
        self._loop.note(work, reply)
        return Turn.of(reply)

    async def resume(self, visit: Visit, conversation_id: str) -> None:
        """Answer what a crash left unanswered, unless somebody is at it."""
        if self._floor.is_taken(conversation_id):
            return
        async with self._floor.take(conversation_id, speaking=None, interrupts=False) as line:
            conversation = _current(await self._load(visit, conversation_id), visit)
            await self._finish_last(conversation, visit, line)

    async def _heard(self, conversation: Conversation, client_key: str | None) -> Utterance | None:
        """The utterance of this name, or the last one."""
        if client_key is not None:
            before = await self._journal.delivered(conversation, client_key)
            return before[0] if before else None
        latest = await self._journal.utterances(conversation, after=conversation.seq - 2)
        return next((said for said in reversed(latest) if said.party is Party.CUSTOMER), None)

    async def _load(self, visit: Visit, conversation_id: str) -> Conversation:
        conversation = await self._journal.load(visit.agent.tenant_id, conversation_id)
        if conversation is None:
            raise Ended
        return conversation

    async def _turn(
        self, conversation: Conversation, visit: Visit, words: Words, line: Line, heard: Callable[[int], None] | None
    ) -> Turn:
        if conversation.colleague is not None:
            return await self._leave(conversation, visit, words, heard)
        if words.after not in {None, conversation.seq}:
            raise TooLate
        utterance = conversation.seq + 1
        work = Work(visit, Kept(conversation.conversation_id, utterance))
        known, effect = self._loop.hear(visit.known(conversation.said, words.at), _heard(visit, words), work)
        if isinstance(effect, Say):
            await self._journal.hear_and_answer(conversation, words, effect, known.said, work.steps())
            self._floor.tell(conversation.conversation_id, utterance)
            if heard:
                heard(utterance)
            return await self._done(work, conversation, utterance, known, effect)
        await self._journal.hear(conversation, words, known.said)
        self._floor.tell(conversation.conversation_id, utterance)
        self._news.tell(conversation.conversation_id)
        if heard:
            heard(utterance)
        moved = replace(conversation, version=conversation.version + 1, seq=utterance, said=known.said)
        try:
            known, reply = await line.do(self._loop.until_reply(known, work, effect), utterance)
            await self._journal.answer(moved, reply, known.said, self._loop.clock(), work.steps())
        except (Superseded, LostRace):
            self._loop.note(work, None)
            return await self._elsewhere(moved)
        return await self._done(work, conversation, utterance, known, reply)

    async def _leave(
        self, conversation: Conversation, visit: Visit, words: Words, heard: Callable[[int], None] | None
    ) -> Turn:
        """Keep an utterance, and leave it to the colleague who has taken over."""
        utterance = conversation.seq + 1
        work = Work(visit, Kept(conversation.conversation_id, utterance), names=["Heard"])
        said = self._loop.overhear(visit.known(conversation.said, words.at), _heard(visit, words)).said
        also = self._cases.left_to_colleague(conversation, said, words.at)
        await self._journal.hear(conversation, words, said, also)
        self._floor.tell(conversation.conversation_id, utterance)
        self._news.tell(conversation.conversation_id)
        self._cases.ring(conversation)
        if heard:
            heard(utterance)
        self._loop.note(work, None, LEFT_TO_COLLEAGUE)
        return _left(conversation, utterance)

    async def _elsewhere(self, heard: Conversation) -> Turn:
        """What became of the utterance that was heard last: answered by another process, or superseded."""
        utterance = (await self._journal.utterances(heard, after=heard.seq - 1, limit=1))[0]
        if utterance.answered_by != utterance.seq + 1:
            return _superseded(heard, utterance.seq)
        for _ in range(LOOKS_FOR_HELD):  # it is held a moment after it is committed
            if held := await self._replies.find(heard, utterance.seq):
                return held
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        return await self._from_journal(heard, utterance, utterance.answered_by)

    async def _done(self, work: Work, conversation: Conversation, utterance: int, known: Known, reply: Say) -> Turn:
        turn = Turn.of(
            reply,
            conversation_id=conversation.conversation_id,
            heard=utterance,
            replied=utterance + 1,
            misunderstood=known.said.misunderstood,
        )
        await self._replies.hold(conversation, turn)
        self._news.tell(conversation.conversation_id)
        self._loop.note(work, reply)
        return turn

    async def _again(self, conversation: Conversation, visit: Visit, words: Words, line: Line) -> Turn | None:
        """The turn of an utterance that came before: the held reply, what the journal has of it, or resumed."""
        if words.delivery is None:
            return None
        before = await self._journal.delivered(conversation, words.delivery.client_key)
        if before is None:
            return None
        utterance, digest = before
        if digest != words.delivery.digest:
            raise KeyReused
        if utterance.answered_by is None:
            if conversation.colleague is not None:
                return _left(conversation, utterance.seq)
            return await self._finish(conversation, visit, line)
        await self._finish_last(conversation, visit, line)
        if held := await self._replies.find(conversation, utterance.seq):
            return held
        return await self._from_journal(conversation, utterance, utterance.answered_by)

    async def _finish_last(self, conversation: Conversation, visit: Visit, line: Line) -> None:
        """Answer what was said last, if nobody has: a crash may have ended that, or whoever came with old words.

        What was said to a colleague who has taken over is theirs to answer.
        """
        if conversation.colleague is not None:
            return
        last = await self._journal.utterances(conversation, after=conversation.seq - 1)
        if last and last[-1].party is Party.CUSTOMER and last[-1].answered_by is None:
            await self._finish(conversation, visit, line)

    async def _from_journal(self, conversation: Conversation, utterance: Utterance | None, replied: int) -> Turn:
        """What the journal has of a reply; what it asked and offered is known of the last one only."""
        reply = (await self._journal.utterances(conversation, after=replied - 1, limit=1))[0]
        now = await self._journal.load(conversation.tenant, conversation.conversation_id)
        said = now.said if now is not None and now.seq == replied else NOTHING_HEARD
        return Turn(
            conversation.conversation_id,
            utterance.seq if utterance else 0,
            reply.seq,
            None if reply.disclosed else reply.text,
            reply.outcome or "",
            disclosed=reply.disclosed,
            superseded=utterance is not None and replied > utterance.seq + 1,
            asks=said.last.asks,
            offers=said.last.offers,
            misunderstood=said.misunderstood,
        )

    async def _finish(self, conversation: Conversation, visit: Visit, line: Line) -> Turn:
        """Resume from `decide`: what was said last, and before it without a reply, is never heard twice."""
        utterance = conversation.seq
        work = Work(visit, Kept(conversation.conversation_id, utterance), names=["Resumed"])
        known, effect = self._loop.resume(visit.known(conversation.said, self._loop.clock()))
        try:
            known, reply = await line.do(self._loop.until_reply(known, work, effect), utterance)
        except Superseded:
            return _superseded(conversation, utterance)
        await self._journal.answer(conversation, reply, known.said, self._loop.clock(), work.steps())
        return await self._done(work, conversation, utterance, known, reply)


def _heard(visit: Visit, words: Words) -> Heard:
    """An utterance as the core hears it."""
    return Heard(
        words.text,
        words.at,
        words.spoken,
        asserted=visit.asserted,
        missed=words.missed,
        keyed=words.keyed,
        stuck=words.stuck,
    )


def _current(conversation: Conversation, visit: Visit) -> Conversation:
    """The conversation with the version of the assistant that speaks in it now. Raises: Ended."""
    if conversation.ended_at is not None:
        raise Ended
    return replace(conversation, agent_version=visit.agent.version)


def _left(conversation: Conversation, utterance: int) -> Turn:
    where, name = conversation.conversation_id, conversation.colleague
    return Turn(where, utterance, 0, None, LEFT_TO_COLLEAGUE, left_to=name)


def _superseded(conversation: Conversation, utterance: int) -> Turn:
    return Turn(conversation.conversation_id, utterance, 0, None, "superseded", superseded=True)
