"""The documents this telephone obeys: which element may stand where, with which attributes and what in them.

Written from Twilio's reference pages for TwiML; what is not in this table is refused, though Twilio itself would drop
some of it in silence.
Source: https://www.twilio.com/docs/voice/twiml
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commands.telephone.values import (
    E164,
    INPUT,
    METHOD,
    TAG,
    TAG_OR_MULTI,
    TRUTH,
    VOICE,
    Check,
    either,
    hints,
    like,
    one_of,
    socket_url,
    some_of,
    web_url,
    whole,
)

DAY = 86_400
SAYABLE = 4096  # characters


def words(value: str) -> bool:
    """Text that can be read aloud."""
    return 0 < len(value) <= SAYABLE


@dataclass(frozen=True, slots=True)
class Element:
    """What may stand in an element. `text`: None where only elements may; `required` are names of attributes."""

    attributes: Mapping[str, Check] = field(default_factory=dict)
    children: frozenset[str] = frozenset()
    text: Check | None = None
    required: frozenset[str] = frozenset()
    mixed: bool = False


def _element(
    attributes: Mapping[str, Check] | None = None,
    *,
    children: str = "",
    text: Check | None = None,
    required: str = "",
    mixed: bool = False,
) -> Element:
    return Element(attributes or {}, frozenset(children.split()), text, frozenset(required.split()), mixed)


DURATION = like(r"[0-9]{1,5}ms|[0-9]{1,2}(\.[0-9]{1,3})?s")
SPEED = either(one_of("x-slow", "slow", "medium", "fast", "x-fast"), like(r"[0-9]{2,3}%"))
SSML = "break emphasis lang p phoneme prosody s say-as sub w"
SPOKEN: Mapping[str, Element] = {
    "break": _element({"strength": one_of("none", "x-weak", "weak", "medium", "strong", "x-strong"), "time": DURATION}),
    "emphasis": _element({"level": one_of("strong", "moderate", "reduced")}, text=words, required="level"),
    "lang": _element({"xml:lang": TAG}, text=words, required="xml:lang"),
    "p": _element(children=SSML, text=words, mixed=True),
    "phoneme": _element({"alphabet": one_of("ipa", "x-sampa"), "ph": words}, text=words, required="ph"),
    "prosody": _element(
        {"volume": like(r"[a-z0-9+.-]+(dB)?"), "rate": SPEED, "pitch": like(r"[a-z0-9%+.-]+")}, text=words
    ),
    "s": _element(children=SSML, text=words, mixed=True),
    "say-as": _element(
        {
            "interpret-as": one_of(
                *("characters", "spell-out", "cardinal", "number", "ordinal", "digits", "fraction"),
                *("unit", "date", "time", "address", "expletive", "telephone"),
            ),
            "format": one_of("mdy", "dmy", "ymd", "md", "dm", "ym", "my", "d", "m", "y", "yyyymmdd"),
        },
        text=words,
        required="interpret-as",
    ),
    "sub": _element({"alias": words}, text=words, required="alias"),
    "w": _element({"role": like(r"amazon:[A-Z]+")}, text=words),
}
SPEECH_MODEL = one_of(
    *("default", "numbers_and_commands", "phone_call", "experimental_utterances", "experimental_conversations"),
    *("googlev2_long", "googlev2_short", "googlev2_telephony", "googlev2_telephony_short"),
    *("deepgram_nova-2", "deepgram_nova-3"),
)
FETCH: Mapping[str, Check] = {"action": web_url, "method": METHOD}
VERBS = "Say Play Pause Gather Redirect Dial Record Hangup Reject Connect"
VOICED: Mapping[str, Element] = {
    "Response": _element(children=VERBS),
    "Say": _element({"voice": VOICE, "language": TAG, "loop": whole(0, 1000)}, children=SSML, text=words, mixed=True),
    "Play": _element({"loop": whole(0, 1000)}, text=web_url),
    "Pause": _element({"length": whole(1, 600)}),
    "Gather": _element(
        {
            **FETCH,
            "input": one_of("dtmf", "speech", "dtmf speech"),
            "actionOnEmptyResult": TRUTH,
            "timeout": whole(1, 600),
            "speechTimeout": either(whole(1, 60), one_of("auto")),
            "numDigits": whole(1, 1000),
            "finishOnKey": like(r"[0-9#*]?"),
            "language": TAG_OR_MULTI,
            "speechModel": SPEECH_MODEL,
            "hints": hints,
            "profanityFilter": TRUTH,
            "bargeIn": TRUTH,
            "partialResultCallback": web_url,
            "partialResultCallbackMethod": METHOD,
        },
        children="Say Play Pause",
    ),
    "Redirect": _element({"method": METHOD}, text=web_url),
    "Record": _element(
        {
            **FETCH,
            "maxLength": whole(1, 14_400),
            "timeout": whole(0, 600),
            "finishOnKey": like(r"[0-9#*]*"),
            "playBeep": TRUTH,
            "trim": one_of("trim-silence", "do-not-trim"),
            "recordingStatusCallback": web_url,
            "recordingStatusCallbackMethod": METHOD,
            "recordingStatusCallbackEvent": some_of("in-progress", "completed", "absent"),
        }
    ),
    "Hangup": _element(),
    "Reject": _element({"reason": one_of("rejected", "busy")}),
}
CONNECTED: Mapping[str, Element] = {
    "Dial": _element(
        {
            **FETCH,
            "timeout": whole(5, 600),
            "timeLimit": whole(1, DAY),
            "answerOnBridge": TRUTH,
            "callerId": E164,
            "hangupOnStar": TRUTH,
            "sequential": TRUTH,
            "ringTone": like(r"[a-z]{2}(-old)?"),
        },
        children="Number",
        text=E164,
    ),
    "Number": _element(
        {
            "url": web_url,
            "method": METHOD,
            "statusCallback": web_url,
            "statusCallbackMethod": METHOD,
            "statusCallbackEvent": some_of("initiated", "ringing", "answered", "completed"),
        },
        text=E164,
    ),
    "Connect": _element(FETCH, children="ConversationRelay"),
    "ConversationRelay": _element(
        {
            "url": socket_url,
            "welcomeGreeting": words,
            "welcomeGreetingInterruptible": INPUT,
            "language": TAG_OR_MULTI,
            "ttsLanguage": TAG_OR_MULTI,
            "transcriptionLanguage": TAG_OR_MULTI,
            "ttsProvider": one_of("Google", "Amazon", "ElevenLabs"),
            "voice": like(r"[A-Za-z0-9._-]{1,64}"),
            "transcriptionProvider": one_of("Deepgram", "Google"),
            "speechModel": like(r"[a-z0-9._-]{1,64}"),
            "eotThreshold": like(r"0\.[5-9][0-9]?"),
            "speechTimeout": either(whole(600, 5000), one_of("auto")),
            "partialPrompts": TRUTH,
            "deepgramSmartFormat": TRUTH,
            "interruptible": INPUT,
            "interruptSensitivity": one_of("low", "medium", "high"),
            "reportInputDuringAgentSpeech": INPUT,
            "ignoreBackchannel": TRUTH,
            "preemptible": TRUTH,
            "dtmfDetection": TRUTH,
            "hints": hints,
            "events": some_of("speaker-events", "tokens-played"),
            "debug": some_of("debugging", "speaker-events", "tokens-played"),
            "elevenlabsTextNormalization": one_of("on", "auto", "off"),
            "backgroundNoiseReduction": TRUTH,
            "profanityFilter": TRUTH,
        },
        children="Language Parameter",
        required="url",
    ),
    "Language": _element(
        {
            "code": TAG_OR_MULTI,
            "ttsProvider": one_of("Google", "Amazon", "ElevenLabs"),
            "voice": like(r"[A-Za-z0-9._-]{1,64}"),
            "transcriptionProvider": one_of("Deepgram", "Google"),
            "speechModel": like(r"[a-z0-9._-]{1,64}"),
        },
        required="code",
    ),
    "Parameter": _element({"name": like(r"[A-Za-z0-9_-]{1,64}"), "value": words}, required="name value"),
}
ELEMENTS: Mapping[str, Element] = {**SPOKEN, **VOICED, **CONNECTED}
