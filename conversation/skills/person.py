"""A person, please: the ticket first, questions later. Also a message to be passed on, and what is not ours to do."""

from conversation import phrases
from conversation.effects import Effect, Escalate, Noted, Outcome, Say
from conversation.known import Known, Matter, Said
from conversation.phrases import Phrase
from escalation.case import Case
from escalation.reasons import Reason
from intents.meaning import Slot
from verification.policy import Factor


def decide(known: Known) -> Effect:
    """Open the ticket. Where no answer could reach the customer otherwise, a contact is asked for once before."""
    said = known.said
    if known.enqueued is not None:
        return noted(known, known.enqueued)
    if not known.reachable and contact_of(said) is None and Slot.CONTACT not in said.asked:
        return phrases.say(Outcome.ASKED, phrases.ASK_CONTACT)
    return escalate(known, said.reason or Reason.HUMAN)


def take_message(known: Known) -> Effect:
    """Take down what is to be passed on, then how to reach the customer."""
    said = known.said
    if known.enqueued is not None:
        return noted(known, known.enqueued)
    if said.message is None:
        return phrases.say(Outcome.ASKED, phrases.ASK_MESSAGE)
    if contact_of(said) is None and Slot.CONTACT not in said.asked:
        return phrases.say(Outcome.ASKED, phrases.ASK_CONTACT)
    return escalate(known, said.reason or Reason.MESSAGE)


def not_ours(_known: Known) -> Effect:
    """Cancelling, changing, refunding: said plainly, a person offered."""
    return phrases.say(Outcome.TALKED, phrases.NOT_OURS)


def escalate(known: Known, reason: Reason) -> Escalate:
    """The case as far as it is known."""
    said = known.said
    proven = said.proven if said.proven and said.proven.reference == said.reference else None
    factors = "+".join(factor.value for factor in proven.factors) if proven else ""
    proof = f"proven:{factors}" if proven else ("claimed" if said.claims else "none")
    verified = said.proven.email if said.proven else None
    case = Case(
        *(reason, said.kind, said.reference, said.claims, contact_of(said), said.message, proof, said.tried),
        verified_email=verified or _signed_email(said),
    )
    return Escalate(case)


def _signed_email(said: Said) -> str | None:
    signed = (claim.value for claim in said.claims if claim.signed and claim.factor is Factor.EMAIL)
    return next(signed, None)


def noted(known: Known, ticket: Noted, *before: Phrase) -> Say:
    """Say that it is noted: only ever after the commit. Asks for a number if that could still help."""
    said = known.said
    phrase = phrases.ADDED if known.again else phrases.NOTED
    optional = said.matter is Matter.PERSON and said.reference is None and Slot.REFERENCE not in said.asked
    more = (phrases.OPTIONAL_REFERENCE,) if optional else ()
    reply = phrases.say(Outcome.ESCALATED, *before, phrase, *more, number=ticket.number)
    return Say(reply.parts, reply.outcome, reply.asks, noted=ticket)


def contact_of(said: Said) -> str | None:
    """How a colleague can reach the customer: what they told us for it, or an e-mail or phone they claimed."""
    if said.contact:
        return said.contact
    claimed = {claim.factor: claim.value for claim in said.claims}
    return claimed.get(Factor.EMAIL) or claimed.get(Factor.PHONE)
