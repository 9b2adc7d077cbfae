"""Which intent an utterance has: by rule where words are exact, by the trained model where language is loose."""

from collections.abc import Sequence
from enum import StrEnum, auto

from intents.features import AT_HOME, ELSEWHERE, scene
from intents.kin import KIN
from intents.meaning import Intent
from intents.model import load
from intents.phrasebook import Phrasebook
from intents.smalltalk import SMALLTALK
from intents.vocabulary import CLASSES


class Guard(StrEnum):
    """What is settled by its words, whatever the model may think of them."""

    TRICK = auto()  # somebody tries to talk us out of our rules, or to hear a claim instead of making it
    PROBE = auto()  # somebody guesses at a claim and asks whether it is right: that makes none
    LACKING = auto()  # the number of an order is not at hand
    QUESTION = auto()  # asked, so neither a yes nor a thank-you
    MACHINE = auto()  # whether we are a person, not that one is wanted
    ARRIVED = auto()  # whether something has come; where nobody says that it has not, nothing is lost
    SHOWN = auto()  # here is a picture; what is on it has to be said
    CALL = auto()  # to be called; where a number stands beside it, a person is wanted


_GUARDS = Phrasebook(
    {
        Guard.TRICK: """
            ignore|disregard|forget|override|bypass ... instructions|rules|prompt|verification|policy|restrictions
            system|hidden|initial prompt|instructions
            i am ... admin|administrator|developer|owner|root|tester|engineer ... of?
            admin|developer|debug|god|test|root|maintenance mode|access|override
            pretend|imagine|act|roleplay as|that|you|to|like
            what|which|whose|read|tell|give|show|spell|say ... EMAIL ... on|have|file|for|of|belongs|registered|used
            what|which is|are the|his|her|their|customer ... EMAIL
            what|which EMAIL is|are|was|do ... on|have|for
            give|tell|show|read|spell|send me|us ... is|the|her|his|their|customer EMAIL $
            customer|user|caller|identity BE|has been? verified|authenticated|authorized|authorised
            sudo
            without ... verifying|verification|checking|proof|confirming
            skip ... verification|check|checks|questions
            look|check|see|track|tell|find ... someone|somebody|anyone else is
            someone|somebody else is account|EMAIL
            """,
        Guard.PROBE: """
            first|last ... digits|characters|letters|part ... EMAIL
            digits|characters|letters of|in ... EMAIL
            part of|in the|your|its|their|that|his|her|my? EMAIL
            does|is|if|whether the|its|their? EMAIL ... start|starts|begin|begins|end|ends|contain|contains|right
            """,
        Guard.LACKING: """
            not have|know|remember|recall|got|find ... number|reference|confirmation
            lost|forgot|forgotten ... number|reference|confirmation
            """,
        Guard.QUESTION: "^ how|when|where|who|why|what|which|in|does|is|are|can|could",
        Guard.MACHINE: """
            are|if you ... human|person|people|bot|robot|machine|ai|alive|computer
            are|if i ... talking|speaking|chatting to|with a ... human|person|bot|robot|machine
            who am i talking|speaking|chatting|writing
            is|if this a|an ... bot|robot|machine|recording|ai|computer|person|human
            """,
        Guard.ARRIVED: """
            ^ was|is|has|did|were|have it|they|that|my|the|this ... delivered|arrived|arrive|come
            """,
        Guard.SHOWN: """
            ^ here|this|these|see is|are? a|an|the|my|another|some? PHOTO
            ^ PHOTO $
            ^ PHOTO attached $
            """,
        Guard.CALL: """
            ^ call|ring|phone|text me|us
            please|to|you call|ring|phone|text me|us
            """,
    },
    {
        **CLASSES,
        "PHOTO": "photo photos picture pictures pic pics image images screenshot screenshots",
        "EMAIL": "email emails mail zip postcode zipcode phone address telephone postal",
    },
)
_SMALLTALK = Phrasebook(SMALLTALK, CLASSES)
_MODEL = load()

