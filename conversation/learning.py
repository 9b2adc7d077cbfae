"""What an understood utterance changes in what is known: the values heard, then what they are about."""

from dataclasses import replace

from conversation.effects import Offer
from conversation.kinds import told_by_prefix
from conversation.known import NOTHING_SAID, Known, Matter, Said
from conversation.reaching import reach
from conversation.revising import revised
from conversation.terms import Terms
from intents.meaning import ASSISTANT, Intent, Slot, Understanding
from lookup.order import Kind
from verification.policy import Claim, Factor

MATTERS = {
    Intent.ORDER_STATUS: Matter.STATUS,
    Intent.PROJECT_STATUS: Matter.STATUS,
    Intent.LOST: Matter.LOST,
    Intent.DAMAGED: Matter.DAMAGED,
    Intent.WRONG_ITEM: Matter.WRONG_ITEM,
    Intent.HUMAN: Matter.PERSON,
    Intent.CANCEL_OR_CHANGE: Matter.NOT_OURS,
    Intent.RETURN_REFUND: Matter.NOT_OURS,
}
ACCEPTED = {
    Offer.TRACKING: Matter.STATUS,
    Offer.PERSON: Matter.PERSON,
    Offer.MESSAGE: Matter.MESSAGE,
    Offer.STATUS: Matter.STATUS,
    Offer.NEXT: Matter.STATUS,
    Offer.ADD: Matter.MESSAGE,
    Offer.AGAIN: Matter.STATUS,
    Offer.LOST: Matter.LOST,
    Offer.DAMAGED: Matter.DAMAGED,
    Offer.WRONG_ITEM: Matter.WRONG_ITEM,
}
YES_OR_NO = frozenset({Intent.AFFIRM, Intent.DENY})
MOST_FURTHER = 4  # references that wait for their turn
DOUBTFUL = 0.5  # less sure of a matter, we ask whether it is meant before we begin with it
KINDS = {Intent.ORDER_STATUS: Kind.ORDER, Intent.PROJECT_STATUS: Kind.PROJECT}
ASKING = {kind: intent for intent, kind in KINDS.items()}


def take_in(known: Known, meaning: Understanding) -> Known:
    """Learn from one utterance; what was asked last decides what a bare value means."""
    said = known.said
    if not said.last.heard and meaning.intent in YES_OR_NO:  # an answer to what they did not hear is none
        meaning = replace(meaning, intent=Intent.REPEAT)
    heard = revised(said, intent=meaning.intent, tone=meaning.tone, about=_about(said, meaning))
    heard = _hear_answers(heard, meaning, known.call.number if known.call else None)
    heard = _turn_to_next(heard, meaning, known.terms)
    meaning = _of_its_kind(heard, meaning, known.terms)
    heard = _hear_reference(heard, meaning)
    heard = _hear_claims(heard, meaning, known.at)
    heard = _hear_matter(heard, meaning)
    heard = _locate_by_email(heard, meaning, confirmed=bool(set(heard.claims) & set(said.unsure)))
    if Slot.REFERENCE in meaning.slots or _answers(said, meaning) or _adds_postcode(heard, meaning):
        heard = revised(heard, open=True, matter=heard.matter or Matter.STATUS)
    heard = reach(said, heard, meaning)
    puzzled = meaning.intent is Intent.OTHER and not meaning.slots and heard.about != ASSISTANT
    heard = revised(heard, misunderstood=said.misunderstood + 1 if puzzled else 0)
    return revised(known, said=heard, heard=None)


def overhear(known: Known, meaning: Understanding) -> Known:
    """Learn the values of an utterance that was meant for a colleague; what it is about is theirs.

    A contact that we asked for is taken from it. Then we ask no more.
    """
    said = known.said
    asked = Slot.CONTACT in said.last.asks
    heard = (
        settled_contact(_hear_answers(said, meaning, None))
        if asked
        else _hear_claims(_hear_reference(said, meaning), meaning, known.at)
    )
    if asked and heard.contact != said.contact:
        heard = revised(heard, last=NOTHING_SAID)
    if heard.doubtful is not None:
        heard = revised(heard, doubtful=None, reference=said.reference, kind=said.kind)
    return revised(known, said=heard, heard=None)


def _about(said: Said, meaning: Understanding) -> str | None:
    """The detail asked for stays while its question is open, and when it is asked again."""
    if meaning.about is not None and not (said.open and meaning.about == ASSISTANT):
        return meaning.about
    return said.about if said.open or meaning.intent is Intent.REPEAT else None


