"""What understanding costs: utterances as customers type and say them, each time with another number."""

from statistics import median
from time import process_time

from intents.meaning import Hints, Slot
from intents.understand import understand

HINTS = Hints(("ORD-",))
REFERENCE, ZIP, NOTHING = frozenset({Slot.REFERENCE}), frozenset({Slot.ZIP}), frozenset[Slot]()
TYPED = (
    ("Hi, where is ORD-{n}? It goes to 94107.", NOTHING),
    ("my parcel says delivered but it is not here", NOTHING),
    ("it's {n}", REFERENCE),
    ("941{d}, jane.doe{n}@example.com", ZIP),
    ("can I talk to a person please", NOTHING),
    ("thanks, and what's the tracking number?", NOTHING),
)
SPOKEN = (
    ("o r d dash nine eight four {word}", REFERENCE),
    ("ninety four one oh {word}", ZIP),
    ("uh where is my order it should have come on monday", NOTHING),
    ("jane dot doe at gmail dot com", frozenset({Slot.EMAIL})),
    ("no I said B as in boy {word} double five", REFERENCE),
)
WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ROUNDS, TIMES = 7, 200


def micros(*, spoken: bool) -> float:
    """Microseconds of CPU per utterance: the median of several rounds."""
    return median(_round(spoken=spoken) for _ in range(ROUNDS))


def _round(*, spoken: bool) -> float:
    said = [
        (text.format(n=10_000 + time, d=10 + time % 90, word=WORDS[time % len(WORDS)]), expecting)
        for time in range(TIMES)
        for text, expecting in (SPOKEN if spoken else TYPED)
    ]
    began = process_time()
    for text, expecting in said:
        understand(text, expecting=expecting, spoken=spoken, hints=HINTS)
    return (process_time() - began) / len(said) * 1e6
