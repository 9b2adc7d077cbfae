"""Everything the assistant says of its own accord: the one catalogue. No sentence stands in code elsewhere.

A phrase carries what it asks or offers, so that a history replayed by a client can be read back by exact match.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from conversation.effects import Disclosed, Offer, Outcome, Say
from conversation.terms import Guardrails
from escalation.reasons import Reason
from intents.meaning import Slot
from lookup.order import Kind
from verification.policy import Factor


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence or two. `{kind}` becomes "order" or "project", other blanks what the skill fills in."""

    text: str
    asks: frozenset[Slot] = frozenset()
    offers: Offer | None = None
    reason: Reason | None = None


def _asks(text: str, *slots: Slot) -> Phrase:
    return Phrase(text, frozenset(slots))


def _offers(text: str, offer: Offer, reason: Reason | None = None) -> Phrase:
    return Phrase(text, offers=offer, reason=reason)


GREETING = _asks("Hello! I can tell you where your order is. What's your order number?", Slot.REFERENCE)
HELP = _asks("I can look up where an order is. What's your order number?", Slot.REFERENCE)
GREETING_PROJECT = _asks("Hello! I can tell you how your project stands. What's your project number?", Slot.REFERENCE)
HELP_PROJECT = _asks("I can look up how a project stands. What's your project number?", Slot.REFERENCE)
GREETING_EITHER = _asks(
    "Hello! I can tell you where your order is, or how your project stands. What's the number?", Slot.REFERENCE
)
HELP_EITHER = _asks("I can look up where an order is, or how a project stands. What's the number?", Slot.REFERENCE)
WITHOUT_HELLO = {
    GREETING.text: HELP.text,
    GREETING_PROJECT.text: HELP_PROJECT.text,
    GREETING_EITHER.text: HELP_EITHER.text,
}
HERE = Phrase("I'm here.")
AUTOMATED = Phrase("I'm an automated assistant; ask for a person any time.")
MORE_HELP = _offers("I'm not sure I follow. Would you like me to pass this to a colleague?", Offer.PERSON)
CHECK_STATUS = _offers("Would you like to know where your {kind} is?", Offer.STATUS)
CHECK_LOST = _offers("Did your parcel get lost?", Offer.LOST)
CHECK_DAMAGED = _offers("Did something arrive damaged?", Offer.DAMAGED)
CHECK_WRONG_ITEM = _offers("Did you get the wrong thing?", Offer.WRONG_ITEM)
THANKS = Phrase("You're welcome. Is there anything else I can do?")
GOODBYE = Phrase("Thank you, and goodbye!")
ALL_RIGHT = Phrase("All right. Is there anything else I can do?")

ONLY_TEXT = _asks("I can only read text. What's your order number?", Slot.REFERENCE)
HANDED_OVER = Phrase("A colleague takes it from here.")
MISSED = _offers("Your answer came while you were away; shall I look again?", Offer.AGAIN)
NOT_KEPT = Phrase("The answer that stood here told of your order, and that is never kept. Ask me again any time.")
GONE = Phrase("I don't have that answer any more. Ask me once more, and I'll look it up again.")

ASK_KIND = _asks("Is that an order or a project?", Slot.KIND)
ASK_REFERENCE = _asks("What's your {kind} number?", Slot.REFERENCE)
ASK_NUMBER = _asks("What's the number?", Slot.REFERENCE)
ASK_REFERENCE_AGAIN = _asks(
    "I need your {kind} number to look it up; it's in your confirmation e-mail. What is it?", Slot.REFERENCE
)
ASK_NUMBER_OR_EMAIL = _asks(
    "Without it I can't look it up. If you can't find the number, tell me the e-mail address you ordered with.",
    Slot.REFERENCE,
)
ASK_EMAIL_INSTEAD = _asks("No problem. Which e-mail address did you order with?", Slot.EMAIL)
CONFIRM = Phrase("I have {reading}. Is that right?")
ASK_EITHER_AGAIN = _asks(
    "I can find it by the e-mail address you ordered with, or by your {kind} number. Which one do you have?",
    Slot.REFERENCE,
)
CANNOT_FIND = _offers(
    "Without the number or the e-mail address I can't look it up. Would you like me to pass this to a colleague?",
    Offer.PERSON,
    Reason.UNVERIFIED,
)
CANNOT_WITHOUT = _offers(
    "I can only tell that to the person the {kind} belongs to. Would you like me to pass this to a colleague?",
    Offer.PERSON,
    Reason.UNVERIFIED,
)

