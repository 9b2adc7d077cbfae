"""What goes over a relay's socket, both ways: nothing else is read, and nothing that Twilio would refuse is sent.

Source: https://www.twilio.com/docs/voice/conversationrelay/websocket-messages
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Literal, TypeAlias

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from channels.voice.request import LONGEST_SPEECH, Number, Sid, clipped
from infra.wire.text import plain

MOST_BYTES = 65_536
LONGEST_HEARD = 8000
KEYS = "0123456789*#"
Send: TypeAlias = Callable[[str], Awaitable[None]]
"""Writes a frame."""
_UNREAD = str.maketrans({"<": " ", ">": " ", "&": " and "})


class _Came(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Setup(_Came):
    """The first frame: which call this is; `shown` is the pass we gave it."""

    type: Literal["setup"]
    session_id: str = Field("", alias="sessionId", max_length=64)
    call_sid: Sid = Field(alias="callSid")
    account_sid: Sid = Field(alias="accountSid")
    called: Number = Field("", alias="to")
    parameters: Mapping[str, Annotated[str, Field(max_length=256)]] = Field(
        default_factory=dict, alias="customParameters", max_length=16, repr=False
    )

    @property
    def shown(self) -> str:
        """The pass, or nothing."""
        return self.parameters.get("pass", "")


class Prompt(_Came):
    """The caller said something; `last` is false while they still do."""

    type: Literal["prompt"]
    text: Annotated[str, clipped(LONGEST_SPEECH)] = Field(alias="voicePrompt", repr=False)
    last: bool = True


class Dtmf(_Came):
    """The caller pressed a key."""

    type: Literal["dtmf"]
    digit: Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"] = Field(repr=False)


class Interrupt(_Came):
    """The caller cut in; `heard` of what was being said was spoken until then."""

    type: Literal["interrupt"]
    heard: Annotated[str, clipped(LONGEST_HEARD)] = Field("", alias="utteranceUntilInterrupt", repr=False)


class Info(_Came):
    """Something that we asked to be told, such as that our words have been spoken."""

    type: Literal["info"]
    name: str = Field("", max_length=64)
    value: Annotated[str, BeforeValidator(lambda value: str(value)[:LONGEST_HEARD])] = Field("", repr=False)

    @property
    def has_spoken(self) -> bool:
        """Whether we have stopped speaking."""
        return self.name == "agentSpeaking" and self.value in {"off", "stop"}


class Trouble(_Came):
    """Twilio did not take something we sent, or has a fault of its own."""

    type: Literal["error"]
    description: Annotated[str, clipped(400)] = Field("", repr=False)


Frame: TypeAlias = Annotated[Setup | Prompt | Dtmf | Interrupt | Info | Trouble, Field(discriminator="type")]
_FRAME: TypeAdapter[Frame] = TypeAdapter(Frame)
TYPES = frozenset({"setup", "prompt", "dtmf", "interrupt", "info", "error"})


class Garbled(Exception):  # noqa: N818 - the sender's mistake, not a fault of ours
    """A frame that nobody could have meant."""


def parse(text: str) -> Frame | None:
    """A frame, or None for a kind that is new to us. Raises: Garbled."""
    try:
        came = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Garbled from None
    if not isinstance(came, dict):
        raise Garbled
    if isinstance(came.get("type"), str) and came["type"] not in TYPES:
        return None
    try:
        return _FRAME.validate_python(came)
    except ValidationError:
        raise Garbled from None


def says(words: str, *, filler: bool = False) -> str:
    """Words to be spoken, all in one; a filler gives way to whatever is said after it.

    Engines read markup in them: what looks like it is blanked out, whoever wrote it.
    """
    token = plain(words).translate(_UNREAD)
    return _written({"type": "text", "token": token, "last": True, "interruptible": True, "preemptible": filler})


def plays(url: str) -> str:
    """A sound that gives way to words."""
    return _written({"type": "play", "source": url, "loop": 1, "interruptible": True, "preemptible": True})


def ends(handed: Mapping[str, str | int]) -> str:
    """The session is over; `handed` comes back with the call, and holds nothing of anybody."""
    return _written({"type": "end", "handoffData": orjson.dumps(dict(handed)).decode()})


def _written(frame: Mapping[str, object]) -> str:
    return orjson.dumps(frame).decode()
