"""Colleagues for whom a telephone rings, and what they do."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from commands.telephone.people import HANGING_UP, SILENCE, Act, Keys, Sound, Wanted


class Ringing(StrEnum):
    """What comes of letting it ring; what is not answered is a DialCallStatus."""

    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"


class Leaves(StrEnum):
    """When the caller gives up."""

    RINGING = "while it rings"
    BRIEF = "while the colleague is told"
    TALK = "after they have talked"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody at the other end.

    Attributes:
        acts: what they do, one after the other, each time they are asked in the brief; after that, nothing.
        talks: seconds for which they talk with the caller, if they are connected.
        caller_leaves: when the caller hangs up; None: the colleague does, after the talk.
    """

    ringing: Ringing = Ringing.ANSWERED
    acts: tuple[Act, ...] = ()
    talks: float = 60.0
    caller_leaves: Leaves | None = Leaves.TALK


COLLEAGUES = {
    "accepts": Colleague(acts=(Keys("1"),)),
    "accepts and hangs up first": Colleague(acts=(Keys("1"),), caller_leaves=None),
    "declines": Colleague(acts=(Keys("2"),)),
    "listens again": Colleague(acts=(Keys("3"), Keys("1"))),
    "presses nothing": Colleague(acts=(SILENCE, SILENCE)),
    "is a voicemail": Colleague(),
    "hangs up": Colleague(acts=(HANGING_UP,)),
    "is busy": Colleague(Ringing.BUSY),
    "does not answer": Colleague(Ringing.NO_ANSWER),
    "fails": Colleague(Ringing.FAILED),
    "is not waited for": Colleague(caller_leaves=Leaves.RINGING),
    "is briefed too late": Colleague(acts=(Keys("1"),), caller_leaves=Leaves.BRIEF),
}
"""By what they do, as a script and the terminal name them."""


class AtTheirDesk:
    """A colleague with the receiver at the ear; keeps what they were told."""

    def __init__(self, colleague: Colleague) -> None:
        self._acts: Iterator[Act] = iter(colleague.acts)
        self.told: list[Sound] = []

    async def listens(self, sound: Sound) -> float:
        """Hear it all."""
        self.told.append(sound)
        return sound.seconds

    async def acts(self, wanted: Wanted) -> Act:  # noqa: ARG002 - whatever is wanted
        """The next thing they do."""
        return next(self._acts, SILENCE)
