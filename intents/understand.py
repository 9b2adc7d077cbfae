"""What one utterance means: intent, slots, detail and tone. Pure, without network, in microseconds."""

from intents import details, names, numbers
from intents.around import AROUND, AROUND_BOTH, LEADING
from intents.meaning import ASSISTANT, NO_HINTS, Hints, Intent, Slot, Understanding
from intents.plain import plain
from intents.slots import Filling
from intents.tone import tone
from intents.values import CODES, values
from intents.vocabulary import listed
from intents.wishes import TALK, UNSURE, Guard, guards, wish
from intents.words import words

LIMIT = 4_000  # characters; what stands behind them is not read
ANSWERED, IMPLIED = 0.9, 0.7  # how sure we are where the values, not the words, tell the intent
STRONG = 0.9  # how sure a wish must be to count more than the answer in the same breath
LIKELY = 0.6  # how sure a wish must be that is only there if a number stands for an order
_CONTACTS = frozenset({Slot.EMAIL, Slot.PHONE})
_REACHED = frozenset({Slot.CONTACT, Slot.PHONE})
_DETAILED = frozenset({Intent.ORDER_STATUS, Intent.PROJECT_STATUS, Intent.HUMAN})
_CASES = frozenset(Intent) - TALK - {Intent.ORDER_STATUS, Intent.PROJECT_STATUS, Intent.OTHER}
_OF_AN_ORDER = frozenset({"eta", "delivered_at", "items"})  # details that others are asked for, too
_VAGUE = _OF_AN_ORDER | {"message", ASSISTANT, None}
# Of what was said when a message was asked for, so many words are plainly no message but this:
_PLAINLY = {Intent.HUMAN: 5, Intent.REPEAT: 6, Intent.DENY: 4, Intent.GOODBYE: 4, Intent.AFFIRM: 3, Intent.THANKS: 3,
            Intent.GREETING: 3}  # fmt: skip
_COUNTING = (LEADING - {"yes", "no"}) | {"press"} | numbers.NUMBER_WORDS | numbers.MAGNITUDES
_TRICKS = frozenset({Guard.TRICK, Guard.PROBE})
_KEYS_ALOUD = (["zero"], ["press", "zero"])  # callers are told which key brings a person, and some say it
_NAMING_ZIP = LEADING | listed("zip zipcode code postcode postal ok okay sorry here")
_POINTING = LEADING | {"one"}
_DICTATES = listed("call ring phone text email write tell ask let say")  # so begins what is to be passed on
_NAMELESS = frozenset({Intent.OTHER, Intent.GREETING})  # what a mere name sounds like
_AROUND_VALUES = frozenset({Intent.GREETING, Intent.REPEAT})


def understand(
    text: str, *, expecting: frozenset[Slot] = frozenset(), spoken: bool = False, hints: Hints = NO_HINTS
) -> Understanding:
    """Understand one utterance.

    Args:
        text: what was typed, or what a recogniser wrote; of more than 4,000 characters only the first are read. Digits,
            letters and dashes of other keyboards and scripts are read as the plain ones they stand for.
        expecting: what the assistant has just asked for; five digits are a ZIP if a ZIP was.
        spoken: whether a recogniser wrote it; then number words, spelled letters and the like are read as codes.
        hints: how this shop's references begin.
    """
    as_written = text[:LIMIT]
    text = plain(as_written)[:LIMIT]
    said = words(text)
    filled = values(text, said, expecting, hints, spoken=spoken)
    beside = words(_rewritten(text, filled, " ")) if filled else said
    bare = LEADING.issuperset(beside) if filled else _counts(said)  # nothing but values or a number
    settled = frozenset[Guard]() if bare else guards(said)
    tricked = not _TRICKS.isdisjoint(settled)
    if Guard.PROBE in settled and Slot.CONTACT not in expecting:  # a contact is no claim
        filled = {slot: filling for slot, filling in filled.items() if slot is Slot.REFERENCE}
    slots = {slot: filling.readings[0] for slot, filling in filled.items()}
    kind = details.kind(said)
    detail = None if bare or tricked else details.about(text, said)
    if tricked:
        intent, confidence = Intent.OTHER, ANSWERED
    elif bare:
        intent, confidence = (Intent.HUMAN, ANSWERED) if spoken and said in _KEYS_ALOUD else (Intent.OTHER, UNSURE)
    else:
        intent, confidence = _wish(text, filled, kind, beside, settled)
    if Guard.MACHINE in settled and intent is Intent.OTHER:
        detail = ASSISTANT
    if name := _name(text, intent, confidence, expecting):
        slots[Slot.NAME] = name
    if Slot.MESSAGE in expecting and text.strip() and _is_message(said, intent, slots, beside):
        slots[Slot.MESSAGE] = as_written.strip()
    if kind:
        slots[Slot.KIND] = kind
    if not tricked:
        intent, confidence = _settled(intent, confidence, slots, expecting, detail)
        if intent is Intent.OTHER and confidence < STRONG and detail in _OF_AN_ORDER and Slot.REFERENCE in hints.heard:
            intent = Intent.ORDER_STATUS  # of which order, the talk so far tells
    return Understanding(
        intent,
        confidence,
        slots,
        about=detail if intent in _DETAILED or detail == ASSISTANT else None,
        tone=tone(text, said, spoken=spoken),
        more=_further(filled) if Slot.REFERENCE in filled else (),
        alternatives=_alternatives(filled) if filled else (),
    )


