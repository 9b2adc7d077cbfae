"""A turn from hearing to reply, in a conversation that we keep or in one that only the client keeps."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from conversation.effects import Say
from conversation.events import Heard
from conversation.known import NOTHING_HEARD, Known, Said
from infra.once import KeyReused
from journal.conversation import Conversation, Party, Utterance
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
                conversation = current(conversation, visit)
                try:
                    if again := await self._again(conversation, visit, words, line):
                        return again
                    return await self._turn(conversation, visit, words, line, heard)
                except LostRace:
                    conversation = await self._load(visit, where)
        raise LostRace

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
            conversation = current(await self._load(visit, conversation_id), visit)
            await self._finish_last(conversation, visit, line)

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
        # Where nobody is told that it was heard before they hear the reply, both are made to last together.
        await self._journal.hear(conversation, words, known.said, synced=heard is not None)
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
            if heard is None:
                await self._journal.make_last(moved)
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
        """What became of the utterance that was heard last: answered by another process, or superseded.

        Raises: LostRace where it is gone: the database came back from a crash without it.
        """
        utterance = next(iter(await self._journal.utterances(heard, after=heard.seq - 1, limit=1)), None)
        if utterance is None:
            raise LostRace
        if utterance.answered_by != utterance.seq + 1:
            return _superseded(heard, utterance.seq)
        if held := await self._replies.find_soon(heard, utterance.seq):
            return held
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
        if held := await self._replies.find_soon(conversation, utterance.seq):
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


def current(conversation: Conversation, visit: Visit) -> Conversation:
    """The conversation with the version of the assistant that speaks in it now. Raises: Ended."""
    if conversation.ended_at is not None:
        raise Ended
    return replace(conversation, agent_version=visit.agent.version)


def _left(conversation: Conversation, utterance: int) -> Turn:
    where, name = conversation.conversation_id, conversation.colleague
    return Turn(where, utterance, 0, None, LEFT_TO_COLLEAGUE, left_to=name)


def _superseded(conversation: Conversation, utterance: int) -> Turn:
    return Turn(conversation.conversation_id, utterance, 0, None, "superseded", superseded=True)
