"""What understanding costs: utterances as customers type and say them, each time with another number."""

import subprocess
import sys
from time import thread_time_ns

from intents.meaning import Hints, Slot
from intents.understand import understand

HINTS = Hints(("ORD-",))
REFERENCE, ZIP, EMAIL, NOTHING = (
    frozenset({Slot.REFERENCE}),
    frozenset({Slot.ZIP}),
    frozenset({Slot.EMAIL}),
    frozenset[Slot](),
)
BY_RULE = (  # answers, and words that are exact
    ("yes please", NOTHING),
    ("no thanks", NOTHING),
    ("it's {n}", REFERENCE),
    ("ORD-{n}", REFERENCE),
    ("941{d}", ZIP),
    ("jane.doe{n}@example.com", EMAIL),
    ("thank you", NOTHING),
    ("sorry, what?", NOTHING),
)
BY_MODEL = (
    ("Hi, where is ORD-{n}? It goes to 94107.", NOTHING),
    ("my parcel says delivered but it is not here", NOTHING),
    ("can I talk to a person please", NOTHING),
    ("thanks, and what's the tracking number?", NOTHING),
    ("uh where is my order it should have come on monday", NOTHING),
)
SPOKEN_CODES = (
    ("o r d dash nine eight four {word}", REFERENCE),
    ("ninety four one oh {word}", ZIP),
    ("jane dot doe at gmail dot com", EMAIL),
    ("no I said B as in boy {word} double five", REFERENCE),
)
SETS = {"by rule": (BY_RULE, False), "by the model": (BY_MODEL, False), "spoken codes": (SPOKEN_CODES, True)}
WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TIMES = 1_000
_LOAD = (  # in a process of its own: seconds and megabytes that understanding adds to a bare interpreter
    "import time; rss = lambda: int(open('/proc/self/statm').read().split()[1]) * 4096 / 1e6; "
    "before, began = rss(), time.process_time(); from intents.understand import understand; "
    "understand('Hi, where is ORD-9842? It goes to 94107, call me at +1 415 555 0132'); "
    "print(time.process_time() - began, rss() - before)"
)


def micros(name: str) -> list[float]:
    """Microseconds of CPU of each utterance of a set, after a tenth as many that are not counted."""
    for time in range(TIMES // 10):
        _round(name, time)
    return [micros for time in range(TIMES) for micros in _round(name, time)]


def loaded() -> tuple[float, float]:
    """Seconds of CPU until the first utterance is understood, and the megabytes that stay, phone numbers included."""
    done = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True)  # our own line
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


def _round(name: str, time: int) -> list[float]:
    taken = []
    utterances, spoken = SETS[name]
    for text, expecting in utterances:
        said = text.format(n=10_000 + time, d=10 + time % 90, word=WORDS[time % len(WORDS)])
        began = thread_time_ns()
        understand(said, expecting=expecting, spoken=spoken, hints=HINTS)
        taken.append((thread_time_ns() - began) / 1000)
    return taken
