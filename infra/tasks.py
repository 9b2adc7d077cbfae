"""Background tasks that are held until done: asyncio itself keeps only a weak hold of them."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Tasks:
    """The tasks one owner has started. `close` cancels what still runs and waits for it."""

    def __init__(self) -> None:
        """Start with none."""
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run `work` beside the caller. A failure that nobody awaits is logged by asyncio."""
        task = asyncio.create_task(work)  # noqa: TID251 - the one place; the set holds it
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def finish(self, seconds: float) -> None:
        """Let what runs come to its end, for at most `seconds`, then cancel the rest."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=seconds)
        await self.close()

    async def close(self) -> None:
        """Cancel what still runs and wait until it has stopped."""
        running = set(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
