"""What a `<Gather>` makes of what a caller does; pure.

Source: https://www.twilio.com/docs/voice/twiml/gather
"""

from collections.abc import Mapping
from dataclasses import dataclass

from commands.telephone.document import Verb
from commands.telephone.people import Act, Keys, Speech

DEFAULT_TIMEOUT = 5
DEFAULT_FINISH = "#"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is sent to the action; None where nothing is and the next verb follows. `seconds` passed until then."""

    form: Mapping[str, str] | None
    seconds: float


def gathered(gather: Verb, act: Act) -> Gathered:
    """What comes of an act. Whoever speaks where only keys are taken, or the other way round, is not heard."""
    timeout = gather.number("timeout", DEFAULT_TIMEOUT)
    taken = gather.get("input", "dtmf").split()
    match act:
        case Speech(text, confidence) if "speech" in taken and text.strip():
            sure = {} if confidence is None else {"Confidence": f"{confidence:.8f}"}
            return Gathered({"SpeechResult": text, **sure}, 0.0)
        case Keys(keys) if "dtmf" in taken:
            digits, ended = _digits(gather, keys)
            if digits:
                return Gathered({"Digits": digits}, 0.0 if ended else timeout)
            return Gathered(_empty(gather), 0.0 if ended else timeout)
        case _:
            return Gathered(_empty(gather), timeout)


def _digits(gather: Verb, keys: str) -> tuple[str, bool]:
    """The keys that count, without the one that finishes; and whether nothing more was waited for."""
    finish, most = gather.get("finishOnKey", DEFAULT_FINISH), gather.number("numDigits", 0)
    before, found, _ = keys.partition(finish) if finish else (keys, "", "")
    if most and len(before) >= most:
        return before[:most], True
    return before, bool(found)


def _empty(gather: Verb) -> Mapping[str, str] | None:
    return {} if gather.is_true("actionOnEmptyResult") else None
