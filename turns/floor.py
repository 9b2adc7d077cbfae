"""Who has the floor: one turn at a time in a conversation, and a newer utterance interrupts what is being done."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

T = TypeVar("T")


class Superseded(Exception):  # noqa: N818 - not an error: the customer spoke again
    """Somebody newer has the floor; what was learnt stays, what was being done does not."""


class Line:
    """The turns of one conversation in this process."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.queued = 0
        self.newer = 0
        self.speaking: str | None = None
        self._doing: asyncio.Task[Any] | None = None

    def interrupt(self) -> None:
        """Stop what is being done for an older utterance."""
        self.newer += 1
        if self._doing is not None:
            self._doing.cancel()

    def _is_interrupted(self) -> bool:
        return self.newer > 0

    async def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Perform, unless or until somebody newer speaks. Raises: Superseded."""
        if self._is_interrupted():
            work.close()
            raise Superseded
        self._doing = task = asyncio.current_task()
        try:
            return await work
        except asyncio.CancelledError:
            if task is not None and self._is_interrupted():
                task.uncancel()  # it was `interrupt` that cancelled; the task goes on and says so
                raise Superseded from None
            raise
        finally:
            self._doing = None


class Floor:
    """The conversations that are being spoken in."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}

    def is_taken(self, conversation_id: str) -> bool:
        """Whether somebody speaks in it now."""
        return conversation_id in self._lines

    @asynccontextmanager
    async def take(self, conversation_id: str, *, speaking: str | None, interrupts: bool) -> AsyncIterator[Line]:
        """Have the floor, after whoever has it now.

        Args:
            conversation_id: where.
            speaking: names the utterance, so that the same one delivered twice does not interrupt itself.
            interrupts: a newer utterance stops the older one's work; otherwise it waits for it.
        """
        line = self._lines.setdefault(conversation_id, Line())
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
