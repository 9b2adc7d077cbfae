"""The one connection on which a process hears what others publish. It comes back by itself."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable

from redis.exceptions import RedisError

from infra.signals.redis.link import ANSWER_SECONDS, PREFIX, Connection, Link
from infra.tasks import Tasks

log = logging.getLogger("waybill.signals")
BEAT_SECONDS = 10.0
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0


class Listening:
    """The topics that this process wants to hear, and the connection that is kept subscribed to them."""

    def __init__(self, link: Link, hear: Callable[[str, bytes], None], miss: Callable[[str], None]) -> None:
        """Args: hear: is given what was published on a topic; miss: is told that something on a topic may be lost."""
        self._link = link
        self._hear = hear
        self._miss = miss
        self._tasks = Tasks()
        self._wanted: Counter[str] = Counter()
        self._asked: set[str] = set()
        """What this connection was told to listen to."""
        self._ready: dict[str, asyncio.Event] = {}
        """For each topic that is wanted or asked for: Redis confirmed it, or the wait for that is in vain."""
        self._deaf: set[str] = set()
        """Topics whose listeners are there, but did not hear for some time."""
        self._changed = asyncio.Event()
        self._is_begun = False
        self._is_away = False

    async def want(self, topic: str) -> None:
        """Hear this topic, from when this returns or, if Redis is away, later."""
        self._wanted[topic] += 1
        ready = self._ready.setdefault(topic, asyncio.Event())
        self._changed.set()
        if not self._is_begun:
            self._is_begun = True
            self._tasks.start(self._keep_connected())
        if self._is_away:
            self._deaf.add(topic)
            return
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await ready.wait()
        except TimeoutError:
            self._deaf.add(topic)

    def unwant(self, topic: str) -> None:
        """Hear this topic no more, if nobody else here wants to."""
        self._wanted[topic] -= 1
        if not self._wanted[topic]:
            del self._wanted[topic]
            self._deaf.discard(topic)
            if topic not in self._asked:
                del self._ready[topic]
            self._changed.set()

    async def close(self) -> None:
        """Stop listening."""
        await self._tasks.close()

    async def _keep_connected(self) -> None:
        pause = FIRST_PAUSE
        while True:
            connection = self._link.connection()
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    await connection.connect()
                pause, self._is_away = FIRST_PAUSE, False
                async with asyncio.TaskGroup() as both:
                    both.create_task(self._speak(connection))
                    both.create_task(self._read(connection))
            except* (RedisError, OSError) as errors:
                self._broke_off(errors)
            finally:
                await connection.disconnect(nowait=True)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _broke_off(self, errors: BaseExceptionGroup[RedisError | OSError]) -> None:
        if not self._is_away:
            log.warning("signals: listening broke off", extra={"error": type(errors.exceptions[0]).__name__})
        self._is_away = True
        self._deaf.update(self._wanted)
        for ready in self._ready.values():
            ready.set()
        self._asked = set()
        self._ready = {topic: asyncio.Event() for topic in self._wanted}

    async def _speak(self, connection: Connection) -> None:
        """Subscribe as wanted, in one go for all that came and went meanwhile; say something when there is nothing."""
        while True:
            self._changed.clear()
            gone, new = self._asked - self._wanted.keys(), self._wanted.keys() - self._asked
            self._asked = set(self._wanted)
            for topic in gone:
                del self._ready[topic]
            if gone:
                await connection.send_command("UNSUBSCRIBE", *(PREFIX + topic for topic in gone))
            if new:
                await connection.send_command("SUBSCRIBE", *(PREFIX + topic for topic in new))
            try:
                async with asyncio.timeout(BEAT_SECONDS):
                    await self._changed.wait()
            except TimeoutError:
                await connection.send_command("PING")

    async def _read(self, connection: Connection) -> None:
        """Hear what comes. Where not even an answer to a beat comes, the connection is dead: TimeoutError."""
        while True:
            async with asyncio.timeout(BEAT_SECONDS + ANSWER_SECONDS):
                reply = await connection.read_response()
            match reply:
                case [b"message", bytes(channel), bytes(payload)]:
                    self._hear(_topic(channel), payload)
                case [b"subscribe", bytes(channel), _]:
                    self._confirmed(_topic(channel))

    def _confirmed(self, topic: str) -> None:
        if (ready := self._ready.get(topic)) is not None:
            ready.set()
        if topic in self._deaf:
            self._deaf.discard(topic)
            self._miss(topic)


def _topic(channel: bytes) -> str:
    return channel.decode().removeprefix(PREFIX)
