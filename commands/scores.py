"""Counting how right the detector is: what it says of labelled utterances, beside what they were labelled."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import thread_time_ns

from commands.utterances import Labelled
from intents import forms
from intents.meaning import Intent, Slot, Understanding
from intents.understand import understand

SMALL_TALK = frozenset(
    {Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Intent.AFFIRM, Intent.DENY, Intent.REPEAT},
)
ORDER_MATTERS = frozenset(Intent) - SMALL_TALK - {Intent.OTHER, Intent.HUMAN}
ALWAYS_JUDGED = (Slot.REFERENCE, Slot.EMAIL, Slot.ZIP, Slot.PHONE)
WARM_UP = 200  # utterances understood before the clock counts, so that nobody pays for tables loaded once
_FORMS: dict[Slot, Callable[[str], str | None]] = {
    Slot.REFERENCE: forms.reference,
    Slot.EMAIL: forms.email,
    Slot.ZIP: forms.postcode,
    Slot.PHONE: forms.phone,
}


class Group(StrEnum):
    """What a row is for: `OTHER` if that is among its labels, small talk if all of them are, else actionable."""

    ACTIONABLE = "actionable"
    SMALL_TALK = "small talk"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled utterance, what it was taken to mean, and the microseconds of CPU that took."""

    row: Labelled
    meaning: Understanding
    micros: float

    @property
    def right(self) -> bool:
        """Whether the intent is one of the acceptable ones."""
        return self.meaning.intent in self.row.intents

    @property
    def truth(self) -> Intent:
        """The label it is counted under: the acceptable one that was hit, or else the likeliest."""
        return self.meaning.intent if self.right else self.row.intents[0]

    @property
    def group(self) -> Group:
        """What the row is for."""
        labels = frozenset(self.row.intents)
        if Intent.OTHER in labels:
            return Group.OTHER
        return Group.SMALL_TALK if labels <= SMALL_TALK else Group.ACTIONABLE


@dataclass(frozen=True, slots=True)
class Hits:
    """How often something was wanted, was found, and both at once. A share of nothing is None."""

    wanted: int
    found: int
    both: int

    @property
    def precision(self) -> float | None:
        """Of what was found, the share that was wanted."""
        return self.both / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Of what was wanted, the share that was found."""
        return self.both / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        return 2 * self.both / (self.wanted + self.found) if self.wanted + self.found else None


def judge(rows: Sequence[Labelled]) -> list[Judged]:
    """Understand every row once, each timed alone."""
    for row in rows[:WARM_UP]:
        _understand(row)
    return [_timed(row) for row in rows]


def share(judged: Iterable[Judged]) -> Hits:
    """How many of these rows have a right intent: its `recall` is the share."""
    rights = [each.right for each in judged]
    return Hits(len(rights), len(rights), sum(rights))


def confusion(judged: Iterable[Judged]) -> Counter[tuple[Intent, Intent]]:
    """How often each intent, as labelled, was taken for which."""
    return Counter((each.truth, each.meaning.intent) for each in judged)


def per_intent(judged: Iterable[Judged]) -> dict[Intent, Hits]:
    """Precision and recall of every intent that is labelled or said at all, in the order of `Intent`."""
    counts = confusion(judged)
    hits = {
        intent: Hits(
            sum(count for (truth, _), count in counts.items() if truth is intent),
            sum(count for (_, said), count in counts.items() if said is intent),
            counts[intent, intent],
        )
        for intent in Intent
    }
    return {intent: each for intent, each in hits.items() if each.wanted or each.found}


def taken_for_an_order(judged: Iterable[Judged]) -> Hits:
    """Of the rows labelled `other` and nothing else, those taken for a matter of an order: `recall` is their share."""
    others = [each for each in judged if each.row.intents == (Intent.OTHER,)]
    taken = sum(each.meaning.intent in ORDER_MATTERS for each in others)
    return Hits(len(others), taken, taken)


def judged_slots(each: Judged) -> list[Slot]:
    """The slots a row with labelled slots is judged by: the four that find or prove an order, and what it names."""
    if each.row.slots is None:
        return []
    named = [slot for slot in each.row.slots if slot not in ALWAYS_JUDGED]
    return [*ALWAYS_JUDGED, *named]


def slot_is_right(each: Judged, slot: Slot) -> bool:
    """Whether the first reading is the labelled value in its canonical form, or both are absent."""
    wanted = (each.row.slots or {}).get(slot)
    return _canonical(slot, each.meaning.slots.get(slot)) == _canonical(slot, wanted)


def slots_are_right(each: Judged) -> bool:
    """Whether every judged slot of the row is."""
    return all(slot_is_right(each, slot) for slot in judged_slots(each))


def among_the_readings(each: Judged) -> bool:
    """Whether every labelled value is the first reading or one of the alternatives."""
    readings = {(slot, _canonical(slot, value)) for slot, value in each.meaning.alternatives}
    return all(
        slot_is_right(each, slot) or (slot, _canonical(slot, (each.row.slots or {}).get(slot))) in readings
        for slot in judged_slots(each)
    )


def per_slot(judged: Sequence[Judged]) -> dict[Slot, Hits]:
    """Precision and recall of every slot that is labelled or found in rows whose slots are labelled."""
    hits = {}
    for slot in Slot:
        rows = [each for each in judged if slot in judged_slots(each)]
        wanted = [each for each in rows if slot in (each.row.slots or {})]
        found = [each for each in rows if slot in each.meaning.slots]
        both = sum(slot_is_right(each, slot) for each in wanted)
        if wanted or found:
            hits[slot] = Hits(len(wanted), len(found), both)
    return hits


def _canonical(slot: Slot, value: str | None) -> str | None:
    if value is None:
        return None
    form = _FORMS.get(slot, str.casefold)
    return form(value) or value  # what has no canonical form is compared as it stands


def _timed(row: Labelled) -> Judged:
    began = thread_time_ns()
    meaning = _understand(row)
    return Judged(row, meaning, (thread_time_ns() - began) / 1000)


def _understand(row: Labelled) -> Understanding:
    return understand(row.said.text, expecting=row.said.expecting, spoken=row.said.spoken)
