"""Why a person is needed; only the standard library."""

from enum import StrEnum


class Reason(StrEnum):
    """The kind of a ticket."""

    LOST = "lost"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    HUMAN = "human"
    MESSAGE = "message"
    UNVERIFIED = "unverified"
    LOOKUP_FAILED = "lookup_failed"
