"""A way to reach the customer that comes after their ticket: it belongs to that, and begins nothing new."""

from conversation.known import Matter, Said
from conversation.revising import revised
from conversation.skills.handover import MATTERS
from conversation.skills.person import contact_of
from intents.meaning import Intent, Slot, Understanding

NOTHING_ELSE = frozenset({Intent.OTHER, Intent.AFFIRM, Intent.THANKS, Intent.GREETING})
"""With these an e-mail or a phone number is all that was said."""


def reach(before: Said, heard: Said, meaning: Understanding) -> Said:
    """What was heard, with the newest ticket's matter open again if a new contact came and nothing asked for one.

    Once a colleague is done with the ticket, or where a question of ours is open, it is what it always is: a claim.
    """
    contact = meaning.slots.get(Slot.EMAIL) or meaning.slots.get(Slot.PHONE)
    if contact is None or not before.noted or before.open or heard.open or contact == contact_of(before):
        return heard
    if meaning.intent not in NOTHING_ELSE or before.tried[-1:] == ("colleague",):
        return heard
    reason = before.noted[-1].reason
    return revised(heard, contact=contact, open=True, matter=MATTERS.get(reason, Matter.PERSON), reason=reason)
