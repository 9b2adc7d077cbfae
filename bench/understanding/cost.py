"""What understanding costs: utterances as customers type and say them, each time with another number."""

from time import thread_time_ns

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
TIMES = 1_000


def micros(*, spoken: bool) -> list[float]:
    """Microseconds of CPU of each utterance, after a tenth as many that are not counted."""
    for time in range(TIMES // 10):
        _round(time, spoken=spoken)
    return [micros for time in range(TIMES) for micros in _round(time, spoken=spoken)]


def _round(time: int, *, spoken: bool) -> list[float]:
    taken = []
    for text, expecting in SPOKEN if spoken else TYPED:
        said = text.format(n=10_000 + time, d=10 + time % 90, word=WORDS[time % len(WORDS)])
        began = thread_time_ns()
        understand(said, expecting=expecting, spoken=spoken, hints=HINTS)
        taken.append((thread_time_ns() - began) / 1000)
    return taken
