"""One call over a socket: hears at any time, answers one thing at a time, and never leaves the caller in silence.

The reader hands on what comes and waits for nothing. There is one task that answers; whoever speaks again replaces it,
and what was begun for them is brought to its end by the turn itself.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import assert_never

from channels.voice import relay_frames
from channels.voice.admitting import Refused
from channels.voice.filling import Filling, seconds_of
from channels.voice.keypad import Keypad
from channels.voice.knocking import Knock, Unanswered
from channels.voice.place import Place
from channels.voice.relay_frames import Dtmf, Frame, Info, Interrupt, Prompt, Send, Setup, Trouble
from channels.voice.speech import spoken
from channels.voice.told import Telling, Then, Told
from infra.tasks import Tasks
from journal.journal import Words
from turns.call_turns import CallTurns
from turns.refusals import Ended, TooLate
from turns.visit import Turn

log = logging.getLogger("waybill.voice")
QUIET_AFTER_SECONDS = 8.0
KEYS_END_AFTER_SECONDS = 2.5
SPEAKS_WITHIN_SECONDS = 10.0  # beyond the estimate, should nobody tell us that our words were spoken
GREETED = 1
Answering = Callable[[], Awaitable[None]]
Again = Callable[[], Awaitable[Knock]]


class RelayCall:
    """From the first frame after the setup to the last."""

    def __init__(
        self,
        knock: Knock,
        send: Send,
        again: Again,
        *,
        turns: CallTurns,
        house: Tasks,
        clock: Callable[[], float],
        hold: str,
    ) -> None:
        """Nothing is said yet.

        Args:
            knock: who calls, and where.
            send: writes a frame.
            again: the same with everything as it stands now: what the merchant changed, too.
            turns: takes turns.
            house: keeps what must come to its end when the caller is gone.
            clock: gives Unix seconds.
            hold: the URL of what is heard while we look.
        """
        self._knock = knock
        self._send = send
        self._again = again
        self._turns = turns
        self._house = house
        self._clock = clock
        self._filling = Filling(send, house, hold)
        self._telling = Telling(knock.line.shop, knock.agent.terms.hints.prefixes)
        self._tasks = Tasks()
        self._answer: asyncio.Task[None] | None = None
        self._watch: asyncio.Task[None] | None = None
        self._cutting: asyncio.Task[None] | None = None
        self._place = Place()
        self._keypad = Keypad()
        self._saying: tuple[Turn, str] | None = None
        self._spoken = asyncio.Event()
        self.over = asyncio.Event()

    def begin(self, greeted: Told) -> None:
        """The caller hears the greeting of the document that led here and, if they spoke before, what came of it."""
        self._stands(greeted)
        if self._knock.conversation.seq > GREETED:
            self._replace(self._resume)
        else:
            self._listen(greeted.words)

    def take(self, frame: Frame) -> None:
        """What came; nothing is waited for."""
        if self.over.is_set():
            return
        match frame:
            case Prompt(text=text, last=last):
                if last and text.strip() and not self._keypad.pressed:
                    self._hear(Words(text, self._clock(), spoken=True))
            case Dtmf(digit=digit):
                self._press(digit)
            case Interrupt(heard=heard):
                self._cut_off(heard)
            case Info() as info:
                if info.has_spoken:
                    self._spoken.set()
            case Trouble():
                log.warning("a relay reports trouble", extra={"line": self._knock.line.line_id})
            case Setup():
                log.warning("a relay is set up twice", extra={"line": self._knock.line.line_id})
            case _:  # pragma: no cover - mypy shows that there is nothing else
                assert_never(frame)

    async def close(self) -> None:
        """Nobody listens any more; what was heard is answered all the same, for it may be a message."""
        await self._tasks.close()

    def _hear(self, words: Words) -> None:
        self._keypad.take()
        self._replace(partial(self._turn, words))

    def _press(self, key: str) -> None:
        self._still()
        if keys := self._keypad.press(key):
            self._hear(Words(keys, self._clock(), keyed=True))
        else:
            self._watch = self._tasks.start(self._keys_end())

    async def _keys_end(self) -> None:
        await asyncio.sleep(KEYS_END_AFTER_SECONDS)
        self._watch = None  # it is this task, which `_replace` must not cancel
        if keys := self._keypad.take():
            self._hear(Words(keys, self._clock(), keyed=True))

    def _cut_off(self, heard: str) -> None:
        """What we were saying was not heard to its end: written down, and a question they did not hear is none."""
        self._spoken.set()
        if self._saying is None:
            return
        (turn, said), self._saying = self._saying, None
        characters = min(len(heard), len(said))
        asked = characters > said.rfind("?")
        self._cutting = self._house.start(self._write_cut(turn, characters, asked=asked))

    async def _write_cut(self, turn: Turn, characters: int, *, asked: bool) -> None:
        visit, conversation_id = self._knock.visit, self._knock.conversation.conversation_id
        await self._turns.cut_off(visit, conversation_id, turn.replied, characters, asked=asked)

    def _replace(self, answering: Answering) -> None:
        """Do this instead of whatever is being done for the caller."""
        self._still()
        if self._answer is not None:
            self._answer.cancel()
        self._saying = None
        self._answer = self._tasks.start(self._safely(answering))

    def _still(self) -> None:
        if self._watch is not None:
            self._watch.cancel()

    async def _safely(self, answering: Answering) -> None:
        """Whatever goes wrong, the call goes on by TwiML, which says so."""
        try:
            await answering()
        except Ended:
            await self._end("goodbye")
        except Unanswered:  # the assistant was taken away meanwhile; the document that follows says so
            await self._end("trouble")
        except Refused as error:  # the line was; there is no document any more, as in a call by Gather
            log.info("refused: %s", error.why)
            await self._end("trouble")
        except Exception:
            log.exception("a turn of a call failed", extra={"line": self._knock.line.line_id})
            await self._end("trouble")

    async def _turn(self, words: Words) -> None:
        if self._cutting is not None:
            await asyncio.shield(self._cutting)
        knock = await self._as_it_stands()
        turn = await self._filling.until(self._turns.take(knock.visit, knock.conversation, words))
        if not turn.superseded:
            await self._reply(turn)

    async def _resume(self) -> None:
        """After a lost socket: what was said last is told once more, or at last."""
        knock = await self._as_it_stands()
        conversation = knock.conversation
        try:
            turn = await self._filling.until(self._turns.rejoin(knock.visit, conversation, None))
        except TooLate:  # nothing was heard yet
            told = self._telling.stale(conversation.said, conversation.seq)
            await self._tell(told)
            return
        if turn.connects:
            await self._end("transfer", turn.replied)
            return
        await self._tell(self._telling.returned(turn, self._place), turn)

    async def _as_it_stands(self) -> Knock:
        """A socket lasts as long as its call: what a policy or a plan says holds from the next word on, as elsewhere.

        Raises: Refused; Unanswered; StoreUnavailable.
        """
        self._knock = await self._again()
        self._telling = Telling(self._knock.line.shop, self._knock.agent.terms.hints.prefixes)
        return self._knock

    async def _reply(self, turn: Turn) -> None:
        if turn.connects:
            await self._end("transfer", turn.replied)
            return
        told = self._telling.reply(turn, self._place)
        match told.then:
            case Then.LISTEN:
                await self._tell(told, turn)
            case Then.GOODBYE:
                await self._end("goodbye", turn.replied)
            case Then.STUCK:
                await self._stuck(told)

    async def _tell(self, told: Told, turn: Turn | None = None) -> None:
        self._stands(told)
        words = spoken(told.words)
        self._spoken.clear()
        self._saying = (turn, words) if turn is not None else None
        await self._send(relay_frames.says(words))
        self._listen(words)

    async def _stuck(self, told: Told) -> None:
        self._stands(told)
        await self._turn(Words("", self._clock(), stuck=True))

    def _stands(self, told: Told) -> None:
        self._place = told.place
        self._keypad = Keypad(told.listening.keys)

    def _listen(self, words: str) -> None:
        """From when our words are spoken, wait for theirs."""
        self._still()
        self._watch = self._tasks.start(self._wait_for_words(words))

    async def _wait_for_words(self, words: str) -> None:
        try:
            async with asyncio.timeout(seconds_of(words) + SPEAKS_WITHIN_SECONDS):
                await self._spoken.wait()
        except TimeoutError:
            pass  # nobody told us
        await asyncio.sleep(QUIET_AFTER_SECONDS)
        self._watch = None  # it is this task, which `_replace` must not cancel
        self._replace(self._quiet)

    async def _quiet(self) -> None:
        conversation = (await self._as_it_stands()).conversation
        told = self._telling.quiet(conversation.said, self._place, ever_heard=conversation.seq > GREETED)
        match told.then:
            case Then.LISTEN:
                await self._tell(told)
            case Then.GOODBYE:
                await self._end("goodbye")
            case Then.STUCK:
                await self._stuck(told)

    async def _end(self, how: str, replied: int = 0) -> None:
        """Give the call back to TwiML, which says the rest: that is heard to its end for certain."""
        self._still()
        self.over.set()
        await self._send(relay_frames.ends({"then": how, "n": replied}))
