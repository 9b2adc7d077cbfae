"""What one of our own replies asked and offered, read back from its words: a client's history holds nothing else."""

import re
from collections.abc import Sequence
from functools import lru_cache

from conversation import phrases
from conversation.effects import Offer
from conversation.known import LastReply
from conversation.phrases import Phrase
from conversation.terms import Guardrails
from escalation.reasons import Reason
from intents.meaning import Slot
from lookup.order import Kind

MOST_READ = 4000  # characters


def recognise(text: str, guardrails: Guardrails) -> LastReply:
    """Read back what one of our own replies asked and offered; a text we could not have said asks nothing.

    Nothing else is taken from it: a client's history is not ours, whoever it says was speaking.
    """
    patterns = _patterns(guardrails)
    found = [(match, phrase) for pattern, phrase in patterns if (match := pattern.search(text[:MOST_READ]))]
    found.sort(key=lambda each: (each[0].start(), -len(each[0].group())))
    return _read(text, [(match.group(), phrase) for match, phrase in found])


@lru_cache(maxsize=256)
def _patterns(guardrails: Guardrails) -> tuple[tuple[re.Pattern[str], Phrase], ...]:
    found = []
    for phrase in phrases.catalogue():
        for kind in Kind:
            text = phrases.reworded(phrases.fill(phrase, kind, number="\0", reading="\0", name="\0"), guardrails)
            found.append((re.compile(re.escape(text).replace("\\\0", ".{1,80}?").replace("\0", ".{1,80}?")), phrase))
    return tuple(dict.fromkeys(found))


def _read(text: str, met: Sequence[tuple[str, Phrase]]) -> LastReply:
    asks: frozenset[Slot] = frozenset()
    offers: Offer | None = None
    reason: Reason | None = None
    rest = text
    for words, phrase in met:
        if words not in rest:
            continue  # part of a longer phrase that was met already
        rest = rest.replace(words, "", 1)
        asks, offers, reason = phrase.asks or asks, phrase.offers or offers, phrase.reason or reason
    return LastReply(None if rest.strip() or not met else text, asks, offers, reason)
