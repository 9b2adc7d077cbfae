"""Which intent an utterance has, by rule: the surest phrase that stands in it.

A trained model for looser language would stand beside `wish`, with the same words in and the same pair out.
"""

from collections.abc import Sequence
from enum import Enum, auto

from intents.meaning import Intent
from intents.phrasebook import Phrasebook
from intents.smalltalk import SMALLTALK
from intents.vocabulary import CLASSES, listed
from intents.wants import WANTS


class _Guard(Enum):
    """What keeps a phrase from counting."""

    TRICK = auto()  # somebody tries to talk us out of our rules, or to hear a claim instead of making it
    FOREIGN = auto()  # about something no shop sends
    OURS = auto()  # and yet about something sent
    SHOPPING = auto()  # about an order not yet placed
    LACKING = auto()  # the number of an order is not at hand
    QUESTION = auto()  # asked, so neither a yes nor a thank-you
    MACHINE = auto()  # whether we are a person, not that one is wanted


_GUARDS = Phrasebook(
    {
        _Guard.TRICK: """
            ignore|disregard|forget|override|bypass ... instructions|rules|prompt|verification|policy|restrictions
            system|hidden|initial prompt|instructions
            i am ... admin|administrator|developer|owner|root|tester|engineer ... of?
            admin|developer|debug|god|test|root|maintenance mode|access|override
            pretend|imagine|act|roleplay as|that|you|to|like
            first|last ... digits|characters|letters|part ... EMAIL
            digits|characters|letters|part of|in ... EMAIL
            what|which|whose|read|tell|give|show|spell|say ... EMAIL ... on|have|file|for|of|belongs|registered|used
            what|which is|are the|his|her|their|customer ... EMAIL
            does|is the? EMAIL ... start|begin|end|contain|right
            without ... verifying|verification|checking|proof|confirming
            skip ... verification|check|checks|questions
            look|check|see|track|tell|find ... someone|somebody|anyone else is
            someone|somebody else is account|EMAIL
            """,
        _Guard.FOREIGN: "FOREIGN",
        _Guard.OURS: "OURS",
        _Guard.LACKING: """
            not have|know|remember|recall|got|find ... number|reference|confirmation
            lost|forgot|forgotten ... number|reference|confirmation
            """,
        _Guard.QUESTION: "^ how|when|where|who|why|what|which|in|does|is|are|can|could",
        _Guard.MACHINE: """
            are|if you ... human|person|people|bot|robot|machine|ai|alive|computer
            are|if i ... talking|speaking|chatting to|with a ... human|person|bot|robot|machine
            """,
        _Guard.SHOPPING: """
            ordering
            SERVE to|at|on|in|out my|our|this|of? pincode|pin|area|country|city|lockdown
            cash on
            pay|payment|prepaid|cod
            bill|invoice|receipt
            deducted|debited
            """,
    },
    {
        **CLASSES,
        "SERVE": "deliver delivering delivery ship shipping deliverable delivered service",
        "EMAIL": "email emails mail zip postcode zipcode phone address telephone postal",
    },
)
_WISHES = Phrasebook({**WANTS, **SMALLTALK}, CLASSES)

_STATUS = frozenset({Intent.ORDER_STATUS, Intent.PROJECT_STATUS})
TALK = frozenset(intent for intent, _ in SMALLTALK)
# What weighs more when two are said at once: trouble before a plain question, the last word of a talk before its first.
_WEIGHT = {
    Intent.LOST: 0.24, Intent.DAMAGED: 0.24, Intent.WRONG_ITEM: 0.24, Intent.HUMAN: 0.15,
    Intent.RETURN_REFUND: 0.22, Intent.CANCEL_OR_CHANGE: 0.22, Intent.PROJECT_STATUS: 0.11, Intent.ORDER_STATUS: 0.1,
    Intent.GOODBYE: 0.05, Intent.REPEAT: 0.04, Intent.DENY: 0.03, Intent.AFFIRM: 0.02, Intent.THANKS: 0.01,
    Intent.GREETING: 0,
}  # fmt: skip
_BEFORE_ORDERING = listed(
    "to i you we can could would should will please not and place placing book accept accepting take taking new"
)
UNSURE = 0.5  # of `OTHER` when no phrase stood in the words: what else they hold may say more
_ANSWERS = frozenset({Intent.AFFIRM, Intent.DENY, Intent.THANKS, Intent.GOODBYE})
_SMALLTALK_WORDS = 16  # a longer utterance is about something


def wish(words: Sequence[str]) -> tuple[Intent, float]:
    """What these words want, and how sure that is (0 to 1); `OTHER` if no phrase stands in them."""
    words = _told_apart(words)
    guards = set(_GUARDS.find(words))
    if _Guard.TRICK in guards:
        return Intent.OTHER, 0.9
    found = [label for label in _WISHES.find(words) if _counts(label[0], guards, len(words))]
    if not found:
        return Intent.OTHER, UNSURE
    return max(found, key=_weight)


def _counts(intent: Intent, guards: set[_Guard], length: int) -> bool:
    if intent in TALK:
        return length <= _SMALLTALK_WORDS and not (intent in _ANSWERS and _Guard.QUESTION in guards)
    if intent is Intent.HUMAN and _Guard.MACHINE in guards:
        return False
    if _Guard.FOREIGN in guards and _Guard.OURS not in guards:
        return False
    return not (intent in _STATUS and guards & {_Guard.SHOPPING, _Guard.LACKING})


def _weight(label: tuple[Intent, float]) -> float:
    intent, sure = label
    return sure + _WEIGHT[intent]


def _told_apart(words: Sequence[str]) -> list[str]:
    """The words with "order" as a verb written "ordering", so that no phrase takes it for a thing."""
    return [
        "ordering" if word in {"order", "orders"} and before in _BEFORE_ORDERING else word
        for before, word in zip(("", *words), words, strict=False)
    ]