NOT_FOUND = _asks("I couldn't find {a_kind} with that reference. Could you double-check?", Slot.REFERENCE)
SIXTY_DAYS = Phrase("I can see the last 60 days.")
LOCKED_OFFER = _offers("A colleague can check it with you. Shall I pass this on?", Offer.PERSON, Reason.UNVERIFIED)
INVALID = _asks("That doesn't look like one of the shop's {kind} numbers. What's the number?", Slot.REFERENCE)
TROUBLE = _offers(
    "Our order system is having trouble right now. Would you like me to take a message?",
    Offer.MESSAGE,
    Reason.LOOKUP_FAILED,
)
NOT_ENABLED = Phrase("I'm sorry, this feature isn't enabled here, so I can't look up {kind}s.")
OFFER_MESSAGE = _offers("Would you like me to take a message?", Offer.MESSAGE, Reason.MESSAGE)

OFFER_TRACKING = _offers("Would you like the tracking number?", Offer.TRACKING)
OFFER_NEXT = _offers("Shall I look up {reading}, too?", Offer.NEXT)
OFFER_STALE = _offers("Would you like a colleague to look into it?", Offer.PERSON, Reason.LOST)
OFFER_PERSON = _offers("Would you like to talk to a person?", Offer.PERSON, Reason.HUMAN)

SORRY_LOST = Phrase("I'm sorry to hear that your parcel isn't with you.")
SORRY_DAMAGED = Phrase("I'm sorry that something arrived damaged.")
SORRY_WRONG_ITEM = Phrase("I'm sorry that you got the wrong thing.")
ASK_REFERENCE_FOR_CASE = _asks("What's your order number, so that a colleague can look into it?", Slot.REFERENCE)
ASK_DAMAGED = _asks("What is damaged, and what happened?", Slot.MESSAGE)
ASK_WRONG_ITEM = _asks("What did you order, and what did you get instead?", Slot.MESSAGE)
ASK_WHAT_HAPPENED = _asks("Thank you. And what happened, in a few words?", Slot.MESSAGE)
PHOTO = Phrase("A photo helps, if you have one.")
ASK_MESSAGE = _asks("What would you like me to pass on?", Slot.MESSAGE)
ASK_CONTACT = _asks("How can a colleague reach you? An e-mail address or a phone number is fine.", Slot.CONTACT)
CONFIRM_CONTACT = _asks("A colleague can reach you at {reading}. Is that right?", Slot.CONTACT)
ASK_CONTACT_OR_CALLING = _asks(
    "How can a colleague reach you? Is the number you're calling from all right, or is there a better one?",
    Slot.CONTACT,
)
NOTED = Phrase("I've noted it, number {number}. A colleague will get back to you.")
ADDED = Phrase("I've added that to number {number}. A colleague will get back to you.")
OPTIONAL_REFERENCE = _asks("If you have an order number, tell me.", Slot.REFERENCE)
CONNECTING = Phrase(
    "I've noted it, number {number}. I'm calling a colleague now, and will tell them what it is about. You may hear "
    "ringing for a moment."
)
NOBODY_FREE = Phrase("Nobody can take your call right now. I've noted it, number {number}.")
ASK_FOR_COLLEAGUE = _asks("What would you like me to tell a colleague?", Slot.MESSAGE)
WILL_CALL_BACK = Phrase("A colleague will call you back.")
WILL_GET_BACK = Phrase("A colleague will get back to you.")
NOT_OURS = _offers(
    "I can't change, cancel or refund an order myself. Would you like me to pass this to a colleague?",
    Offer.PERSON,
    Reason.HUMAN,
)

NOT_OURS_AGAIN = _offers("That is for a colleague to see to. Shall I pass it on?", Offer.PERSON, Reason.HUMAN)
WITH_A_COLLEAGUE = _offers(
    "Number {number} is with my colleagues, who will get back to you. Would you like to add something to it?",
    Offer.ADD,
)

TAKEN = Phrase("You're talking to {name} now.")
HANDED_BACK = Phrase("{name} has handed back to me. What else can I do for you?")
LEFT = Phrase("{name} had to go. Number {number} waits for the next colleague; meanwhile, I'm here.")
CLOSED = Phrase("{name} has closed number {number}. Is there anything else I can do?")
UNCLAIMED = _asks(
    "Nobody is free yet for number {number}. If you'd rather not wait here, give me an e-mail address or a phone"
    " number, and a colleague will get back to you there.",
    Slot.CONTACT,
)
UNCLAIMED_KNOWN = Phrase("Nobody is free yet for number {number}. You need not wait here: a colleague will reach you.")
AWAY = _asks(
    "If you have to leave, give me an e-mail address or a phone number, and your answers will come there.",
    Slot.CONTACT,
)

