"""Recorded calls: a small text, one line for each thing that is done or must be heard.

    says: where is my order?        words, as a recogniser gives them
    keys: 9842#                     keys
    silence                         nothing, until the line gives up
    hears: order number             these words are among what was said since the caller last did something
    never: UPS                      these are not
    colleague: declines             how the next colleague behaves whose telephone rings
    over                            the call ends by itself
    hangs up                        the caller ends it

Empty lines and lines that begin with "--" are for whoever reads it.
"""

from dataclasses import dataclass
from enum import StrEnum

from commands.telephone.colleagues import COLLEAGUES
from commands.telephone.telephone import Telephone


class Doing(StrEnum):
    """What a line can say."""

    SAYS = "says"
    KEYS = "keys"
    SILENCE = "silence"
    HEARS = "hears"
    NEVER = "never"
    COLLEAGUE = "colleague"
    OVER = "over"
    HANGS_UP = "hangs up"


ALONE = frozenset({Doing.SILENCE, Doing.OVER, Doing.HANGS_UP})
KEYPAD = frozenset("0123456789*#")


class Unscripted(Exception):  # noqa: N818 - told in one sentence
    """The script cannot be read, or the call did not go as it says; names the line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script. `number` counts from 1."""

    number: int
    doing: Doing
    what: str


def parse(text: str) -> list[Line]:
    """Read a script. Raises: Unscripted."""
    written = ((number, each.strip()) for number, each in enumerate(text.splitlines(), start=1))
    return [_line(number, each) for number, each in written if each and not each.startswith("--")]


def _line(number: int, written: str) -> Line:
    name, colon, what = (part.strip() for part in written.partition(":"))
    if name not in set(Doing):
        raise Unscripted(f"line {number}: {name!r} is none of {', '.join(Doing)}")
    doing = Doing(name)
    if bool(colon and what) is (doing in ALONE):
        raise Unscripted(f"line {number}: {name} {'stands alone' if doing in ALONE else 'needs something behind it'}")
    if doing is Doing.KEYS and not set(what) <= KEYPAD:
        raise Unscripted(f"line {number}: a keypad has the keys {''.join(sorted(KEYPAD))}")
    if doing is Doing.COLLEAGUE and what not in COLLEAGUES:
        raise Unscripted(f"line {number}: a colleague {', '.join(COLLEAGUES)}; not {what!r}")
    return Line(number, doing, what)


async def play(script: list[Line], phone: Telephone) -> None:
    """Dial, and do what the script says. Raises: Unscripted where something else was heard; Refused."""
    phone.colleagues = [line.what for line in script if line.doing is Doing.COLLEAGUE]
    await phone.dial()
    for line in script:
        if line.doing in {Doing.SAYS, Doing.KEYS, Doing.SILENCE} and phone.ended:
            raise Unscripted(f"line {line.number}: the call has ended; said last was {phone.heard!r}")
        await _do(line, phone)
    if not phone.ended:
        await phone.hang_up()


async def _do(line: Line, phone: Telephone) -> None:
    match line.doing:
        case Doing.SAYS:
            await phone.say(line.what)
        case Doing.KEYS:
            await phone.press(line.what)
        case Doing.SILENCE:
            await phone.stay_silent()
        case Doing.HEARS if line.what not in phone.heard:
            raise Unscripted(f"line {line.number}: {line.what!r} was not said, but {phone.heard!r}")
        case Doing.NEVER if line.what in phone.heard:
            raise Unscripted(f"line {line.number}: {line.what!r} was said: {phone.heard!r}")
        case Doing.OVER:
            await phone.over()
        case Doing.HANGS_UP:
            await phone.hang_up()
        case _:
            pass