def _answers(said: Said, meaning: Understanding) -> bool:
    """Whether the utterance gives something of what was asked last."""
    asked = said.last.asks
    return bool(asked & meaning.slots.keys()) or Slot.CONTACT in asked or (said.open and Slot.KIND in asked)


def _adds_postcode(heard: Said, meaning: Understanding) -> bool:
    """Whether a postcode comes late, to a number that is known: what was begun with that number goes on with it."""
    return Slot.ZIP in meaning.slots and meaning.intent is Intent.OTHER and heard.reference is not None


def _hear_answers(said: Said, meaning: Understanding, number: str | None) -> Said:
    """Answers to what only makes sense as one: a message, a contact, yes or no to what was read back.

    `number` is the one that the customer calls from.
    """
    slots, asked = meaning.slots, said.last.asks
    if Slot.MESSAGE in asked and Slot.MESSAGE in slots:
        said = revised(said, message=slots[Slot.MESSAGE])
    if Slot.CONTACT in asked:
        said = _hear_contact(said, meaning, number)
    if said.doubtful is not None and meaning.intent is Intent.AFFIRM:
        said = revised(said, reference=said.doubtful, doubtful=None, open=True)
    elif said.doubtful is not None and meaning.intent is Intent.DENY:
        said = revised(said, doubtful=None, open=True)
    elif said.unsure and meaning.intent in {Intent.AFFIRM, Intent.DENY}:
        confirmed = said.unsure[:1] if meaning.intent is Intent.AFFIRM else ()
        said = revised(said, claims=(*said.claims, *confirmed), unsure=said.unsure[1:], open=True)
    if Slot.KIND in slots:
        said = revised(said, kind=Kind(slots[Slot.KIND]))
    return said


def _hear_contact(said: Said, meaning: Understanding, number: str | None) -> Said:
    """How to reach the customer. A contact that was read back and not refused is theirs."""
    slot = next((slot for slot in (Slot.EMAIL, Slot.PHONE) if slot in meaning.slots), None)
    if slot is not None and any(doubted is slot for doubted, _ in meaning.alternatives):
        return revised(said, unsure_contact=meaning.slots[slot])
    if slot is not None:
        return revised(said, contact=meaning.slots[slot], unsure_contact=None)
    if meaning.intent is Intent.REPEAT:
        return said
    if said.unsure_contact is not None and meaning.intent is Intent.DENY:
        return revised(said, unsure_contact=None, asked=said.asked - {Slot.CONTACT})
    if said.unsure_contact is not None:
        return settled_contact(said)
    return revised(said, contact=number) if meaning.intent is Intent.AFFIRM and number is not None else said


def settled_contact(said: Said) -> Said:
    """A contact in doubt is better than none where nothing can be asked any more."""
    return revised(said, contact=said.unsure_contact or said.contact, unsure_contact=None)


def _hear_reference(said: Said, meaning: Understanding) -> Said:
    """A new number begins a new question; one that could be read in several ways waits for a yes.

    In what happened to an order that is known stand the numbers of things: "I ordered X-200 and got X-300".
    """
    heard = meaning.slots.get(Slot.REFERENCE)
    in_message = Slot.MESSAGE in said.last.asks and Slot.MESSAGE in meaning.slots
    if heard is None or (in_message and said.reference is not None):
        return said
    said = revised(said, further=meaning.more[:MOST_FURTHER])
    kind = KINDS.get(meaning.intent) or (Kind(meaning.slots[Slot.KIND]) if Slot.KIND in meaning.slots else None)
    if heard != said.reference:
        kept = said.kind if said.reference is None or said.last.asks else None
        said = revised(said, kind=kind or kept, asked=said.asked - {Slot.KIND})
    if any(slot is Slot.REFERENCE for slot, _ in meaning.alternatives):
        return revised(said, doubtful=heard, reference=None)
    return revised(said, doubtful=None, reference=heard)


def _of_its_kind(said: Said, meaning: Understanding, terms: Terms) -> Understanding:
    """The same asked of an order or a project, as the number's own prefix tells.

    "Where is PROJ-17?" sounds like an order's; the word "order", if they say it, goes before the prefix.
    """
    reference = meaning.slots.get(Slot.REFERENCE)
    told = told_by_prefix(reference or said.reference, terms)
    if meaning.intent not in KINDS or Slot.KIND in meaning.slots or told is None:
        return meaning
    if reference is None and said.kind not in {None, told}:  # it was said, or another's would be given up
        return meaning
    return replace(meaning, intent=ASKING[told])


