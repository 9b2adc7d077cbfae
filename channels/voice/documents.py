"""What Twilio is told at each step of a call: pure, from what is to be said and where the call stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from channels.voice import phrases
from channels.voice.listening import KEYED, Listening, listening_for
from channels.voice.place import STUCK_AFTER, Place
from channels.voice.speech import spoken
from channels.voice.twiml import Verb, document, verb
from conversation import phrases as core
from conversation.effects import Offer, Outcome
from conversation.known import Said
from intents.meaning import Slot
from tenants.handoff import Destination
from tenants.telephones import Telephone
from turns.visit import Turn

KEYPAD_AFTER = 2
LONGEST_RECORDING = 120  # seconds
MOST_POLLS = 12
_ORDER = (Slot.REFERENCE, Slot.ZIP, Slot.PHONE, Slot.CONTACT, Slot.EMAIL, Slot.KIND)


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of one line.

    Attributes:
        line: which.
        public_url: how Twilio reaches us, without a final slash.
        prefixes: how the shop's references begin.
    """

    line: Telephone
    public_url: str
    prefixes: tuple[str, ...] = ()

    def url(self, step: str, place: Place) -> str:
        """Where a step of the call is to be told to us."""
        query = place.query()
        return f"{self.public_url}/voice/{self.line.line_id}/{step}{'?' if query else ''}{query}"

    def greeting(self, said: Said, after: int) -> bytes:
        """The beginning of a call."""
        text = (phrases.WELCOME.format(shop=self.line.shop), said.last.text or "", phrases.KEYS)
        return self._listen(text, self._for(said), Place().told(after))

    def reply(self, turn: Turn, place: Place) -> bytes:
        """What came of an utterance that was heard at `place`."""
        if turn.outcome == Outcome.GOODBYE:
            return self.goodbye(turn.text)
        text = core.GONE.text if turn.text is None else turn.text
        next_place = place.answered(turn.replied)
        confirms = turn.outcome == Outcome.ASKED and not turn.asks and turn.offers is None
        listening = self._listening(turn.asks, turn.offers, confirms=confirms)
        if turn.misunderstood >= STUCK_AFTER:
            return document(self._redirect("turn", replace(next_place, stuck=True)))
        if turn.misunderstood >= KEYPAD_AFTER and turn.asks & KEYED:
            return self._listen(_keypad(turn.asks), listening.keypad_only(), next_place)
        how = (phrases.MISSED, text, _how(turn.asks)) if turn.misunderstood and turn.asks else (text,)
        return self._listen(how, listening, next_place)

    def returned(self, turn: Turn, place: Place) -> bytes:
        """What is said to somebody for whom no colleague was there."""
        listening = self._listening(turn.asks, turn.offers, confirms=False)
        return self._listen((turn.text or "",), listening, place.told(turn.replied))

    def quiet(self, said: Said, place: Place, *, ever_heard: bool) -> bytes:
        """Nothing was said: asked once more, then for keys alone, then a person; goodbye where nobody seems there."""
        last, listening = said.last, self._for(said)
        next_place = replace(place, quiet=place.quiet + 1, stuck=False)
        if place.quiet == 0:
            return self._listen((phrases.QUIET, last.text or phrases.STILL_THERE), listening, next_place)
        waits = bool(last.asks) or last.offers is not None or said.doubtful is not None
        if not waits or next_place.quiet > STUCK_AFTER or (next_place.quiet == STUCK_AFTER and not ever_heard):
            return self.goodbye(None)
        if next_place.quiet == STUCK_AFTER:
            return document(self._redirect("turn", replace(next_place, stuck=True)))
        if last.asks and not last.asks & KEYED:  # no keypad has letters
            return self._listen((last.text or "", phrases.KEYPAD_PERSON), listening, next_place)
        return self._listen(_keypad(last.asks), listening.keypad_only(), next_place)

    def stale(self, said: Said, after: int) -> bytes:
        """These words came too late: where the call stands now is said instead."""
        text = (phrases.STALE, said.last.text or phrases.STILL_THERE)
        return self._listen(text, self._for(said), Place().told(after))

    def looking(self, place: Place) -> bytes:
        """The reply is not there yet: a word, then a sound, in turns, and asked again."""
        if place.polls >= MOST_POLLS:
            return self.trouble(None)
        filler, spoken_before = divmod(place.polls, 2)
        said = phrases.LOOKING[min(filler, len(phrases.LOOKING) - 1)]
        sound = verb("Play", text=f"{self.public_url}/voice/hold.wav")
        return document(sound if spoken_before else self.say(said), self._redirect("poll", place.later()))

    def goodbye(self, text: str | None) -> bytes:
        """The last words, which no word of the caller's cuts short."""
        return document(self.say(text or phrases.GOODBYE), verb("Hangup"))

    def transfer(self, text: str, colleague: Destination, ring_seconds: int, place: Place) -> bytes:
        """Call a colleague, who hears what it is about before the two are connected."""
        number = verb("Number", text=colleague.phone, url=self.url("transfer/brief", place), method="POST")
        dial = verb(
            "Dial",
            number,
            action=self.url("transfer/after", replace(place, call="")),
            method="POST",
            timeout=ring_seconds,
            answerOnBridge=True,
            callerId=self.line.e164,
        )
        return document(self.say(text), dial)

    def brief(self, sentences: Iterable[str], place: Place) -> bytes:
        """What the colleague hears, alone, before they take the call; a voicemail box presses no key."""
        gather = verb(
            "Gather",
            self.say(" ".join(sentences)),
            input="dtmf",
            numDigits=1,
            timeout=10,
            actionOnEmptyResult=True,
            action=self.url("transfer/choice", place),
            method="POST",
        )
        return document(gather)

    def trouble(self, colleague: Destination | None) -> bytes:
        """Something of ours is broken: said, and a colleague called or a message recorded."""
        if colleague is not None:
            dial = verb("Dial", verb("Number", text=colleague.phone), callerId=self.line.e164, timeout=30)
            return document(self.say(f"{phrases.TROUBLE} {phrases.TROUBLE_DIAL}"), dial, verb("Hangup"))
        record = verb(
            "Record",
            action=self.url("recorded", Place()),
            method="POST",
            maxLength=LONGEST_RECORDING,
            timeout=6,
            finishOnKey="#",
            playBeep=True,
        )
        return document(self.say(f"{phrases.TROUBLE} {phrases.TROUBLE_RECORD}"), record)

    def say(self, text: str) -> Verb:
        """The verb that says this, in the line's voice and language."""
        return verb("Say", text=spoken(text), voice=self.line.voice, language=self.line.language)

    def _listen(self, text: Iterable[str], listening: Listening, place: Place) -> bytes:
        said = self.say(" ".join(filter(None, text)))
        return document(listening.verb(self.url("turn", place), self.line.language, said))

    def _redirect(self, step: str, place: Place) -> Verb:
        return verb("Redirect", text=self.url(step, place), method="POST")

    def _for(self, said: Said) -> Listening:
        confirms = said.doubtful is not None and not said.last.asks
        return self._listening(said.last.asks, said.last.offers, confirms=confirms)

    def _listening(self, asks: frozenset[Slot], offers: Offer | None, *, confirms: bool) -> Listening:
        return listening_for(asks, offers, confirms=confirms, prefixes=self.prefixes)


def _keypad(asks: frozenset[Slot]) -> tuple[str, str]:
    """The question, for keys alone; where no value is asked for it is one of yes or no."""
    question = next((phrases.KEYPAD[slot] for slot in _ORDER if slot in asks and slot in phrases.KEYPAD), None)
    return question or phrases.KEYPAD_YES_OR_NO, phrases.KEYPAD_PERSON


def _how(asks: frozenset[Slot]) -> str:
    return next((phrases.HOW[slot] for slot in _ORDER if slot in asks), "")