def _further(filled: dict[Slot, Filling]) -> tuple[str, ...]:
    """The references after the first."""
    return tuple([other.readings[0] for other in filled[Slot.REFERENCE].more])


def _alternatives(filled: dict[Slot, Filling]) -> tuple[tuple[Slot, str], ...]:
    """What the values may be otherwise."""
    return tuple([(slot, reading) for slot, filling in filled.items() for reading in filling.readings[1:]])


def _counts(said: list[str]) -> bool:
    """Whether nothing is said but a number, which is no value of ours: "nine hundred"; but "that one" is none."""
    return _COUNTING.issuperset(said) and not _POINTING.issuperset(said)


def _wish(
    text: str, filled: dict[Slot, Filling], kind: str | None, beside: list[str], settled: frozenset[Guard]
) -> tuple[Intent, float]:
    """The wish of the words beside the values; a reference may stand for the order itself ("where's 1001?")."""
    if not filled:
        return wish(beside, settled)
    gives_both = Slot.REFERENCE in filled and not _CONTACTS.isdisjoint(filled)
    if (AROUND_BOTH if gives_both else AROUND).issuperset(beside):
        return Intent.OTHER, UNSURE
    settled = guards(beside)
    if Guard.CALL in settled and Slot.PHONE in filled:
        return Intent.HUMAN, STRONG
    intent, confidence = wish(beside, settled)
    unnamed = intent is Intent.PROJECT_STATUS and kind is None and confidence < STRONG  # more ask for an order
    if Slot.REFERENCE in filled and (intent in TALK or intent is Intent.OTHER or unnamed):
        instead = words(_rewritten(text, filled, f" my {kind or 'order'} "))
        named, sure = wish(instead, guards(instead))
        return (named, sure) if sure >= LIKELY and named not in TALK else (intent, confidence)
    return intent, confidence


def _rewritten(text: str, filled: dict[Slot, Filling], reference: str) -> str:
    """The text without its values, and with this in the place of the reference."""
    places = [
        (filling.start, filling.end, reference if slot is Slot.REFERENCE else " ") for slot, filling in filled.items()
    ]
    if Slot.REFERENCE in filled:
        places += [(filling.start, filling.end, " ") for filling in filled[Slot.REFERENCE].more]
    for start, end, instead in sorted(places, reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def _name(text: str, intent: Intent, sure: float, expecting: frozenset[Slot]) -> str | None:
    """The customer's name, where it is given or was asked for."""
    answers = Slot.NAME in expecting and (intent in _NAMELESS or sure < STRONG)
    return names.given(text) or (names.answered(text) if answers else None)


def _is_message(said: list[str], intent: Intent, slots: dict[Slot, str], beside: list[str]) -> bool:
    """Whether what came where a message was asked for is one, and not plainly something else, or a ZIP alone."""
    if slots.keys() == {Slot.ZIP} and _NAMING_ZIP.issuperset(beside):
        return False
    plainly = len(said) <= _PLAINLY.get(intent, 0) and not (intent is Intent.HUMAN and _DICTATES.intersection(said))
    return not plainly


def _settled(
    intent: Intent, confidence: float, slots: dict[Slot, str], expecting: frozenset[Slot], detail: str | None
) -> tuple[Intent, float]:
    """The intent in the light of the values: an answer to what was asked is no wish of its own."""
    if Slot.MESSAGE in slots:
        return Intent.OTHER, ANSWERED
    valued = not CODES.isdisjoint(slots)
    if valued and intent in _AROUND_VALUES:
        intent, confidence = Intent.OTHER, UNSURE  # "hi, it's 1001", "sorry, 94107 again": the rest of it counts
    if intent is Intent.DENY and valued:
        return Intent.OTHER, ANSWERED  # "no, it's 94108" corrects, it does not refuse
    if intent is Intent.HUMAN and not _REACHED.isdisjoint(expecting) and not _CONTACTS.isdisjoint(slots):
        return Intent.OTHER, ANSWERED  # "call me at ..." is how to reach them
    if intent in _CASES and confidence < STRONG and not expecting.isdisjoint(slots.keys() - {Slot.KIND}):
        return Intent.OTHER, ANSWERED
    guessed = intent in _CASES and confidence < UNSURE and Slot.REFERENCE in slots
    if guessed or (confidence < LIKELY and detail not in _VAGUE):
        intent = Intent.OTHER  # what is said to the letter goes before what is hardly more than guessed
    if intent is Intent.OTHER:
        project = slots.get(Slot.KIND) == "project"
        if detail not in _VAGUE or (Slot.REFERENCE in slots and Slot.KIND in slots):
            return Intent.PROJECT_STATUS if project else Intent.ORDER_STATUS, IMPLIED
        if valued or not expecting.isdisjoint(slots):
            return Intent.OTHER, ANSWERED
    return intent, confidence