NO_SUCH_DETAIL = "I don't have that detail for this one."
DETAIL = {
    "carrier": "It's with {value}.",
    "tracking": "The tracking number is {value}.",
    "tracking_url": "You can follow it here: {value}",
    "eta": "It's expected {value}.",
    "delivered_at": "It was delivered {value}.",
    "items": "It contains {value}.",
}
ANY_DETAIL = "{name}: {value}."
ONE_PARCEL = "It comes in one parcel."
PARCELS = "It comes in {value} parcels."
PARCEL = "Parcel {number}: {value}."

_FACTOR_NAMES = {Factor.EMAIL: "e-mail address", Factor.ZIP: "ZIP code", Factor.PHONE: "phone number"}
_FACTOR_NAMES_ONCE_MORE = {Factor.EMAIL: "e-mail", Factor.ZIP: "ZIP", Factor.PHONE: "phone number"}


def greeting(kinds: Collection[Kind]) -> Phrase:
    """Hello, and what can be looked up at this shop; where nothing can, an order is what most people come for."""
    return GREETING_EITHER if len(kinds) > 1 else GREETING_PROJECT if Kind.PROJECT in kinds else GREETING


def what_we_do(kinds: Collection[Kind]) -> Phrase:
    """The same to somebody who was greeted before."""
    return HELP_EITHER if len(kinds) > 1 else HELP_PROJECT if Kind.PROJECT in kinds else HELP


def ask_for(factors: Iterable[Factor], *, every: bool) -> Phrase:
    """Ask for one of the factors, or for every one of them."""
    names = _listed(factors, _FACTOR_NAMES, "and" if every else "or")
    return _asks(f"To make sure it's yours: what's the {names} on it?", *(Slot(factor.value) for factor in factors))


def ask_once_more_for(factors: Iterable[Factor], *, every: bool) -> Phrase:
    """The same in other words, for somebody whose answer was not understood."""
    names = _listed(factors, _FACTOR_NAMES, "and" if every else "or")
    return _asks(f"I may only tell its owner, so I need the {names}.", *(Slot(factor.value) for factor in factors))


def once_more(factors: Iterable[Factor], *, every: bool) -> Phrase:
    """Ask for the number and what was claimed once more; sounds the same whatever did not fit."""
    names = _listed(factors, _FACTOR_NAMES_ONCE_MORE, "and" if every else "or")
    slots = (Slot(factor.value) for factor in factors)
    return _asks(f"Please give me the number and your {names} once more.", Slot.REFERENCE, *slots)


def _listed(factors: Iterable[Factor], names: Mapping[Factor, str], last: str) -> str:
    """Always in the same order, so that it can be recognised: "e-mail, ZIP or phone number"."""
    chosen = set(factors)
    listed = [name for factor, name in names.items() if factor in chosen]
    return f" {last} ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))


def fill(phrase: Phrase, kind: Kind | None = None, **blanks: object) -> str:
    """The phrase as it is said."""
    named = (kind or Kind.ORDER).value
    return phrase.text.format(kind=named, a_kind=f"an {named}" if named == "order" else f"a {named}", **blanks)


def say(outcome: Outcome, *phrases: Phrase | str | Disclosed, kind: Kind | None = None, **blanks: object) -> Say:
    """Put phrases together; the last that asks or offers decides what an answer will mean."""
    asks: frozenset[Slot] = frozenset()
    offers: Offer | None = None
    reason: Reason | None = None
    parts: list[str | Disclosed] = []
    for phrase in phrases:
        if isinstance(phrase, Phrase):
            parts.append(fill(phrase, kind, **blanks))
            asks, offers = phrase.asks or asks, phrase.offers or offers
            reason = phrase.reason or reason
        else:
            parts.append(phrase)
    return Say(tuple(parts), outcome, asks, offers, reason)


def reworded(text: str, guardrails: Guardrails) -> str:
    """Our own words as this merchant wants them."""
    for when, instead in guardrails.replace_words:
        text = text.replace(when, instead)
    return text


def was_said(phrase: Phrase, text: str | None, guardrails: Guardrails) -> bool:
    """Whether a phrase stands in what we said: as this merchant words it, of whichever kind. Not for other blanks."""
    return text is not None and any(reworded(fill(phrase, kind), guardrails) in text for kind in Kind)


def catalogue() -> Iterable[Phrase]:
    """Every phrase, those that name factors in all their forms; some may come twice."""
    yield from (each for each in globals().values() if isinstance(each, Phrase))
    factors = tuple(Factor)
    for bits in range(1, 1 << len(factors)):
        chosen = tuple(factor for place, factor in enumerate(factors) if bits >> place & 1)
        for every in (False, True):
            yield ask_for(chosen, every=every)
            yield ask_once_more_for(chosen, every=every)
            yield once_more(chosen, every=every)
