"""The messages of a request: what was said before, what is said now, and how much there is of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from channels.completions.errors import Refused
from channels.completions.request import Message
from turns.replay import Past

LONGEST = 4000
MOST_PAST = 100
MOST_PAST_CHARACTERS = 20_000
"""How far back a history is read: understanding costs about two microseconds a character, while all others wait."""


@dataclass(frozen=True, slots=True)
class History:
    """A request's messages, split at the customer's last.

    Attributes:
        past: what both sides said shortly before it, oldest first; the longest texts cut.
        words: the customer's last message, whole; None where they have said nothing.
        place: its index in the request.
        pictured: it has parts that are no text.
        after: what follows it.
        characters: of all texts together.
    """

    past: tuple[Past, ...]
    words: str | None = field(repr=False)
    place: int
    pictured: bool
    after: Sequence[Message]
    characters: int

    def check(self) -> None:
        """Raises: Refused if the words are too long to be one utterance."""
        if self.words is not None and len(self.words) > LONGEST:
            sentence = f"The last user message is longer than {LONGEST} characters."
            raise Refused(sentence, param=f"messages[{self.place}].content")


def split(messages: Sequence[Message]) -> History:
    """Split at the last message of the customer."""
    spoken = [place for place, message in enumerate(messages) if message.role == "user"]
    last = spoken[-1] if spoken else len(messages)
    now = messages[last].content if spoken else None
    characters = sum(len(message.content.text) for message in messages)
    return History(
        _past(messages[:last]),
        now.text if now else None,
        last,
        now.pictured if now else False,
        messages[last + 1 :],
        characters,
    )


def _past(before: Sequence[Message]) -> tuple[Past, ...]:
    found: list[Past] = []
    left = MOST_PAST_CHARACTERS
    for message in reversed(before):
        text = message.content.text[:LONGEST]
        if message.role not in {"user", "assistant"} or not text:
            continue
        left -= len(text)
        if left < 0 or len(found) == MOST_PAST:
            break
        found.append(Past(message.role == "assistant", text))
    return tuple(reversed(found))
