"""Who calls, as far as the network vouches for it. A number can be shown by anybody: it proves nothing of itself."""

import re
from dataclasses import dataclass, field

from channels.voice.request import VoiceRequest

ATTESTED = "TN-Validation-Passed-A"
"""The caller's own company knows them and that the number is theirs."""
STAND_INS = frozenset({"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253", "+7748283", "+94844353"})
"""What carriers show in place of a withheld number: anonymous, restricted, blocked, unknown, … as keypads spell it."""
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True, slots=True)
class Caller:
    """The number shown, None where it is withheld or none (`client:`, `sip:`), and whether it is vouched for."""

    number: str | None = field(repr=False)
    attested: bool


def caller_of(asked: VoiceRequest) -> Caller:
    """Who calls on this leg."""
    shown = asked.caller if _NUMBER.fullmatch(asked.caller) and asked.caller not in STAND_INS else None
    return Caller(shown, attested=shown is not None and asked.attestation == ATTESTED)
