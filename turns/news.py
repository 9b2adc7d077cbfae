"""News of a conversation: a word to look in the journal, and signs that are kept nowhere.

Whoever commits an utterance, a claim or a hand-back tells it; whoever shows the conversation listens and reads what is
new. A word may be lost or come twice: the journal is what counts.
"""

from contextlib import AbstractAsyncContextManager
from typing import Final

from infra.signals.fan_out import FanOut, Subscription

LOOK: Final = b""
"""There may be something new in the journal. Everything else that is published is a sign: a frame, as it is shown."""


class News:
    """Of all conversations, in every process."""

    def __init__(self, fan_out: FanOut) -> None:
        self._fan_out = fan_out

    def tell(self, conversation_id: str) -> None:
        """Something was committed in this conversation; nobody waits for it to be heard."""
        self._fan_out.tell(_topic(conversation_id), LOOK)

    def show(self, conversation_id: str, sign: str) -> None:
        """Pass a sign on: a frame of `infra.wire.frames` that has no number, such as `typing` or `read`."""
        self._fan_out.tell(_topic(conversation_id), sign.encode())

    def subscribe(self, conversation_id: str) -> AbstractAsyncContextManager[Subscription]:
        """Listen: `LOOK` or `Missed` means look in the journal, everything else is a sign."""
        return self._fan_out.subscribe(_topic(conversation_id))


def _topic(conversation_id: str) -> str:
    return f"news/{conversation_id}"
