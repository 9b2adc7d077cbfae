"""Fan-out on Redis: within the process at once, and to all others by pub/sub."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from secrets import token_bytes

from infra.signals.errors import SignalsUnavailable
from infra.signals.fan_out import LocalFanOut, Subscription
from infra.signals.redis.link import ANSWER_SECONDS, PREFIX, Link
from infra.signals.redis.listening import Listening
from infra.tasks import Tasks

NAME_BYTES = 8


class RedisFanOut:
    """Among all processes; while Redis is away, within each, and then everybody is told that they missed something."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._here = LocalFanOut()
        self._telling = Tasks()
        self._listening = Listening(link, self._hear, self._here.miss)
        self._name = token_bytes(NAME_BYTES)
        """Stands before each message, so that what this process has heard from itself it does not hear again."""

    def tell(self, topic: str, payload: bytes) -> None:
        """See `FanOut.tell`. Where Redis is away, those in this process hear it nevertheless."""
        self._here.tell(topic, payload)
        self._telling.start(self._tell_others(topic, payload))

    async def _tell_others(self, topic: str, payload: bytes) -> None:
        with suppress(SignalsUnavailable):
            await self._link.ask("PUBLISH", PREFIX + topic, self._name + payload)

    @asynccontextmanager
    async def subscribe(self, topic: str) -> AsyncIterator[Subscription]:
        """See `FanOut.subscribe`."""
        async with self._here.subscribe(topic) as subscription:
            try:
                await self._listening.want(topic)
                yield subscription
            finally:
                self._listening.unwant(topic)

    async def close(self) -> None:
        """Let what was told go out, then stop listening."""
        await self._telling.finish(ANSWER_SECONDS)
        await self._listening.close()

    def _hear(self, topic: str, message: bytes) -> None:
        if message[:NAME_BYTES] != self._name:
            self._here.tell(topic, message[NAME_BYTES:])
