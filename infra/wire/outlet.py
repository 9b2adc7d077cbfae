"""What waits to be sent on one socket: a bounded queue, and one writer that is there only while something waits."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from infra.tasks import Tasks

MOST_FRAMES = 400  # a whole replay at once, and what is said meanwhile
MOST_BYTES = 1_000_000
SEND_SECONDS = 10.0


class Outlet:
    """Text frames, sent in their order. Nobody who puts one in ever waits for the other side."""

    def __init__(self, send: Callable[[str], Awaitable[None]], cut: Callable[[], None], tasks: Tasks) -> None:
        """`send` waits until the other side has room; `cut` ends the connection of one that does not read."""
        self._send = send
        self._cut = cut
        self._tasks = tasks
        self._waiting: deque[str] = deque()
        self._bytes = 0
        self._writer: asyncio.Task[None] | None = None
        self._closed = False

    def put(self, frame: str) -> None:
        """Send this after what waits already. Too much of it ends the connection: the page resumes from what it has."""
        if self._closed:
            return
        self._waiting.append(frame)
        self._bytes += len(frame)
        if len(self._waiting) > MOST_FRAMES or self._bytes > MOST_BYTES:
            self.close()
            self._cut()
        elif self._writer is None:
            self._writer = self._tasks.start(self._write())

    def close(self) -> None:
        """Send nothing more."""
        self._closed = True
        self._waiting.clear()
        self._bytes = 0

    async def _write(self) -> None:
        try:
            while self._waiting:
                frame = self._waiting.popleft()
                self._bytes -= len(frame)
                async with asyncio.timeout(SEND_SECONDS):
                    await self._send(frame)
        except (TimeoutError, ConnectionError):
            self.close()
            self._cut()
        finally:
            self._writer = None
