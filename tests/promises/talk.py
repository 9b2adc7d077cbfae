"""A talk with the bare core: any meaning, any shop, and every event, state and effect kept for looking at."""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, field

from conversation.core import advance
from conversation.effects import Effect, Escalate, LookUp, Noted, Say, Understand
from conversation.events import Enqueued, Event, Heard, LookedUp, Understood
from conversation.known import NOTHING_HEARD, Known, Said
from conversation.terms import Terms
from intents.meaning import Understanding
from lookup.order import Answer
from verification.policy import Claim

NOON = 1_790_000_000.0
FIRST_NUMBER = 700_001
Shop = Callable[[LookUp, float], Event]


@dataclass
class Turn:
    """One utterance and all that came of it."""

    events: list[Event] = field(default_factory=list)
    states: list[Known] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    @property
    def reply(self) -> Say:
        last = self.effects[-1]
        assert isinstance(last, Say)
        return last

    @property
    def lookups(self) -> list[LookUp]:
        return [effect for effect in self.effects if isinstance(effect, LookUp)]

    @property
    def answers(self) -> list[Answer]:
        looked_up = [event.answer for event in self.events if isinstance(event, LookedUp)]
        return [answer for answer in looked_up if isinstance(answer, Answer)]


class Talk:
    """Performs what the core asks for in the plainest way. A minute passes with every utterance."""

    def __init__(self, terms: Terms, shop: Shop, *, reachable: bool = True) -> None:
        self.said: Said = NOTHING_HEARD
        self.turns: list[Turn] = []
        self.now = NOON
        self._terms = terms
        self._shop = shop
        self._reachable = reachable
        self._tickets: dict[str, Noted] = {}

    def hear(self, meaning: Understanding, text: str = "…", asserted: Sequence[Claim] = ()) -> str:
        """One turn. Returns what the customer hears."""
        self.now += 60
        turn = Turn()
        self.turns.append(turn)
        known = Known(self._terms, self.said, self.now, self._reachable)
        event: Event = Heard(text, self.now, asserted=tuple(asserted))
        while True:
            known, effect = advance(known, event)
            turn.events.append(event)
            turn.states.append(known)
            turn.effects.append(effect)
            if isinstance(effect, Say):
                break
            assert len(turn.events) < 12, turn.events
            event = self._perform(effect, meaning)
        self.said = known.said
        return turn.reply.aloud()

    def _perform(self, effect: Understand | LookUp | Escalate, meaning: Understanding) -> Event:
        match effect:
            case Understand():
                return Understood(meaning)
            case LookUp():
                return self._shop(effect, self.now)
            case Escalate(case):
                again = case.reason in self._tickets
                new = Noted(f"tkt_{case.reason}", FIRST_NUMBER + len(self._tickets), case.reason)
                return Enqueued(self._tickets.setdefault(case.reason, new), again)


def leaving(reply: Say) -> str:
    """All that leaves with a reply: its words and, where a page shows one, its card."""
    parcels = reply.card.parcels if reply.card else ()
    shown = [str(value) for parcel in parcels for value in astuple(parcel) if value is not None]
    return "\n".join([reply.aloud(), *shown])
