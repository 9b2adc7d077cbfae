"""What may become of a file that is said to be a picture; known without the library that draws."""

from enum import IntEnum

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000


class Verdict(IntEnum):
    """As the exit status of the process that draws; whatever is not here is a crash, and counts as BROKEN."""

    DRAWN = 0
    KIND = 10
    NO_DECODER = 11
    TOO_LARGE = 12
    BROKEN = 13


class NoPicture(Exception):  # noqa: N818 - an answer
    """There is no picture to be had from this file."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.name)
        self.verdict = verdict
