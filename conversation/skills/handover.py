"""Who answers: a colleague who takes over, hands back or leaves, and what the customer is told of it."""

from conversation import phrases
from conversation.effects import Outcome, Say
from conversation.events import Change, Changed
from conversation.known import Known, Matter, Said
from conversation.revising import revised
from conversation.skills.person import contact_of
from escalation.reasons import Reason

MATTERS = {
    Reason.LOST: Matter.LOST,
    Reason.DAMAGED: Matter.DAMAGED,
    Reason.WRONG_ITEM: Matter.WRONG_ITEM,
    Reason.MESSAGE: Matter.MESSAGE,
    Reason.LOOKUP_FAILED: Matter.MESSAGE,
}
PHRASES = {
    Change.TAKEN: phrases.TAKEN,
    Change.HANDED_BACK: phrases.HANDED_BACK,
    Change.LEFT: phrases.LEFT,
    Change.CLOSED: phrases.CLOSED,
    Change.UNCLAIMED: phrases.UNCLAIMED,
    Change.AWAY: phrases.AWAY,
}


def learn(said: Said, changed: Changed) -> Said:
    """What a colleague has done with a matter is done: the assistant begins anew, and knows that there was one.

    Whoever is asked for a contact is asked for the sake of the ticket, whatever was talked about since.
    """
    if changed.change in {Change.UNCLAIMED, Change.AWAY}:
        return revised(said, matter=MATTERS.get(changed.reason, Matter.PERSON), reason=changed.reason, then=None)
    if changed.change is Change.TAKEN:
        return revised(said, open=False, then=None)
    tried = said.tried if said.tried[-1:] == ("colleague",) else (*said.tried, "colleague")
    return revised(said, matter=None, open=False, then=None, reason=None, misunderstood=0, doubtful=None, tried=tried)


def tell(known: Known, changed: Changed) -> Say:
    """The one sentence about it. A contact is asked for only where none is known."""
    phrase = PHRASES[changed.change]
    if changed.change is Change.UNCLAIMED and contact_of(known.said) is not None:
        phrase = phrases.UNCLAIMED_KNOWN
    outcome = Outcome.ESCALATED if changed.change is Change.TAKEN else Outcome.TALKED
    return phrases.say(outcome, phrase, number=changed.number, name=changed.name)
