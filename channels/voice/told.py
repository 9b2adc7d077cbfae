"""What the caller is told at each step of a call, and how their answer is listened for: the same by TwiML or socket."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from channels.voice import phrases
from channels.voice.listening import KEYED, Listening, listening_for
from channels.voice.place import STUCK_AFTER, Place
from conversation import phrases as core
from conversation.effects import Offer, Outcome
from conversation.known import Said
from intents.meaning import Slot
from turns.visit import Turn

KEYPAD_AFTER = 2
_ORDER = (Slot.REFERENCE, Slot.ZIP, Slot.PHONE, Slot.CONTACT, Slot.EMAIL, Slot.KIND)


class Then(StrEnum):
    """What comes after the words: an answer; the end; or, with no words, a person, for nothing else helps."""

    LISTEN = "listen"
    GOODBYE = "goodbye"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Told:
    """Words, and what comes then. `place` is where the call stands after them."""

    words: str
    listening: Listening
    place: Place
    then: Then = Then.LISTEN


@dataclass(frozen=True, slots=True)
class Telling:
    """Puts words to each step. `shop` is the tenant's name, `prefixes` how its references begin."""

    shop: str
    prefixes: tuple[str, ...] = ()

    def greeting(self, said: Said, after: int) -> Told:
        """The beginning of a call."""
        text = (phrases.WELCOME.format(shop=self.shop), said.last.text or "", phrases.KEYS)
        return _told(text, self._for(said), Place().told(after))

    def reply(self, turn: Turn, place: Place) -> Told:
        """What came of an utterance that was heard at `place`."""
        listening = self._after(turn)
        if turn.outcome == Outcome.GOODBYE:
            return Told(turn.text or phrases.GOODBYE, listening, place, Then.GOODBYE)
        next_place = place.answered(turn.replied)
        if turn.misunderstood >= STUCK_AFTER:
            return Told("", listening, replace(next_place, stuck=True), Then.STUCK)
        if turn.misunderstood >= KEYPAD_AFTER and turn.asks & KEYED:
            return _told(_keypad(turn.asks), listening.keypad_only(), next_place)
        text = core.GONE.text if turn.text is None else turn.text
        how = (phrases.MISSED, text, _how(turn.asks)) if turn.misunderstood and turn.asks else (text,)
        return _told(how, listening, next_place)

    def returned(self, turn: Turn, place: Place, before: str = "") -> Told:
        """What is said to somebody who is with us again: no colleague was there, or the line was disturbed."""
        text = core.GONE.text if turn.text is None else turn.text
        return _told((before, text), self._after(turn), place.told(turn.replied))

    def quiet(self, said: Said, place: Place, *, ever_heard: bool) -> Told:
        """Nothing was said: asked once more, then for keys alone, then a person; goodbye where nobody seems there."""
        last, listening = said.last, self._for(said)
        next_place = replace(place, quiet=place.quiet + 1, stuck=False)
        if place.quiet == 0:
            text = last.text or phrases.STILL_THERE
            again = core.WITHOUT_HELLO.get(text, text)  # nobody says hello twice
            return _told((phrases.QUIET, again), listening, next_place)
        waits = bool(last.asks) or last.offers is not None or said.doubtful is not None
        if not waits or next_place.quiet > STUCK_AFTER or (next_place.quiet == STUCK_AFTER and not ever_heard):
            return Told(phrases.GOODBYE, listening, next_place, Then.GOODBYE)
        if next_place.quiet == STUCK_AFTER:
            return Told("", listening, replace(next_place, stuck=True), Then.STUCK)
        if last.asks and not last.asks & KEYED:  # no keypad has letters
            return _told((last.text or "", phrases.KEYPAD_PERSON), listening, next_place)
        return _told(_keypad(last.asks), listening.keypad_only(), next_place)

    def stale(self, said: Said, after: int) -> Told:
        """These words came too late: where the call stands now is said instead."""
        text = (phrases.STALE, said.last.text or phrases.STILL_THERE)
        return _told(text, self._for(said), Place().told(after))

    def _for(self, said: Said) -> Listening:
        confirms = said.doubtful is not None and not said.last.asks
        return self._listening(said.last.asks, said.last.offers, confirms=confirms)

    def _after(self, turn: Turn) -> Listening:
        confirms = turn.outcome == Outcome.ASKED and not turn.asks and turn.offers is None
        return self._listening(turn.asks, turn.offers, confirms=confirms)

    def _listening(self, asks: frozenset[Slot], offers: Offer | None, *, confirms: bool) -> Listening:
        return listening_for(asks, offers, confirms=confirms, prefixes=self.prefixes)


def _told(text: Iterable[str], listening: Listening, place: Place) -> Told:
    return Told(" ".join(filter(None, text)), listening, place)


def _keypad(asks: frozenset[Slot]) -> tuple[str, str]:
    """The question, for keys alone; where no value is asked for it is one of yes or no."""
    question = next((phrases.KEYPAD[slot] for slot in _ORDER if slot in asks and slot in phrases.KEYPAD), None)
    return question or phrases.KEYPAD_YES_OR_NO, phrases.KEYPAD_PERSON


def _how(asks: frozenset[Slot]) -> str:
    return next((phrases.HOW[slot] for slot in _ORDER if slot in asks), "")
