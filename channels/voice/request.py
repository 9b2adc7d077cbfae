"""What we read of Twilio's request for instructions; every other field is ignored, for new ones come unannounced.

Source: https://www.twilio.com/docs/voice/twiml
"""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import parse_qsl

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from infra.wire.text import plain

MOST_BYTES = 65_536
MOST_FIELDS = 200
LONGEST_DIGITS, LONGEST_SPEECH, LONGEST_NUMBER = 64, 4000, 255
LONGEST_HANDED = 400
LISTENS = frozenset({"queued", "initiated", "ringing", "in-progress"})


def clipped(longest: int) -> BeforeValidator:
    """What is too long is cut: on the phone there is nobody who could send it again, shorter."""
    return BeforeValidator(lambda text: plain(text)[:longest] if isinstance(text, str) else text)


Sid = Annotated[str, Field(min_length=34, max_length=34, pattern=r"^[A-Z]{2}[0-9a-f]{32}$")]
Number = Annotated[str, clipped(LONGEST_NUMBER)]
Word = Annotated[str, Field(max_length=64)]


class VoiceRequest(BaseModel):
    """A request of one leg of a call. Blank values are sent, and mean as much as none.

    Attributes:
        digits: the keys pressed, without the one that ended them.
        speech: what a recogniser wrote of what was said.
        attestation: how far the caller's number is vouched for (STIR), on calls within the US.
        session_status: how a relay's socket ended.
        handed: what we sent when we ended it.
        dial_bridged: whether caller and colleague were connected to each other.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)
    call_sid: Sid = Field(alias="CallSid")
    account_sid: Sid = Field(alias="AccountSid")
    caller: Number = Field("", alias="From", repr=False)
    called: Number = Field("", alias="To")
    status: Word = Field("", alias="CallStatus")
    direction: Word = Field("", alias="Direction")
    attestation: Word = Field("", alias="StirVerstat")
    digits: Annotated[str, clipped(LONGEST_DIGITS)] = Field("", alias="Digits", repr=False)
    speech: Annotated[str, clipped(LONGEST_SPEECH)] = Field("", alias="SpeechResult", repr=False)
    dial_status: Word = Field("", alias="DialCallStatus")
    dial_bridged: Annotated[bool, BeforeValidator(lambda text: text == "true")] = Field(
        default=False, alias="DialBridged"
    )
    error_code: Word = Field("", alias="ErrorCode")
    session_status: Word = Field("", alias="SessionStatus")
    handed: Annotated[str, clipped(LONGEST_HANDED)] = Field("", alias="HandoffData")

    @property
    def line_number(self) -> str:
        """Our own number in this leg: the one called or, on the way to a colleague, the one that calls."""
        return self.caller if self.direction.startswith("outbound") else self.called

    @property
    def is_heard(self) -> bool:
        """Whether somebody is on this leg still, to hear an answer."""
        return self.status in LISTENS


def read_form(body: bytes) -> Sequence[tuple[str, str]]:
    """The fields of a form, decoded, blank and repeated ones included. Raises: ValueError."""
    return parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
