"""A call by TwiML, turn after turn: greeted, heard by voice or keys, answered in time or asked to wait a moment.

Whatever a step causes is named by the call and the step, so that a webhook which comes twice, late or to another
process gives the same document and causes nothing twice.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from channels.voice.knocking import Knock, Switchboard
from channels.voice.place import Place
from channels.voice.transfer import Transferring
from infra.once import Delivery, KeyReused
from infra.tasks import Tasks
from journal.journal import Words
from turns.call_turns import CallTurns
from turns.refusals import Ended, TooLate
from turns.visit import Turn

ANSWERS_WITHIN_SECONDS = 1.2
GREETED = 1
"""The sequence number of our greeting; nobody was heard before."""


class Gather:
    """The steps of a customer's own leg."""

    def __init__(self, board: Switchboard, turns: CallTurns, transferring: Transferring, tasks: Tasks) -> None:
        self._board = board
        self._turns = turns
        self._transferring = transferring
        self._tasks = tasks

    async def incoming(self, knock: Knock) -> bytes:
        """Somebody calls. The same call once more hears the same, or where it stands by now."""
        if knock.conversation.seq > GREETED:
            return self._here(knock)
        return knock.documents.greeting(knock.conversation.said, knock.conversation.seq)

    async def turn(self, knock: Knock, place: Place) -> bytes:
        """Words, keys or silence."""
        conversation, asked = knock.conversation, knock.asked
        if asked.digits or asked.speech or place.stuck:
            return await self._answered(
                knock, place, self._turns.take(knock.visit, conversation, self._words(knock, place))
            )
        if place.after != conversation.seq:
            return self._here(knock)
        return knock.documents.quiet(conversation.said, place, ever_heard=conversation.seq > GREETED)

    async def poll(self, knock: Knock, place: Place) -> bytes:
        """Is the reply there? Wherever this arrives, it is waited for where it is made."""
        key = _key(place) if place.after else None
        return await self._answered(knock, place, self._turns.rejoin(knock.visit, knock.conversation, key))

    async def resume(self, knock: Knock) -> bytes:
        """Somebody who was heard by a socket that is no more: what came of it, once it is there."""
        if knock.conversation.seq <= GREETED:
            return knock.documents.greeting(knock.conversation.said, knock.conversation.seq)
        return await self._answered(knock, Place(), self._turns.rejoin(knock.visit, knock.conversation, None))

    async def over(self, knock: Knock) -> None:
        """The caller has hung up. Told more than once, perhaps, and in any order; Twilio is not kept waiting."""
        task = self._tasks.start(self._turns.hang_up(knock.visit, knock.conversation.conversation_id))
        await asyncio.wait([task], timeout=ANSWERS_WITHIN_SECONDS)

    def _words(self, knock: Knock, place: Place) -> Words:
        asked = knock.asked
        keyed = bool(asked.digits) and not place.stuck
        text = "" if place.stuck else (asked.digits or asked.speech)
        digest = self._board.calls.digest(asked.call_sid, f"{keyed}/{place.stuck}/{text}")
        return Words(
            text,
            self._board.clock(),
            Delivery(_key(place), digest),
            after=place.after,
            spoken=not keyed,
            keyed=keyed,
            stuck=place.stuck,
        )

    async def _answered(self, knock: Knock, place: Place, work: Coroutine[Any, Any, Turn]) -> bytes:
        """The turn's document if it is there in time; otherwise a filler, and the turn goes on."""
        task = self._tasks.start(work)
        await asyncio.wait([task], timeout=ANSWERS_WITHIN_SECONDS)
        if not task.done():
            return knock.documents.looking(place)
        try:
            turn = task.result()
        except (TooLate, KeyReused):
            return self._here(await self._as_it_stands(knock))
        except Ended:
            return knock.documents.goodbye(None)
        if turn.superseded:
            return self._here(await self._as_it_stands(knock))
        if turn.connects:
            return await self._transferring.begin(await self._as_it_stands(knock), turn, place)
        return knock.documents.reply(turn, place)

    def _here(self, knock: Knock) -> bytes:
        """What came is no answer to what we said last; that is said again."""
        return knock.documents.stale(knock.conversation.said, knock.conversation.seq)

    async def _as_it_stands(self, knock: Knock) -> Knock:
        """With the conversation as it is after the turn."""
        line = knock.line
        now = await self._board.calls.find(line.tenant_id, line.line_id, knock.asked.call_sid)
        return replace(knock, conversation=now or knock.conversation)


def _key(place: Place) -> str:
    """What names an utterance of a call: what it was said to."""
    return f"turn/{place.after}"
