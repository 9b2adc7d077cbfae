"""Lost, damaged, wrong: gather what a colleague will need, asking each thing once, then put it before them."""

from conversation import phrases
from conversation.effects import Effect, Escalate, Outcome
from conversation.known import Known, Matter
from conversation.phrases import Phrase
from conversation.skills.person import confirm_contact, escalate, needs_contact, noted
from escalation.reasons import Reason
from intents.meaning import Intent, Slot

SORRY = {
    Matter.LOST: phrases.SORRY_LOST,
    Matter.DAMAGED: phrases.SORRY_DAMAGED,
    Matter.WRONG_ITEM: phrases.SORRY_WRONG_ITEM,
}
WHAT_HAPPENED = {Matter.DAMAGED: phrases.ASK_DAMAGED, Matter.WRONG_ITEM: phrases.ASK_WRONG_ITEM}
REASONS = {Matter.LOST: Reason.LOST, Matter.DAMAGED: Reason.DAMAGED, Matter.WRONG_ITEM: Reason.WRONG_ITEM}


def decide(known: Known) -> Effect:
    """Ask for the number, for what happened and for a contact, none of them for ever; then escalate."""
    said = known.said
    sorry = () if said.asked else (SORRY[_matter(known)],)
    if known.enqueued is not None:
        return noted(known, known.enqueued, *(() if known.again else sorry))
    if question := _question(known):
        photo = (phrases.PHOTO,) if known.takes_photos and question in WHAT_HAPPENED.values() else ()
        return phrases.say(Outcome.ASKED, *sorry, question, *photo, kind=said.kind)
    if said.unsure_contact is not None:
        return confirm_contact(said.unsure_contact)
    return _escalate(known)


def _question(known: Known) -> Phrase | None:
    said = known.said
    if said.reference is None and Slot.REFERENCE not in said.asked:
        return phrases.ASK_REFERENCE_FOR_CASE
    what_happened = WHAT_HAPPENED.get(_matter(known))
    if what_happened and said.message is None and Slot.MESSAGE not in said.asked:
        return what_happened
    if what_happened and _gave_a_value_instead(known):
        return phrases.ASK_WHAT_HAPPENED
    if needs_contact(known):
        return phrases.ASK_CONTACT
    return None


def _gave_a_value_instead(known: Known) -> bool:
    """Whether a postcode came where it was asked what happened; that is asked once more, and no more than once."""
    said = known.said
    answered = Slot.MESSAGE in said.last.asks and said.message is None
    understood = said.intent is Intent.OTHER and not said.misunderstood
    again = phrases.was_said(phrases.ASK_WHAT_HAPPENED, said.last.text, known.terms.guardrails)
    return answered and understood and not again


def _escalate(known: Known) -> Escalate:
    return escalate(known, REASONS[_matter(known)])


def _matter(known: Known) -> Matter:
    matter = known.said.matter
    if matter not in REASONS:
        raise ValueError(f"{matter} is no case")
    return matter
