"""How we listen for what was asked: which keys and words, for how long, with which hints.

Source: https://www.twilio.com/docs/voice/twiml/gather; times are seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from channels.voice.twiml import Verb, listed, verb
from conversation.effects import Offer
from intents.meaning import Slot

ZIP_DIGITS = 5
PATIENT = frozenset({Slot.REFERENCE, Slot.EMAIL, Slot.PHONE, Slot.CONTACT, Slot.MESSAGE})
KEYED = frozenset({Slot.REFERENCE, Slot.ZIP, Slot.PHONE, Slot.CONTACT, Slot.KIND})
ALWAYS = ("operator", "a person please", "repeat")
HINTS = {
    Slot.REFERENCE: ("order number", "dash"),
    Slot.ZIP: ("zip code",),
    Slot.EMAIL: ("at", "dot", "dash", "underscore", "gmail dot com", "dot com"),
    Slot.KIND: ("order", "project"),
}
YES_OR_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Listening:
    """How to listen. `timeout`: for the first input, and between keys; `pause`: the silence that ends speech."""

    timeout: int
    pause: int
    keys: int | None
    hints: tuple[str, ...]
    speech: bool = True

    def keypad_only(self) -> "Listening":
        """The same with nothing but keys."""
        return replace(self, speech=False)

    def verb(self, action: str, language: str, *said: Verb) -> Verb:
        """The verb: what is said in it stops at the first key or word, and silence is told to us as well."""
        speech = self.speech
        return verb(
            "Gather",
            *said,
            input="dtmf speech" if speech else "dtmf",
            action=action,
            method="POST",
            actionOnEmptyResult=True,
            timeout=self.timeout,
            numDigits=self.keys,
            speechTimeout=self.pause if speech else None,
            language=language if speech else None,
            hints=listed(self.hints) if speech else None,
            profanityFilter=False if speech else None,  # it would star out letters of codes and names
        )


def listening_for(asks: frozenset[Slot], offers: Offer | None, *, confirms: bool, prefixes: Iterable[str]) -> Listening:
    """How to listen for an answer to what was asked or offered; `prefixes` is how the shop's references begin."""
    hints = [hint for slot in sorted(asks) for hint in HINTS.get(slot, ())]
    if offers is not None or confirms:
        hints += YES_OR_NO
    if Slot.REFERENCE in asks:
        hints += [" ".join(char for char in prefix if char.isalnum()) for prefix in prefixes]
    one_key = (not asks and (offers is not None or confirms)) or asks == {Slot.KIND}
    keys = 1 if one_key else (ZIP_DIGITS if asks & KEYED == {Slot.ZIP} else None)
    return Listening(
        timeout=8 if asks & PATIENT else 6,
        pause=3 if asks & PATIENT else 2,
        keys=keys,
        hints=tuple(filter(None, (*hints, *ALWAYS))),
    )
