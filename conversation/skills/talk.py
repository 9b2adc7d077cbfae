"""Everything that is no matter of its own: hello, thanks, yes and no to nothing, silence, not understood."""

from conversation import phrases
from conversation.effects import Outcome, Say
from conversation.known import Known
from conversation.phrases import Phrase
from intents.meaning import Intent

PATIENCE = 2
REPLIES = {
    Intent.GREETING: phrases.GREETING,
    Intent.THANKS: phrases.THANKS,
    Intent.GOODBYE: phrases.GOODBYE,
    Intent.AFFIRM: phrases.ALL_RIGHT,
    Intent.DENY: phrases.ALL_RIGHT,
}


def decide(known: Known) -> Say:
    """One short, useful sentence; who is not understood twice is offered a person."""
    return phrases.say(Outcome.TALKED, _phrase(known))


def _phrase(known: Known) -> Phrase:
    intent = known.said.intent
    if intent is None:
        return phrases.GREETING
    if known.said.misunderstood >= PATIENCE:
        return phrases.MORE_HELP
    return REPLIES.get(intent, phrases.HELP)
