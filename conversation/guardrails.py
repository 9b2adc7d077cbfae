"""Rules outside every skill: what brings in a person, whatever else is going on, and the merchant's own words."""

import re
from dataclasses import replace

from conversation import phrases
from conversation.effects import Disclosed, Offer, Outcome, Say
from conversation.known import Known
from conversation.terms import Guardrails
from intents.meaning import Tone

PUZZLED = 2  # misunderstandings in a row; then a person is offered, also while a question is open
_CONCERNS = {
    "legal": re.compile(r"\b(?:lawyer|attorney|solicitor|sue|lawsuit|legal action|small claims|court|police report)\b"),
    "safety": re.compile(
        r"\b(?:caught fire|on fire|exploded|burn(?:ed|t) (?:me|my)|electric shock|electrocuted|injur(?:ed|y)|bleeding"
        r"|hospital|allergic reaction|poisoned|choking)\b"
    ),
}


def concern(text: str, guardrails: Guardrails) -> str | None:
    """What in these words must go to a person at once: `legal`, `safety`, or None."""
    lowered = text.lower()
    return next(
        (name for name, words in _CONCERNS.items() if name in guardrails.handoff_on and words.search(lowered)), None
    )


def guard(known: Known, reply: Say) -> Say:
    """The reply as it may leave: a person offered where one is needed, our words replaced as the merchant wants."""
    guardrails = known.terms.guardrails
    if known.said.misunderstood >= PUZZLED or ("upset" in guardrails.handoff_on and known.said.tone is Tone.UPSET):
        reply = _offer_person(known, reply)
    if not guardrails.replace_words:
        return reply
    parts = (part if isinstance(part, Disclosed) else phrases.reworded(part, guardrails) for part in reply.parts)
    return replace(reply, parts=tuple(parts))


def _offer_person(known: Known, reply: Say) -> Say:
    """At most one offer stands, and a person goes before a tracking number; nobody is offered one twice in a row.

    Where a reading waits for its yes, none is made: it would be unclear what a yes is said to.
    """
    if reply.outcome is Outcome.ASKED and (not reply.asks or known.said.unsure_contact is not None):
        return reply
    if reply.offers not in {None, Offer.TRACKING} or reply.outcome is Outcome.ESCALATED or known.said.noted:
        return reply
    if known.said.last.offers is Offer.PERSON:
        return reply
    parts = reply.parts[:-1] if reply.offers is Offer.TRACKING else reply.parts
    offer = phrases.OFFER_PERSON
    return replace(reply, parts=(*parts, offer.text), offers=offer.offers, reason=offer.reason)
