"""Where a call stands, as its next webhook has to say: signed by Twilio with the rest of the URL, kept by nobody.

Everything else stands in the conversation, so any process can take the next step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

MOST = 10**9
STUCK_AFTER = 3  # misses, or silences


class Misplaced(Exception):  # noqa: N818 - the sender's mistake, not a fault of ours
    """A query that no document of ours has."""


@dataclass(frozen=True, slots=True)
class Place:
    """A step of a call.

    Attributes:
        after: sequence number of what we said last.
        quiet: how often in a row nothing was said.
        stuck: neither words nor keys help any more.
        polls: how often we were asked for a reply that is not there yet.
        colleague: which of the merchant's destinations is called, from 0.
        again: how often that colleague wanted to hear it again.
        call: the customer's own leg, on the leg of a colleague.
    """

    after: int = 0
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
            "q": self.quiet,
            "x": int(self.stuck),
            "p": self.polls,
            "c": self.colleague,
            "g": self.again,
            "call": self.call,
        }
        return urlencode({name: value for name, value in written.items() if value})

    def answered(self, after: int) -> "Place":
        """Where the call stands once something was heard and we have answered.

        Whoever was stuck and falls silent is not asked for long.
        """
        return Place(after, quiet=STUCK_AFTER if self.stuck else 0)

    def told(self, after: int) -> "Place":
        """Where the call stands once we have said something that nobody had asked for."""
        return Place(after, quiet=self.quiet)

    def later(self) -> "Place":
        """One poll later."""
        return replace(self, polls=self.polls + 1)


def read(query: Mapping[str, str]) -> Place:
    """The place a URL names. Raises: Misplaced."""
    try:
        place = Place(
            after=int(query.get("n", 0)),
            quiet=int(query.get("q", 0)),
            stuck=query.get("x") == "1",
            polls=int(query.get("p", 0)),
            colleague=int(query.get("c", 0)),
            again=int(query.get("g", 0)),
            call=query.get("call", ""),
        )
    except ValueError:
        raise Misplaced from None
    if not all(0 <= number < MOST for number in (place.after, place.quiet, place.polls, place.colleague, place.again)):
        raise Misplaced
    return place
