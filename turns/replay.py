"""Replaying a history that the client keeps: pure, nothing is asked of anybody twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from conversation.core import advance
from conversation.effects import Say, Understand
from conversation.events import Heard, NotAsked, Opened, Understood
from conversation.known import Known
from conversation.recognising import recognise
from intents.keys import keyed
from intents.meaning import Slot, Understanding
from intents.understand import understand


@dataclass(frozen=True, slots=True)
class Past:
    """One message of a history. Of ours only what it asked and offered counts, and only if we could have said it."""

    ours: bool
    text: str = field(repr=False)


def replay(known: Known, history: Sequence[Past]) -> Known:
    """What is known after a history: the customer's own words as understood, requests of the past left alone."""
    for past in history:
        if past.ours:
            last = recognise(past.text, known.terms.guardrails)
            known = known.saying(last=last, asked=known.said.asked | last.asks)
        else:
            known = _heard(known, past.text)
    return known


def _heard(known: Known, text: str) -> Known:
    known, effect = advance(known, Heard(text, known.at))
    if isinstance(effect, Understand):
        known, effect = advance(known, Understood(meaning(effect, known)))
    if not isinstance(effect, Say):
        known, _ = advance(known, NotAsked())
    return known


def opened(known: Known) -> tuple[Known, Say]:
    """The reply to somebody who has said nothing yet."""
    known, effect = advance(known, Opened(known.at))
    if not isinstance(effect, Say):
        raise TypeError(f"an opened conversation wants {type(effect).__name__}")
    return known, effect


def meaning(effect: Understand, known: Known) -> Understanding:
    """Perform an `Understand`; what was heard before lets a correction of one letter find its place."""
    said = known.said
    heard = {Slot(claim.factor.value): claim.value for claim in (*said.claims, *said.unsure)}
    if contact := said.unsure_contact:
        heard[Slot.EMAIL if "@" in contact else Slot.PHONE] = contact
    if reference := said.doubtful or said.reference:
        heard[Slot.REFERENCE] = reference
    hints = replace(known.terms.hints, heard=heard)
    if effect.keyed:
        return keyed(effect.text, expecting=effect.expecting, hints=hints)
    return understand(effect.text, expecting=effect.expecting, spoken=effect.spoken, hints=hints)
