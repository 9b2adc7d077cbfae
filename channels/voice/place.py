"""Where a call stands, as its next webhook has to say: signed by Twilio with the rest of the URL, kept by nobody.

Everything else stands in the conversation, so any process can take the next step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from intents.meaning import Slot

LETTERS = {
    Slot.REFERENCE: "r",
    Slot.EMAIL: "e",
    Slot.ZIP: "z",
    Slot.PHONE: "p",
    Slot.NAME: "n",
    Slot.MESSAGE: "m",
    Slot.KIND: "k",
    Slot.CONTACT: "c",
}
MOST = 10**9
STUCK_AFTER = 3  # misses, or silences


class Misplaced(Exception):  # noqa: N818 - the sender's mistake, not a fault of ours
    """A query that no document of ours has."""


@dataclass(frozen=True, slots=True)
class Place:
    """A step of a call.

    Attributes:
        after: sequence number of what we said last.
        asked: what that asked for, as letters of `LETTERS`.
        missed: how often in a row an answer to it was none.
        quiet: how often in a row nothing was said.
        stuck: neither words nor keys help any more.
        polls: how often we were asked for a reply that is not there yet.
        colleague: which of the merchant's destinations is called, from 0.
        again: how often that colleague wanted to hear it again.
        call: the customer's own leg, on the leg of a colleague.
    """

    after: int = 0
    asked: str = ""
    missed: int = 0
    quiet: int = 0
    stuck: bool = False
    polls: int = 0
    colleague: int = 0
    again: int = 0
    call: str = ""

    def query(self) -> str:
        """As it stands in a URL; what has its default is left out."""
        written = {
            "n": self.after,
            "a": self.asked,
            "m": self.missed,
            "q": self.quiet,
            "x": int(self.stuck),
            "p": self.polls,
            "c": self.colleague,
            "g": self.again,
            "call": self.call,
        }
        return urlencode({name: value for name, value in written.items() if value})

    def answered(self, asks: frozenset[Slot], after: int, *, missed: bool) -> "Place":
        """Where the call stands once something was heard and we have answered.

        `missed`: what was heard may have been no answer. Whoever was stuck and falls silent is not asked for long.
        """
        asked = letters(asks)
        again = missed and asked != "" and asked == self.asked
        return Place(after, asked, missed=self.missed + 1 if again else 0, quiet=STUCK_AFTER if self.stuck else 0)

    def told(self, asks: frozenset[Slot], after: int) -> "Place":
        """Where the call stands once we have said something that nobody had asked for."""
        return Place(after, letters(asks), quiet=self.quiet)

    def later(self) -> "Place":
        """One poll later."""
        return replace(self, polls=self.polls + 1)


def letters(asks: frozenset[Slot]) -> str:
    """What is asked for, as it stands in a URL."""
    return "".join(sorted(LETTERS[slot] for slot in asks))


def read(query: Mapping[str, str]) -> Place:
    """The place a URL names. Raises: Misplaced."""
    try:
        place = Place(
            after=int(query.get("n", 0)),
            asked=query.get("a", ""),
            missed=int(query.get("m", 0)),
            quiet=int(query.get("q", 0)),
            stuck=query.get("x") == "1",
            polls=int(query.get("p", 0)),
            colleague=int(query.get("c", 0)),
            again=int(query.get("g", 0)),
            call=query.get("call", ""),
        )
    except ValueError:
        raise Misplaced from None
    numbers = (place.after, place.missed, place.quiet, place.polls, place.colleague, place.again)
    if not all(0 <= number < MOST for number in numbers) or not set(place.asked) <= set(LETTERS.values()):
        raise Misplaced
    return place
