"""What is heard on a line, and what the people at its ends can do."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

CHARACTERS_A_SECOND = 15.0  # as people speak English
SHORTEST_SECONDS = 0.3


class Kind(StrEnum):
    """What a sound is."""

    SPEECH = "speech"
    MUSIC = "music"
    PAUSE = "pause"
    BEEP = "beep"
    RINGING = "ringing"
    COLLEAGUE = "colleague"
    WAITING = "waiting"
    OWN = "own"


QUIET = frozenset({Kind.PAUSE, Kind.WAITING})


@dataclass(frozen=True, slots=True)
class Sound:
    """Something that is heard for `seconds`, or silence. `text`: the words, or which music.

    Attributes:
        at: seconds since the telephone began to ring.
        stops: whoever hears it can stop it by speaking or by a key.
        turn: after it, it is the turn of whoever hears it; a filler is followed by more.
    """

    kind: Kind
    text: str = field(repr=False)
    seconds: float
    at: float = 0.0
    stops: bool = False
    turn: bool = False

    @property
    def quiet(self) -> bool:
        """Nothing is heard."""
        return self.kind in QUIET


def spoken_for(text: str) -> float:
    """About how many seconds it takes to say this."""
    return max(SHORTEST_SECONDS, len(text) / CHARACTERS_A_SECOND)


@dataclass(frozen=True, slots=True)
class Speech:
    """Words, as the recogniser gives them. `interrupting`: said as soon as these words were heard, cutting in."""

    text: str
    confidence: float | None = 0.9
    interrupting: str | None = None


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys pressed one after the other: 0-9, * and #."""

    keys: str
    interrupting: str | None = None


class Silence(StrEnum):
    """Nothing is said until whoever waits gives up."""

    SILENCE = "silence"


class HangingUp(StrEnum):
    """The receiver is put down."""

    HANGING_UP = "hanging up"


SILENCE, HANGING_UP = Silence.SILENCE, HangingUp.HANGING_UP
Act: TypeAlias = Speech | Keys | Silence | HangingUp


class Wanted(StrEnum):
    """What a line waits for."""

    ANSWER = "answer"
    RECORDING = "recording"
    TALK = "talk"


class Person(Protocol):
    """Whoever holds a receiver."""

    async def listens(self, sound: Sound) -> float:
        """Hear a sound. Returns for how many seconds: fewer than it lasts if it `stops` and they cut in."""
        ...

    async def acts(self, wanted: Wanted) -> Act:
        """Do something, when it is their turn; in a talk it always is."""
        ...
