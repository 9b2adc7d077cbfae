"""What is heard while we look: two soft tones, made here, so that the door needs no file and no other host."""

import math
import wave
from array import array
from functools import cache
from io import BytesIO

RATE = 8000  # samples a second, as the telephone carries them
SECONDS = 1.5
TONES = (392.0, 523.25)  # G4, C5
LOUDNESS = 2500  # of 32,767: behind speech


@cache
def sound() -> bytes:
    """A WAV file of a second and a half, some 24 kB."""
    samples = array("h", (round(LOUDNESS * _wave(place / RATE)) for place in range(int(RATE * SECONDS))))
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def _wave(at: float) -> float:
    """One tone after the other, each swelling and dying away."""
    each = SECONDS / len(TONES)
    tone = TONES[min(int(at / each), len(TONES) - 1)]
    return math.sin(2 * math.pi * tone * at) * math.sin(math.pi * (at % each) / each) ** 2
