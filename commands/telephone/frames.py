"""What a server may send over a relay's socket. Whatever is not one of these, Twilio drops, and after ten it hangs up.

Source: https://www.twilio.com/docs/voice/conversationrelay/websocket-messages
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from commands.telephone.errors import Refused
from commands.telephone.values import TAG_OR_MULTI, web_url

MOST_BYTES = 64 * 1024


class _Frame(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Text(_Frame):
    """Words to say; `last`: the turn ends with them."""

    type: Literal["text"]
    token: str = Field(repr=False)
    last: bool = False
    lang: str | None = None
    interruptible: bool | None = None
    preemptible: bool | None = None


class Play(_Frame):
    """A sound to play."""

    type: Literal["play"]
    source: str
    loop: int = Field(1, ge=0, le=1000)
    interruptible: bool | None = None
    preemptible: bool = False


class SendDigits(_Frame):
    """Keys to press."""

    type: Literal["sendDigits"]
    digits: str = Field(pattern=r"^[0-9w#*]+$")


class Language(_Frame):
    """From now on, this is spoken and heard."""

    type: Literal["language"]
    ttsLanguage: str | None = None  # noqa: N815 - Twilio's names
    transcriptionLanguage: str | None = None  # noqa: N815


class End(_Frame):
    """The session is over, and the call goes on with its action."""

    type: Literal["end"]
    handoffData: str | None = None  # noqa: N815 - Twilio's name


Frame: TypeAlias = Annotated[Text | Play | SendDigits | Language | End, Field(discriminator="type")]
_FRAME: TypeAdapter[Frame] = TypeAdapter(Frame)


def read(message: str | bytes) -> Frame:
    """Judge what came over the socket. Raises: Refused, as Twilio would drop it."""
    if isinstance(message, bytes):
        raise Refused("64107: a binary message")
    if len(message.encode()) > MOST_BYTES:
        raise Refused("64107: a message of more than 64 kB")
    try:
        frame = _FRAME.validate_json(message)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise Refused(f"64107: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    _judge(frame)
    return frame


def _judge(frame: Frame) -> None:
    """What the types cannot say. Raises: Refused."""
    if any(getattr(frame, name) is None for name in frame.model_fields_set):
        raise Refused("64107: a field is null")
    match frame:
        case Text(lang=str(tag)) if not TAG_OR_MULTI(tag):
            raise Refused(f"64107: {tag!r} is no language")
        case Play(source=source) if not web_url(source):
            raise Refused("64107: what is played has an absolute https URL")
        case Language(ttsLanguage=tts, transcriptionLanguage=heard):
            given = [tag for tag in (tts, heard) if tag is not None]
            if not given or not all(map(TAG_OR_MULTI, given)):
                raise Refused("64107: a language message names at least one language")
