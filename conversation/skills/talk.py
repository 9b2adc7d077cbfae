"""Everything that is no matter of its own: hello, thanks, yes and no to nothing, silence, doubt, not understood."""

from conversation import phrases
from conversation.effects import Outcome, Say
from conversation.known import Known, Said
from conversation.phrases import Phrase
from intents.meaning import ASSISTANT, Intent, Slot

# What is said to somebody who is not understood: never the same twice in a row.
PUZZLED = (None, phrases.MORE_HELP, phrases.OFFER_MESSAGE)  # the first: what we can do
REPLIES = {
    Intent.THANKS: phrases.THANKS,
    Intent.GOODBYE: phrases.GOODBYE,
    Intent.AFFIRM: phrases.ALL_RIGHT,
    Intent.DENY: phrases.ALL_RIGHT,
    Intent.ORDER_STATUS: phrases.CHECK_STATUS,
    Intent.PROJECT_STATUS: phrases.CHECK_STATUS,
    Intent.LOST: phrases.CHECK_LOST,
    Intent.DAMAGED: phrases.CHECK_DAMAGED,
    Intent.WRONG_ITEM: phrases.CHECK_WRONG_ITEM,
    Intent.HUMAN: phrases.OFFER_PERSON,
    Intent.CANCEL_OR_CHANGE: phrases.NOT_OURS,
    Intent.RETURN_REFUND: phrases.NOT_OURS,
}


def decide(known: Known) -> Say:
    """One short, useful sentence; who is not understood twice is offered a person, then to leave a message.

    Whom a colleague has just left is offered one at once: it may well be meant for them.
    A matter comes here only if it is doubtful: whether it is meant is asked, and a yes begins with it.
    """
    said, terms = known.said, known.terms
    if said.misunderstood == 1 and said.noted and not _was_left(said):
        return phrases.say(Outcome.TALKED, phrases.WITH_A_COLLEAGUE, number=said.noted[-1].number)
    if said.intent is Intent.OTHER and said.about == ASSISTANT:
        return phrases.say(Outcome.TALKED, phrases.AUTOMATED, phrases.what_we_do(terms.kinds))
    greeted = phrases.was_said(phrases.greeting(terms.kinds), said.last.text, terms.guardrails)
    if said.intent is Intent.GREETING and greeted:  # "are you there?"
        return phrases.say(Outcome.TALKED, phrases.HERE, phrases.what_we_do(terms.kinds))
    outcome = Outcome.GOODBYE if said.intent is Intent.GOODBYE else Outcome.TALKED
    return phrases.say(outcome, _phrase(known), kind=known.said.kind)


def _phrase(known: Known) -> Phrase:
    intent, kinds = known.said.intent, known.terms.kinds
    if intent is None or intent is Intent.GREETING:
        return phrases.greeting(kinds)
    if misunderstood := known.said.misunderstood:
        return PUZZLED[(misunderstood - 1 + _was_left(known.said)) % len(PUZZLED)] or phrases.what_we_do(kinds)
    if intent is Intent.AFFIRM and Slot.REFERENCE in known.said.last.asks:  # "yes, hello": to a question for a number
        return phrases.what_we_do(kinds)
    return REPLIES.get(intent) or phrases.what_we_do(kinds)


def _was_left(said: Said) -> bool:
    """Whether a colleague was here and is done."""
    return said.tried[-1:] == ("colleague",)