_STATUS = frozenset({Intent.ORDER_STATUS, Intent.PROJECT_STATUS})
TALK = frozenset(intent for intent, _ in SMALLTALK)
_OF_ORDERS = frozenset(Intent) - TALK - {Intent.HUMAN, Intent.OTHER, Intent.PROJECT_STATUS}
# Of two in one breath the later weighs more: the last word of a talk goes before its first.
_WEIGHT = {
    Intent.GOODBYE: 0.05, Intent.REPEAT: 0.04, Intent.DENY: 0.03, Intent.AFFIRM: 0.02, Intent.THANKS: 0.01,
    Intent.GREETING: 0,
}  # fmt: skip
UNSURE = 0.5  # of `OTHER` when there are no words to judge
SURE = 0.9  # what a rule says
_ANSWERS = frozenset({Intent.AFFIRM, Intent.DENY, Intent.THANKS, Intent.GOODBYE})
_SMALLTALK_WORDS = 16  # a longer utterance is about something
_FEW_WORDS, _HARDLY = 6, 0.01  # of more words, small talk is what the model finds a little likely, too
_WANTING = frozenset({"want", "need", "prefer", "rather", "give", "get", "let", "connect", "transfer", "put", "please"})
_GONE = frozenset({"not", *KIN["gone"].split()})
_ARRIVING = frozenset({"delivered", "arrived", "arrive", "come", "here", "yet"})
# "And the other one?" points at what was spoken of, and says of no thing that it is the wrong one.
_ANOTHER = frozenset({"other", "others", "second", "both"})
_AROUND_ANOTHER = _ANOTHER | {"the", "and", "what", "about", "one", "ones", "too", "also", "please", "do", "of", "them"}
_POINTED = 0.6  # how sure that is
_GUESSED = 0.6  # how likely the model must find small talk that no rule knows
# How much a matter of an order counts: less where only other things are spoken of, more where only ours are.
_BELIEVED = {ELSEWHERE: 0.5, AT_HOME: 1.3}
_OUTWEIGHS = 0.6  # how likely a matter must be to count more than the small talk around it


def guards(words: Sequence[str]) -> frozenset[Guard]:
    """What is settled by these words to the letter."""
    return frozenset(_GUARDS.find(words))


def wish(words: Sequence[str], settled: frozenset[Guard]) -> tuple[Intent, float]:
    """What these words want, and how likely that is right (0 to 1); `settled` is what `guards` found in them."""
    if not words:
        return Intent.OTHER, UNSURE
    talk = _smalltalk(words, settled)
    if talk and len(words) == 1:
        return talk, SURE
    if not talk and _AROUND_ANOTHER.issuperset(words) and not _ANOTHER.isdisjoint(words):
        return Intent.ORDER_STATUS, _POINTED
    likely = _judged(words)
    if Guard.MACHINE in settled and _WANTING.isdisjoint(words):
        del likely[Intent.HUMAN]
    if Guard.LACKING in settled:
        for intent in _STATUS:
            del likely[intent]
    elif Guard.ARRIVED in settled and len(words) <= _FEW_WORDS and _GONE.isdisjoint(words):
        likely[Intent.ORDER_STATUS] += likely.pop(Intent.LOST)
        if words[-1] in _ARRIVING:  # nothing is said of how it came
            likely[Intent.ORDER_STATUS] += likely.pop(Intent.DAMAGED)
    best = max(likely, key=likely.__getitem__)
    if Guard.SHOWN in settled and len(words) <= _FEW_WORDS and likely[best] < SURE:
        return Intent.OTHER, UNSURE  # of "here is photo b" nothing says that anything got lost
    if talk and len(words) > _FEW_WORDS and likely[talk] < _HARDLY:
        talk = None  # "good question, but ...": the words stand there, and something else is meant
    if talk and (best in TALK or best is Intent.OTHER or likely[best] < _OUTWEIGHS):
        return talk, max(SURE, likely.get(talk, 0))
    if Guard.LACKING in settled and best not in TALK and likely[best] < SURE:
        return Intent.OTHER, UNSURE  # a number that is gone is no parcel that is
    if best in TALK and likely[best] < _GUESSED:
        return Intent.OTHER, UNSURE  # "well?" is no goodbye: small talk without one of its words is seldom meant
    return best, likely[best]


def _judged(words: Sequence[str]) -> dict[Intent, float]:
    """How likely each intent is; they add up to one."""
    likely = _MODEL.judge(words)
    believed = _BELIEVED.get(scene(words))
    if believed is None:
        return likely
    likely |= {intent: likely[intent] * believed for intent in _OF_ORDERS}
    whole = sum(likely.values())
    return {intent: each / whole for intent, each in likely.items()}


def _smalltalk(words: Sequence[str], settled: frozenset[Guard]) -> Intent | None:
    """The small talk that is in these words to the letter."""
    if len(words) > _SMALLTALK_WORDS:
        return None
    found = _SMALLTALK.find(words)
    if Guard.QUESTION in settled:
        found = [label for label in found if label[0] not in _ANSWERS]
    return max(found, key=_weight)[0] if found else None


def _weight(label: tuple[Intent, float]) -> float:
    intent, sure = label
    return sure + _WEIGHT[intent]
