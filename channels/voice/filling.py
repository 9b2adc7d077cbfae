"""What a caller hears over a socket while a turn takes its time: a word, then a sound, again and again."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from channels.voice import phrases, relay_frames
from channels.voice.relay_frames import Send
from infra.tasks import Tasks
from turns.visit import Turn

FIRST_AFTER_SECONDS = 1.2
SILENCE_BETWEEN_SECONDS = 1.0  # after one is heard, before the next
SOUND_SECONDS = 1.5
CHARACTERS_A_SECOND = 14.0


class Filling:
    """Fills the silence of one call. `house` keeps a turn that must come to its end when the caller is gone.

    `sound` is the URL of what is heard between the words.
    """

    def __init__(self, send: Send, house: Tasks, sound: str) -> None:
        self._send = send
        self._house = house
        self._sound = sound

    async def until(self, work: Coroutine[Any, Any, Turn]) -> Turn:
        """The turn, and until it is there the caller hears that we are at it."""
        task, wait, fillers = self._house.start(work), FIRST_AFTER_SECONDS, 0
        while True:
            done, _ = await asyncio.wait([task], timeout=wait)
            if done:
                return task.result()
            wait = SILENCE_BETWEEN_SECONDS + await self._fill(fillers)
            fillers += 1

    async def _fill(self, fillers: int) -> float:
        """A word and a sound in turns. Returns for how many seconds it is heard."""
        which, sound = divmod(fillers, 2)
        if sound:
            await self._send(relay_frames.plays(self._sound))
            return SOUND_SECONDS
        said = phrases.LOOKING[min(which, len(phrases.LOOKING) - 1)]
        await self._send(relay_frames.says(said, filler=True))
        return seconds_of(said)


def seconds_of(words: str) -> float:
    """For about how long words are heard."""
    return len(words) / CHARACTERS_A_SECOND
