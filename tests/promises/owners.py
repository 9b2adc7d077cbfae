"""Everybody who may hear of Jane's order, at a shop whose every answer is another."""

from dataclasses import dataclass

from hypothesis import strategies as st

from conversation.effects import LookUp
from conversation.events import Event, Locked, LookedUp, LookupFailed
from conversation.terms import DISCLOSED_BY_DEFAULT, Guardrails, Terms
from intents.meaning import Hints, Slot, Understanding
from lookup.order import Answer, Failure, Kind, Refusal, Refused
from tests.promises.meanings import talks
from tests.promises.shops import JANE
from verification.policy import Factor, Policy, Require

LONG_AGO = "2020-01-01"
LISTED = ("carrier", "tracking", "tracking_url", "eta", "delivered_at", "items", "packages", "gift_note")
POOL = {Slot(factor.value): [JANE[factor]] for factor in Factor} | {
    Slot.REFERENCE: ["ORD-9842", "PROJ-17"],
    Slot.KIND: ["order", "project"],
    Slot.MESSAGE: ["please knock"],
    Slot.NAME: ["Jane"],
}
WORDS = (*["Where is it?"] * 9, "My lawyer will call you")


def answer(number: int) -> Answer:
    """The shop's answer number so and so; every value in it tells by its end which answer it is from."""
    parcel = {
        "carrier": f"parcel-carrier#{number}",
        "tracking": f"parcel-tracking#{number}",
        "items": [f"bulb#{number}"],
    }
    values: dict[str, object] = {key: f"{key}#{number}" for key in LISTED}
    details = {**values, "items": [{"name": f"item#{number}", "quantity": 3}], "packages": [parcel, parcel]}
    if number % 2:
        details = {"packages": [parcel], "last_event_at": LONG_AGO}
    return Answer(f"status#{number}", f"summary#{number}", details)


@dataclass
class Fickle:
    """Answers with `answer(1)`, `answer(2)` and so on; now and then it refuses, fails or is not asked at all."""

    moods: list[str]
    before: int = 0
    asked: int = 0

    def __call__(self, _asked: LookUp, at: float) -> Event:
        self.asked += 1
        match self.moods[self.asked % len(self.moods)]:
            case "fails":
                return LookupFailed()
            case "locked":
                return Locked()
            case "refuses":
                return LookedUp(Refused(Refusal.NOT_FOUND, Failure("refused")), at)
            case "invalid":
                return LookedUp(
                    Refused(Refusal.INVALID_REFERENCE, Failure("refused"), f"message#{self.before + self.asked}"), at
                )
            case _:
                return LookedUp(answer(self.before + self.asked), at)


MOODS = st.lists(st.sampled_from(["tells"] * 6 + ["fails", "locked", "refuses", "invalid"]), min_size=1, max_size=6)


@dataclass(frozen=True)
class Scene:
    """A shop with its rules, and what the owner says to it; `words` as the guardrails read them."""

    terms: Terms
    moods: list[str]
    history: list[Understanding]
    words: list[str]
    reachable: bool

    def said(self) -> list[tuple[Understanding, str]]:
        return [(each, self.words[at % len(self.words)]) for at, each in enumerate(self.history)]


@st.composite
def owners(draw: st.DrawFn) -> Scene:
    """Jane, who may know all of it, talking of anything in any order."""
    policy = Policy(draw(st.sampled_from(Require)))
    disclose = tuple(draw(st.sets(st.sampled_from(LISTED)) | st.just(set(DISCLOSED_BY_DEFAULT))))
    kinds = draw(st.sampled_from([frozenset({Kind.ORDER}), frozenset(Kind), frozenset(Kind), frozenset()]))
    replace = draw(st.sampled_from([(), (("order", "parcel"), ("#", "No."))]))
    terms = Terms(policy, Guardrails(disclose, replace), kinds=kinds, verifies=True, hints=Hints())
    moods, words = draw(MOODS), draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
    return Scene(terms, moods, draw(talks(POOL)), words, draw(st.booleans()))
