"""The document that leads a call to our socket, with everything set that defaults have changed for before.

Source: https://www.twilio.com/docs/voice/twiml/connect/conversationrelay
"""

from channels.voice.listening import Listening
from channels.voice.speech import spoken
from channels.voice.twiml import document, listed, verb
from tenants.telephones import Telephone

PROVIDERS = {"Polly": "Amazon", "Google": "Google"}
DEFAULT_VOICE = {"en-US": "en-US-Journey-O"}


def connect(line: Telephone, public_url: str, greeting: str, listening: Listening, *, shown: str, action: str) -> bytes:
    """Greet, and talk over the socket; `shown` is the pass that lets it in, `action` where the call goes on."""
    provider, voice = _voice(line)
    relay = verb(
        "ConversationRelay",
        verb("Parameter", name="pass", value=shown),
        url=f"ws{public_url.removeprefix('http')}/voice/{line.line_id}/relay",
        welcomeGreeting=spoken(greeting),
        welcomeGreetingInterruptible="any",
        language=line.language,
        ttsProvider=provider,
        voice=voice,
        transcriptionProvider="Deepgram",
        speechModel="nova-3-general",
        deepgramSmartFormat=False,
        interruptible="any",
        interruptSensitivity="medium",
        reportInputDuringAgentSpeech="any",
        ignoreBackchannel=True,
        preemptible=False,
        dtmfDetection=True,
        partialPrompts=False,
        profanityFilter=False,
        events="speaker-events",
        hints=listed(listening.hints) or None,
    )
    return document(verb("Connect", relay, action=action, method="POST"))


def _voice(line: Telephone) -> tuple[str, str | None]:
    """Who speaks: a line's voice is named as <Say> wants it, "Polly.Joanna-Neural"."""
    engine, _, name = (line.voice or "").partition(".")
    if engine in PROVIDERS and name:
        return PROVIDERS[engine], name
    return "Google", DEFAULT_VOICE.get(line.language)
