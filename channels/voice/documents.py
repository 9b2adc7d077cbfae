"""What Twilio is told at each step of a call: pure, from what is to be said and where the call stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from channels.voice import phrases
from channels.voice.place import Place
from channels.voice.speech import spoken
from channels.voice.told import Telling, Then, Told
from channels.voice.twiml import Verb, document, verb
from conversation.known import Said
from tenants.handoff import Destination
from tenants.telephones import Telephone
from turns.visit import Turn

LONGEST_RECORDING = 120  # seconds
MOST_POLLS = 12


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
        return self.render(self._telling.greeting(said, after))

    def reply(self, turn: Turn, place: Place) -> bytes:
        """What came of an utterance that was heard at `place`."""
        return self.render(self._telling.reply(turn, place))

    def returned(self, turn: Turn, place: Place) -> bytes:
        """What is said to somebody for whom no colleague was there."""
        return self.render(self._telling.returned(turn, place))

    def quiet(self, said: Said, place: Place, *, ever_heard: bool) -> bytes:
        """Nothing was said."""
        return self.render(self._telling.quiet(said, place, ever_heard=ever_heard))

    def stale(self, said: Said, after: int) -> bytes:
        """These words came too late: where the call stands now is said instead."""
        return self.render(self._telling.stale(said, after))

    def render(self, told: Told) -> bytes:
        """Words, and what comes then."""
        match told.then:
            case Then.LISTEN:
                said = self.say(told.words)
                return document(told.listening.verb(self.url("turn", told.place), self.line.language, said))
            case Then.GOODBYE:
                return self.goodbye(told.words)
            case Then.STUCK:
                return document(self._redirect("turn", told.place))

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

    def _redirect(self, step: str, place: Place) -> Verb:
        return verb("Redirect", text=self.url(step, place), method="POST")

    @property
    def _telling(self) -> Telling:
        return Telling(self.line.shop, self.prefixes)
