"""Voices: different people in the same situation, who answer what they are asked, each in their own words.

A file of `stories/voices` is one situation: `ends` says what must become of it, and each voice has the lines it says of
its own accord and its answers to our questions, by slot.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conversation.core import advance
from conversation.effects import Escalate, LookUp, Noted, Offer, Outcome, Say, Understand
from conversation.events import Enqueued, Event, Heard, Locked, LookedUp, Understood
from conversation.known import NOTHING_HEARD, Known, Told
from conversation.terms import Terms
from escalation.reasons import Reason
from intents import forms
from intents.meaning import Hints, Slot
from lookup.order import Answer, Failure, Kind, Refusal, Refused
from tests.world.clock import START, Clock
from tests.world.shop import NEEDLES, ORDERS, Shop
from turns.replay import meaning

FOLDER = Path(__file__).parents[1] / "stories" / "voices"
TERMS = Terms(kinds=frozenset({Kind.ORDER}), verifies=True, hints=Hints(("ORD-", "PROJ-")))
ASKED_IN_TURN = (Slot.REFERENCE, Slot.EMAIL, Slot.ZIP, Slot.MESSAGE, Slot.CONTACT)
LONGEST = 12  # turns: whoever has not got there by then gives up
ATTEMPTS = 3
MINE = frozenset({claim for order in ORDERS.values() for claim in (order.email, order.zip)})


@dataclass(frozen=True)
class Ends:
    """What must become of a story: these words, this ticket, this offer or more; or a refusal (number, no fact)."""

    told: tuple[str, ...] = ()
    ticket: Reason | None = None
    offered: Offer | None = None


@dataclass(frozen=True)
class Voice:
    """One person's words."""

    story: str
    who: str
    says: tuple[str, ...]
    answers: dict[Slot, tuple[str, ...]]
    spoken: bool
    ends: Ends


@dataclass
class Call:
    """One voice at the bare core, whose requests are performed in the plainest way."""

    voice: Voice
    replies: list[Say] = field(default_factory=list)
    heard: list[tuple[str, str]] = field(default_factory=list)
    tickets: list[Reason] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._shop = Shop(Clock())
        self._said = NOTHING_HEARD
        self._mismatches = 0
        self._puzzled = False  # by the first words: whoever is only asked for a number anyway was not understood
        self._lines = list(self.voice.says)
        self._answers = {slot: list(answers) for slot, answers in self.voice.answers.items()}

    def play(self) -> bool:
        """Say everything there is to say. Returns whether the first words were understood and it ended as it must."""
        while len(self.replies) < LONGEST and (text := self._next()) is not None:
            reply = self._hear(text)
            self.replies.append(reply)
            self.heard.append((text, reply.aloud()))
        return not self._puzzled and self._ended_right()

    def _next(self) -> str | None:
        """A reading is confirmed if it is right; a question answered; then the person's own next line."""
        if self._said.doubtful is not None and self.replies[-1].outcome is Outcome.ASKED:
            return "yes" if self._is_mine(self._said.doubtful) else "no"
        if self._said.unsure and self.replies[-1].outcome is Outcome.ASKED and not self.replies[-1].asks:
            return "yes" if self._said.unsure[0].value in MINE else "no"
        if self._said.unsure_contact is not None and self.replies[-1].outcome is Outcome.ASKED:
            return "yes" if self._said.unsure_contact in MINE else "no"
        asked = self.replies[-1].asks if self.replies else frozenset()
        for slot in ASKED_IN_TURN:
            if slot in asked and self._answers.get(slot):
                return self._answers[slot].pop(0)
        return self._lines.pop(0) if self._lines else None

    def _is_mine(self, reading: str) -> bool:
        return forms.reference(reading) in {forms.reference("ORD-9842"), forms.reference("ORD-9701")}

    def _hear(self, text: str) -> Say:
        now = START + 60 * len(self.replies)
        known = Known(TERMS, self._said, now, reachable=True)
        known, effect = advance(known, Heard(text, now, spoken=self.voice.spoken))
        while not isinstance(effect, Say):
            event = self._perform(effect, known)
            known, effect = advance(known, event)
            if isinstance(event, LookedUp) and not isinstance(known.found, Told):
                self._mismatches += 1
        self._said = known.said
        self._puzzled |= not self.replies and known.said.misunderstood > 0
        return effect

    def _perform(self, effect: Understand | LookUp | Escalate, known: Known) -> Event:
        match effect:
            case Understand():
                return Understood(meaning(effect, known))
            case Escalate(case):
                again = case.reason in self.tickets
                if not again:
                    self.tickets.append(case.reason)
                number = 1 + self.tickets.index(case.reason)
                return Enqueued(Noted(f"tkt_{case.reason}", number, case.reason), again)
            case LookUp():
                return self._look_up(effect, known.at)

    def _look_up(self, asked: LookUp, at: float) -> Event:
        if self._mismatches == ATTEMPTS:
            return Locked()
        context = {claim.factor.value: claim.value for claim in asked.claims}
        reference = _as_the_shop_writes_it(asked.reference)
        reply = self._shop.answer({"kind": asked.kind.value, "reference": reference, "context": context})
        if reply["ok"]:
            return LookedUp(Answer(reply["status"], reply["summary"], reply["details"]), at)
        refused = Refused(Refusal(reply["error_code"]), Failure("refused"), reply.get("message"))
        return LookedUp(refused, at)

    def _ended_right(self) -> bool:
        ends = self.voice.ends
        told = [reply.aloud() for reply in self.replies if reply.disclosed]
        if ends.ticket is not None:
            return self.tickets == [ends.ticket]
        if ends.offered is not None:
            return Reason.HUMAN in self.tickets or any(reply.offers is ends.offered for reply in self.replies)
        if ends.told:
            return not self.tickets and all(any(words in each for each in told) for words in ends.told)
        heard = " ".join(reply for _, reply in self.heard)
        return self._said.reference is not None and not any(needle in heard for needle in NEEDLES)


def _as_the_shop_writes_it(reference: str) -> str:
    """Shops ignore blanks, dashes and case."""
    return next((known for known in ORDERS if forms.reference(known) == forms.reference(reference)), reference)


def voices(path: Path) -> list[Voice]:
    """All voices of one story."""
    story: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    ends = _ends(story["ends"])
    return [_voice(path.stem, each, ends) for each in story["voices"]]


def stories() -> Iterable[Path]:
    """All stories that have voices."""
    return sorted(FOLDER.glob("*.json"))


def _ends(ends: dict[str, Any]) -> Ends:
    ticket, offered = ends.get("ticket"), ends.get("offered")
    return Ends(tuple(ends.get("told", ())), Reason(ticket) if ticket else None, Offer(offered) if offered else None)


def _voice(story: str, voice: dict[str, Any], ends: Ends) -> Voice:
    answers = {Slot(slot): tuple(said) for slot, said in voice.get("answers", {}).items()}
    return Voice(story, voice["who"], tuple(voice["says"]), answers, voice.get("spoken", False), ends)
