"""Who has the floor: one turn at a time in a conversation, and a newer utterance interrupts what is being done.

Another process may take turns in the same conversation. What is done there for a newer utterance makes what is done
here for an older one useless, for the commit of its reply will fail; to hear of that at once only spares the waiting.
The only process has nobody to overhear.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from infra.signals.fan_out import FanOut, Missed
from infra.tasks import Tasks

T = TypeVar("T")


class Superseded(Exception):  # noqa: N818 - not an error: the customer spoke again
    """Somebody newer has the floor; what was learnt stays, what was being done does not."""


class Line:
    """The turns of one conversation in this process."""

    def __init__(self, topic: str, fan_out: FanOut | None, tasks: Tasks) -> None:
        self.lock = asyncio.Lock()
        self.queued = 0
        self.newer = 0
        self.speaking: str | None = None
        self._topic = topic
        self._fan_out = fan_out
        self._tasks = tasks
        self._doing: asyncio.Task[Any] | None = None
        self._stopped = False

    def interrupt(self) -> None:
        """Stop what is being done for an older utterance."""
        self.newer += 1
        self._stop()

    async def do(self, work: Coroutine[Any, Any, T], utterance: int) -> T:
        """Perform what an utterance asks for, unless or until somebody newer speaks. Raises: Superseded."""
        if self.newer:
            work.close()
            raise Superseded
        self._doing, self._stopped = asyncio.current_task(), False
        overhearing = self._tasks.start(self._overhear(self._fan_out, utterance)) if self._fan_out else None
        try:
            return await work
        except asyncio.CancelledError:
            if self._stopped and (task := asyncio.current_task()):
                task.uncancel()  # it was `_stop` that cancelled; the task goes on and says so
                raise Superseded from None
            raise
        finally:
            self._doing = None
            if overhearing is not None:
                overhearing.cancel()

    def _stop(self) -> None:
        if self._doing is not None:
            self._stopped = True
            self._doing.cancel()
            self._doing = None  # once is enough: each cancelling would have to be taken back

    async def _overhear(self, fan_out: FanOut, utterance: int) -> None:
        """Stop when another process has heard a newer utterance."""
        async with fan_out.subscribe(self._topic) as heard:
            async for number in heard:
                if not isinstance(number, Missed) and int(number) > utterance:
                    self._stop()


class Floor:
    """The conversations that are being spoken in; other processes are overheard by `fan_out`, where there are any."""

    def __init__(self, fan_out: FanOut | None = None) -> None:
        self._fan_out = fan_out
        self._tasks = Tasks()
        self._lines: dict[str, Line] = {}

    def is_taken(self, conversation_id: str) -> bool:
        """Whether somebody speaks in it now."""
        return conversation_id in self._lines

    def tell(self, conversation_id: str, utterance: int) -> None:
        """Tell other processes that this utterance was heard; nobody waits for it."""
        if self._fan_out is not None:
            self._fan_out.tell(_topic(conversation_id), b"%d" % utterance)

    async def close(self) -> None:
        """Stop overhearing."""
        await self._tasks.close()

    @asynccontextmanager
    async def take(self, conversation_id: str, *, speaking: str | None, interrupts: bool) -> AsyncIterator[Line]:
        """Have the floor, after whoever has it now.

        Args:
            conversation_id: where.
            speaking: names the utterance, so that the same one delivered twice does not interrupt itself.
            interrupts: a newer utterance stops the older one's work; otherwise it waits for it.
        """
        line = self._lines.setdefault(conversation_id, Line(_topic(conversation_id), self._fan_out, self._tasks))
        line.queued += 1
        newer = interrupts and line.lock.locked() and (speaking is None or speaking != line.speaking)
        if newer:
            line.interrupt()
        try:
            async with line.lock:
                line.newer, newer = line.newer - newer, False
                line.speaking = speaking
                yield line
        finally:
            line.newer -= newer  # whoever gave up waiting interrupts nobody any more
            line.queued -= 1
            if line.queued == 0:
                del self._lines[conversation_id]


def _topic(conversation_id: str) -> str:
    return f"floor/{conversation_id}"
