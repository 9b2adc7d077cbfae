"""The core: one event in, one effect out. It decides; `turns/` does."""

from dataclasses import replace
from typing import assert_never

from conversation import finding, guardrails
from conversation.effects import Effect, Escalate, Offer, Outcome, Say, Understand
from conversation.events import (
    Changed,
    CutOff,
    Enqueued,
    Event,
    Heard,
    Locked,
    LookedUp,
    LookupFailed,
    NotAsked,
    NotConnected,
    Opened,
    Raised,
    Resumed,
    Understood,
)
from conversation.known import Known, LastReply, Matter, Nothing, Said
from conversation.learning import overhear, settled_contact, take_in
from conversation.revising import revised
from conversation.skills import case, handover, person, status, talk
from intents.meaning import Intent, Slot, Understanding

MINUTE = 60.0
MISSED = LastReply(text=None, offers=Offer.AGAIN)
SKILLS = {
    Matter.STATUS: status.decide,
    Matter.LOST: case.decide,
    Matter.DAMAGED: case.decide,
    Matter.WRONG_ITEM: case.decide,
    Matter.PERSON: person.decide,
    Matter.MESSAGE: person.take_message,
    Matter.NOT_OURS: person.not_ours,
}


def advance(known: Known, event: Event) -> tuple[Known, Effect]:
    """Take in one event and decide the one thing to do next."""
    known = learn(known, event)
    effect = handover.tell(known, event) if isinstance(event, Changed) else decide(known)
    if isinstance(effect, Say):
        effect = guardrails.guard(known, effect)
        return settle(known, effect), effect
    return known, effect


def overheard(known: Known, heard: Heard, meaning: Understanding) -> Known:
    """What an utterance to a colleague teaches us; nothing is decided on it, and nothing said."""
    return overhear(_hear(known, heard), meaning)


def leave(known: Known) -> tuple[Known, Escalate | None]:
    """What is to be put before a person though the customer has left: the message they gave, if no ticket has it.

    Nothing can be asked any more, so nothing that could be asked is waited for.
    """
    said = known.said
    if not said.open or said.matter is None or said.message is None:
        return known, None
    known = revised(known, said=settled_contact(revised(said, asked=frozenset(Slot))))
    effect = SKILLS[said.matter](known)
    return known, effect if isinstance(effect, Escalate) else None


def decide(known: Known) -> Effect:
    """The one thing to do next, from what is known and nothing else: a crash or an interruption costs nothing."""
    said = known.said
    if known.heard is not None:
        return Understand(known.heard, said.last.asks, known.spoken, known.keyed)
    last = said.last
    if said.intent is Intent.REPEAT and last.text is not None:
        return Say((last.text,), Outcome.ASKED if said.open else Outcome.TALKED, last.asks, last.offers, last.reason)
    effect = SKILLS[said.matter](known) if said.open and said.matter else talk.decide(known)
    if isinstance(effect, Say) and known.preface:
        return replace(effect, parts=(*known.preface, *effect.parts), noted=effect.noted or said.noted[-1])
    return effect


def learn(known: Known, event: Event) -> Known:
    """What the event adds to what is known."""
    match event:
        case Opened(at):
            return revised(known, at=at)
        case Heard():
            return _hear(known, event)
        case Understood(meaning):
            if known.stuck or (known.heard and guardrails.concern(known.heard, known.terms.guardrails)):
                meaning = replace(meaning, intent=Intent.HUMAN, about=None)
            return take_in(known, meaning)
        case LookedUp(answer, at):
            return finding.found(revised(known, at=at), answer)
        case LookupFailed():
            return finding.tried(revised(known, found=Nothing.TO_BE_HAD), "lookup_failed")
        case Locked():
            return finding.tried(revised(known, locked=True), "locked")
        case Raised():
            return known.saying(raised=known.said.reference)
        case Enqueued(noted, again):
            return finding.enqueued(revised(known, enqueued=noted, again=again))
        case NotConnected(at):
            return finding.not_connected(revised(known, at=at))
        case CutOff():
            return known.saying(last=replace(known.said.last, heard=False))
        case Resumed(at):
            return revised(known, at=at, said=_with_fresh_claims(known, at))
        case NotAsked():
            return known.saying(open=False)
        case Changed():
            return revised(known, at=event.at, said=handover.learn(known.said, event))
        case _:  # pragma: no cover - mypy shows that there is nothing else
            assert_never(event)


def settle(known: Known, reply: Say) -> Known:
    """What stays of our reply: what it asked and offered, and its words unless they told an order fact."""
    said = known.said
    last = LastReply(None if reply.disclosed else str(reply), reply.asks, reply.offers, reply.reason)
    waits = reply.outcome is Outcome.ASKED
    return known.saying(last=last, asked=said.asked | reply.asks, open=waits, then=None)


def _hear(known: Known, heard: Heard) -> Known:
    """A turn begins: what was found in the last one is gone.

    Claims grow old, and what a trusted party asserts stands before what was claimed.
    """
    said = _with_fresh_claims(known, heard.at)
    if heard.missed and said.last.text is None:
        said = revised(said, last=MISSED)
    if heard.asserted:
        asserted = {claim.factor for claim in heard.asserted}
        kept = (claim for claim in said.claims if claim.factor not in asserted)
        said = revised(said, claims=(*kept, *heard.asserted))
    return Known(
        known.terms,
        said,
        heard.at,
        known.reachable,
        takes_photos=known.takes_photos,
        heard=heard.text,
        spoken=heard.spoken,
        keyed=heard.keyed,
        stuck=heard.stuck,
        call=known.call,
    )


def _with_fresh_claims(known: Known, at: float) -> Said:
    """What was said, without claims that are older than the policy lets them be."""
    oldest = at - known.terms.policy.ttl_minutes * MINUTE
    claims, unsure = (
        tuple(claim for claim in claims if claim.at >= oldest) for claims in (known.said.claims, known.said.unsure)
    )
    return revised(known.said, claims=claims, unsure=unsure)
