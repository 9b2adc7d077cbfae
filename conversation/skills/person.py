"""A person, please: the ticket first, questions later. Also a message to be passed on, and what is not ours to do."""

from dataclasses import replace

from conversation import phrases
from conversation.effects import Effect, Escalate, Noted, Outcome, Say, Transfer
from conversation.kinds import kind_of
from conversation.known import Call, Colleagues, Known, Matter, Said
from conversation.phrases import Phrase
from escalation.case import Case
from escalation.reasons import Reason
from intents.meaning import Intent, Slot
from verification.policy import Factor

WORTH_A_CALL = frozenset(Reason) - {Reason.MESSAGE, Reason.LOOKUP_FAILED}
"""What a colleague is called for at once; who chose to leave a message is not put through against their will."""


def decide(known: Known) -> Effect:
    """Open the ticket. Where no answer could reach the customer otherwise, a contact is asked for once before."""
    said = known.said
    if known.enqueued is not None:
        return noted(known, known.enqueued)
    if said.intent is Intent.DENY and said.noted and Slot.MESSAGE in said.last.asks:
        return phrases.say(Outcome.TALKED, phrases.ALL_RIGHT)
    if said.unsure_contact is not None:
        return confirm_contact(said.unsure_contact)
    if needs_contact(known):
        return phrases.say(Outcome.ASKED, phrases.ASK_CONTACT)
    return escalate(known, said.reason or Reason.HUMAN)


def take_message(known: Known) -> Effect:
    """Take down what is to be passed on, then how to reach the customer."""
    said = known.said
    if known.enqueued is not None:
        return noted(known, known.enqueued)
    if said.message is None:
        return phrases.say(Outcome.ASKED, phrases.ASK_MESSAGE)
    if said.unsure_contact is not None:
        return confirm_contact(said.unsure_contact)
    adds = said.reason in {ticket.reason for ticket in said.noted}  # how they can be reached was seen to then
    if contact_of(said) is None and not adds and (question := _ask_contact(known)):
        return phrases.say(Outcome.ASKED, question)
    return escalate(known, said.reason or Reason.MESSAGE)


def _ask_contact(known: Known) -> Phrase | None:
    """Asked once; on the phone the number they call from is proposed, and another asked for if that is none."""
    said = known.said
    calling = known.call is not None and known.call.number is not None
    if Slot.CONTACT not in said.asked:
        return phrases.ASK_CONTACT_OR_CALLING if calling else phrases.ASK_CONTACT
    return phrases.ASK_CONTACT if calling and said.intent is Intent.DENY else None


def needs_contact(known: Known) -> bool:
    """Whether a contact is to be asked for before a ticket is opened: never of whoever can be called back."""
    said, call = known.said, known.call
    if known.reachable or contact_of(said) is not None or Slot.CONTACT in said.asked:
        return False
    put_through = call is not None and call.is_staffed and not said.missed
    return not put_through and (call is None or call.number is None)


def confirm_contact(reading: str) -> Say:
    """Read back a contact that could be read in several ways, before a ticket says that a colleague will use it."""
    return phrases.say(Outcome.ASKED, phrases.CONFIRM_CONTACT, reading=reading)


def not_ours(known: Known) -> Effect:
    """Cancelling, changing, refunding: said plainly, a person offered; whoever goes on is not told the same again."""
    told = phrases.was_said(phrases.NOT_OURS, known.said.last.text, known.terms.guardrails)
    return phrases.say(Outcome.TALKED, phrases.NOT_OURS_AGAIN if told else phrases.NOT_OURS)


def escalate(known: Known, reason: Reason) -> Escalate:
    """The case as far as it is known."""
    said = known.said
    proven = said.proven if said.proven and said.proven.reference == said.reference else None
    factors = "+".join(factor.value for factor in proven.factors) if proven else ""
    proof = f"proven:{factors}" if proven else ("claimed" if said.claims else "none")
    contact = contact_of(said) or (known.call.number if known.call else None)
    verified = said.proven.email if said.proven else None
    case = Case(
        reason,
        kind=kind_of(known) if said.reference else said.kind,
        reference=said.reference,
        claims=said.claims,
        contact=contact,
        message=said.message,
        proof=proof,
        tried=said.tried,
        verified_email=verified or _signed_email(said),
    )
    return Escalate(case)


def _signed_email(said: Said) -> str | None:
    signed = (claim.value for claim in said.claims if claim.signed and claim.factor is Factor.EMAIL)
    return next(signed, None)


def noted(known: Known, ticket: Noted, *before: Phrase) -> Say:
    """Say that it is noted: only ever after the commit. On the phone a colleague is called, if one may be there.

    Otherwise asks for a number, if that could still help.
    """
    if known.call is not None and known.call.colleagues is not Colleagues.NOBODY and ticket.reason in WORTH_A_CALL:
        return _put_through(known, known.call, ticket, *before)
    said = known.said
    phrase = phrases.ADDED if known.again else phrases.NOTED
    optional = said.matter is Matter.PERSON and said.reference is None and Slot.REFERENCE not in said.asked
    more = (phrases.OPTIONAL_REFERENCE,) if optional else ()
    return _with(ticket, phrases.say(Outcome.ESCALATED, *before, phrase, *more, number=ticket.number))


def _put_through(known: Known, call: Call, ticket: Noted, *before: Phrase) -> Say:
    """Call a colleague; where nobody is there, or nobody took the call, have a message left or promise a call."""
    said = known.said
    if call.is_staffed and not said.missed:
        reply = phrases.say(Outcome.CONNECTING, *before, phrases.CONNECTING, number=ticket.number)
        return Transfer(reply.parts, reply.outcome, noted=ticket)
    if known.again and said.last.asks & {Slot.MESSAGE, Slot.CONTACT}:
        return _with(ticket, phrases.say(Outcome.ESCALATED, phrases.ADDED, number=ticket.number))
    more = _instead(said, call)
    outcome = Outcome.ASKED if more.asks else Outcome.ESCALATED
    return _with(ticket, phrases.say(outcome, *before, phrases.NOBODY_FREE, more, number=ticket.number))


def _instead(said: Said, call: Call) -> Phrase:
    """What becomes of a call that nobody takes."""
    if call.calls_back and contact_of(said) is None and call.number is None:
        return phrases.ASK_CONTACT
    if call.calls_back:
        return phrases.WILL_CALL_BACK
    return phrases.ASK_FOR_COLLEAGUE if said.message is None else phrases.WILL_GET_BACK


def _with(ticket: Noted, reply: Say) -> Say:
    return replace(reply, noted=ticket)


def contact_of(said: Said) -> str | None:
    """How a colleague can reach the customer: what they told us for it, or an e-mail or phone they claimed."""
    if said.contact:
        return said.contact
    claimed = {claim.factor: claim.value for claim in said.claims}
    return claimed.get(Factor.EMAIL) or claimed.get(Factor.PHONE)
