"""The way to Redis: a command is answered within a second or fails; while Redis is known to be away it fails at once.

Nothing is tried twice: a count that came through although its reply was lost must not be counted again.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Protocol, TypeAlias

from redis.asyncio import BlockingConnectionPool, Redis
from redis.exceptions import NoScriptError, RedisError

from infra.signals.errors import SignalsUnavailable

log = logging.getLogger("waybill.signals")
PREFIX = "waybill:"
"""Before every key and channel of ours."""
ANSWER_SECONDS = 1.0
AWAY_SECONDS = 1.0
MOST_CONNECTIONS = 32

Word: TypeAlias = str | bytes | int | float
Reply: TypeAlias = "int | bytes | list[Reply] | None"


@dataclass(frozen=True, slots=True)
class Script:
    """Lua that Redis runs in one go."""

    text: str
    sha: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha", sha1(self.text.encode()).hexdigest())  # noqa: S324 - the name Redis gives it


class Connection(Protocol):
    """What we use of a connection of redis-py, which has no types of its own."""

    async def connect(self) -> None:
        """Connect, if it is not connected. Raises: RedisError, OSError, as do all of these."""
        ...

    async def send_command(self, *words: Word) -> None:
        """Send, without waiting for a reply."""
        ...

    async def read_response(self) -> Reply:
        """The next reply or message, however long it takes."""
        ...

    async def disconnect(self, *, nowait: bool) -> None:
        """Close it."""
        ...


@asynccontextmanager
async def _patience() -> AsyncIterator[None]:
    """`ANSWER_SECONDS` for what is done inside. Raises: TimeoutError.

    In two halves, the second counted from when the first is seen to be over: whoever was held up themselves, however
    long, finds time left to read the reply that came meanwhile, and does not blame Redis.
    """
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(None) as limit:
        half = loop.call_later(ANSWER_SECONDS / 2, lambda: limit.reschedule(loop.time() + ANSWER_SECONDS / 2))
        try:
            yield
        finally:
            half.cancel()


class Link:
    """Redis as one process reaches it. Connects when first asked; made in a running event loop."""

    def __init__(self, url: str) -> None:
        """Args: url: redis://, rediss:// or unix://. Raises: ValueError with one sentence that repeats no secret."""
        self._pool = BlockingConnectionPool.from_url(
            url,
            max_connections=MOST_CONNECTIONS,
            timeout=None,  # `ask` has one time-out around everything; two would cost a task for each command
            socket_connect_timeout=None,
            socket_timeout=None,
            protocol=2,
            driver_info=None,
        )
        self._client = Redis(connection_pool=self._pool)
        self._away_until = 0.0
        self._is_away = False
        self._closed = False

    async def ask(self, *words: Word) -> Reply:
        """Send one command. Raises: SignalsUnavailable."""
        now = asyncio.get_running_loop().time()
        if self._closed or now < self._away_until:
            raise SignalsUnavailable
        if self._is_away:
            self._away_until = now + ANSWER_SECONDS  # one looks whether it is back; nobody else waits for that
        try:
            async with _patience():
                reply: Reply = await self._client.execute_command(*words)  # type: ignore[no-untyped-call]  # redis-py's
        except NoScriptError:
            self._back()
            raise
        except (RedisError, OSError) as error:
            self._lost(error)
            raise SignalsUnavailable from error
        self._back()
        return reply

    async def run(self, script: Script, keys: list[str], *values: Word) -> Reply:
        """Run a script over these keys. Raises: SignalsUnavailable."""
        words = (len(keys), *keys, *values)
        try:
            return await self.ask("EVALSHA", script.sha, *words)
        except NoScriptError:  # the first time, and after Redis was restarted
            return await self.ask("EVAL", script.text, *words)

    async def answers(self) -> bool:
        """Whether Redis answers."""
        try:
            await self.ask("PING")
        except SignalsUnavailable:
            return False
        return True

    def connection(self) -> Connection:
        """A connection of the caller's own, not yet connected; it has no time-outs."""
        made: Connection = self._pool.make_connection()  # type: ignore[no-untyped-call]  # redis-py's
        return made

    async def close(self) -> None:
        """Close what is open. Nothing is opened again for whoever asks later: nobody would close it."""
        self._closed = True
        await self._pool.disconnect()

    def _back(self) -> None:
        if self._is_away:
            self._is_away, self._away_until = False, 0.0
            log.info("signals: Redis is back")

    def _lost(self, error: Exception) -> None:
        self._away_until = asyncio.get_running_loop().time() + AWAY_SECONDS
        if not self._is_away:
            self._is_away = True
            log.warning("signals: Redis is away", extra={"error": type(error).__name__})
