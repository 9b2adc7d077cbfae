"""All open sockets of this process: asked whether they live, not too many of one conversation, told when we stop."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from infra.measures import Measures
from infra.tasks import Tasks
from infra.wire.frames import PING_SECONDS, Closing

MOST_OF_ONE = 4
TICK_SECONDS = 5.0
SILENT_PINGS = 2
LAST_WORDS_SECONDS = 3.0


class Socket(Protocol):
    """What is asked of each."""

    unanswered: int

    @property
    def conversation_id(self) -> str:
        """Whose it is."""
        ...

    @property
    def expires_at(self) -> float:
        """When its pass runs out, in Unix seconds."""
        ...

    def ping(self) -> None:
        """Ask whether anybody is there."""
        ...

    def cut(self) -> None:
        """End the connection at once."""
        ...

    async def close(self, code: Closing) -> None:
        """End the connection in good order."""
        ...


class Sockets:
    """`clock` gives Unix seconds."""

    def __init__(self, tasks: Tasks, measures: Measures, clock: Callable[[], float]) -> None:
        self._tasks = tasks
        self._measures = measures
        self._clock = clock
        self._open: dict[Socket, float] = {}
        """With the loop's time at which each is asked next; the oldest first."""
        self._of: dict[str, list[Socket]] = {}
        self.stopping = asyncio.Event()

    @contextmanager
    def holding(self, socket: Socket) -> Iterator[None]:
        """Hold a socket while it talks; the oldest of too many of one conversation makes room."""
        others = self._of.setdefault(socket.conversation_id, [])
        others.append(socket)
        if len(others) > MOST_OF_ONE:
            self._tasks.start(others[0].close(Closing.REPLACED))
        self._measures.sockets.inc()
        self._open[socket] = asyncio.get_running_loop().time() + PING_SECONDS
        try:
            yield
        finally:
            self._measures.sockets.dec()
            del self._open[socket]
            others.remove(socket)
            if not others:
                del self._of[socket.conversation_id]

    async def run(self) -> None:
        """Look after all of them until cancelled."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self.look_after()

    def look_after(self) -> None:
        """Ask those that were not asked for a while; end those that have not answered, or whose pass has run out."""
        now, unix = asyncio.get_running_loop().time(), self._clock()
        for socket, due in list(self._open.items()):
            if socket.expires_at <= unix:
                self._tasks.start(socket.close(Closing.TOKEN))
            elif due <= now and socket.unanswered >= SILENT_PINGS:
                socket.cut()
            elif due <= now:
                self._open[socket] = now + PING_SECONDS
                socket.ping()

    async def close(self) -> None:
        """Tell all of them to come back later, and end those that do not take leave."""
        self.stopping.set()
        leaving = [self._tasks.start(socket.close(Closing.RESTART)) for socket in self._open]
        if leaving:
            await asyncio.wait(leaving, timeout=LAST_WORDS_SECONDS)
        for socket in list(self._open):
            socket.cut()