def _turn_to_next(said: Said, meaning: Understanding, terms: Terms) -> Said:
    """The next of several references, once its turn is accepted: "yes", or "and the other one?"."""
    accepts = meaning.intent is Intent.AFFIRM or (meaning.intent in KINDS and meaning.about is None)
    if said.last.offers is not Offer.NEXT or not accepts or not said.further or Slot.REFERENCE in meaning.slots:
        return said
    reference, *further = said.further
    kind = told_by_prefix(reference, terms) if said.kind is told_by_prefix(said.reference, terms) else None
    said = revised(said, kind=kind or said.kind, asked=said.asked - {Slot.KIND}, open=True)
    return revised(said, reference=reference, further=tuple(further))


def _hear_claims(said: Said, meaning: Understanding, at: float) -> Said:
    """Claims replace those of their kind; once number and claims were asked for anew, all that went before.

    One that could be read in several ways proves nothing before it was read back: a guess costs an attempt.
    Nobody talks a signed claim away: it is what the shop is asked with, so that it cannot prove another's order.
    """
    if Slot.CONTACT in said.last.asks:
        return said
    signed = {claim.factor for claim in said.claims if claim.signed}
    heard = {factor: meaning.slots.get(Slot(factor.value)) for factor in Factor if factor not in signed}
    claims = [Claim(factor, value, at) for factor, value in heard.items() if value is not None]
    if not claims:
        return said
    replaced = set(Factor) if said.last.asks_anew else {claim.factor for claim in claims}
    kept = [claim for claim in said.claims if claim.signed or claim.factor not in replaced]
    unsure = [claim for claim in said.unsure if claim.factor not in replaced]
    doubted = {slot for slot, _ in meaning.alternatives}
    for claim in claims:
        (unsure if Slot(claim.factor.value) in doubted else kept).append(claim)
    return revised(said, claims=tuple(kept), unsure=tuple(unsure))


def _hear_matter(said: Said, meaning: Understanding) -> Said:
    """What it is about: an accepted offer, or what was asked for; an answer to our question changes nothing."""
    if meaning.intent is Intent.AFFIRM and said.last.offers is not None:
        about = "tracking" if said.last.offers is Offer.TRACKING else None
        adds = said.last.offers is Offer.ADD and said.noted
        reason = said.noted[-1].reason if adds else said.last.reason
        return revised(_turn_to(said, ACCEPTED[said.last.offers]), about=about, reason=reason)
    if meaning.intent is Intent.REPEAT and said.last.text is None and said.reference is not None:
        return revised(said, open=True)
    if meaning.intent is Intent.GOODBYE:
        return revised(said, open=False)
    matter = MATTERS.get(meaning.intent)
    if matter is None or (Slot.MESSAGE in said.last.asks and Slot.MESSAGE in meaning.slots):
        return said
    if matter is Matter.STATUS and said.open and said.matter and said.last.asks & meaning.slots.keys():
        return said
    if _is_doubtful(said, meaning, matter):
        return revised(said, kind=KINDS.get(meaning.intent, said.kind))
    if matter is Matter.PERSON and meaning.about == "message":
        matter = Matter.MESSAGE
    if matter is Matter.PERSON:  # whoever asks once more is put through once more
        said = revised(said, missed=False)
    if Slot.CONTACT in said.last.asks and matter is not said.matter:
        return revised(said, then=matter, kind=KINDS.get(meaning.intent, said.kind))
    said = _turn_to(said, matter)
    return revised(said, kind=KINDS.get(meaning.intent, said.kind))


def _is_doubtful(said: Said, meaning: Understanding, matter: Matter) -> bool:
    """Whether a matter is but guessed, and nothing that was said or asked speaks for it."""
    return meaning.confidence < DOUBTFUL and not meaning.slots.keys() - {Slot.KIND} and matter is not said.matter


def _turn_to(said: Said, matter: Matter) -> Said:
    if matter is said.matter:
        return revised(said, open=True)
    return revised(said, matter=matter, open=True, asked=frozenset(), message=None, reason=None)


def _locate_by_email(said: Said, meaning: Understanding, *, confirmed: bool) -> Said:
    """Whoever has no number at hand may be found by their e-mail; that alone proves nothing.

    `confirmed`: a claim that was read back has just got its yes.
    """
    if said.reference is not None or said.matter is not Matter.STATUS or said.doubtful is not None:
        return said
    if not (said.asked if confirmed else said.last.asks) & {Slot.REFERENCE, Slot.EMAIL}:
        return said
    if confirmed or Slot.EMAIL in meaning.slots or meaning.intent is Intent.DENY:
        known = {claim.factor: claim.value for claim in said.claims}
        return revised(said, reference=known.get(Factor.EMAIL))
    return said
