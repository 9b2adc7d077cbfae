"""Replies to what is no utterance: a picture, a finished handover, an answer that is gone. Nothing is kept of them."""

from conversation import phrases
from conversation.effects import Outcome
from conversation.phrases import Phrase, reworded
from turns.visit import Turn, Visit


def only_text(visit: Visit) -> Turn:
    """To a message that holds no text."""
    return _aside(visit, phrases.ONLY_TEXT, Outcome.ASKED)


def handed_over(visit: Visit) -> Turn:
    """The last words once the client has connected the customer to a person."""
    return _aside(visit, phrases.HANDED_OVER, Outcome.ESCALATED)


def gone(visit: Visit) -> Turn:
    """In place of an answer that was asked for again when it was no longer held."""
    return _aside(visit, phrases.GONE, Outcome.TALKED)


def _aside(visit: Visit, phrase: Phrase, outcome: Outcome) -> Turn:
    text = reworded(phrase.text, visit.agent.terms.guardrails)
    return Turn(None, 0, 0, text, outcome.value, asks=phrase.asks, offers=phrase.offers)
