"""Letters as they are said: "b", "bee", "bravo", "B as in boy"; and the small words that stand between them."""

from collections.abc import Sequence

from intents import numbers
from intents.vocabulary import listed

NATO = listed(
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa "
    "quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu elva vostrot"
)
_NAMES = {  # letters written out; those that are everyday words count only between other letters
    "bee": "B", "cee": "C", "dee": "D", "gee": "G", "aitch": "H", "jay": "J", "kay": "K", "el": "L", "em": "M",
    "en": "N", "pee": "P", "cue": "Q", "queue": "Q", "ess": "S", "tee": "T", "vee": "V", "ex": "X", "wye": "Y",
    "zee": "Z", "zed": "Z",
}  # fmt: skip
EVERYDAY = {"be": "B", "see": "C", "sea": "C", "are": "R", "tea": "T", "you": "U", "why": "Y", "eye": "I", "pea": "P"}
_LIKE = (("as", "in"), ("like", "in"), ("for",), ("like",), ("as",))

LETTER_WORDS = {word: word[0].upper() for word in NATO} | {"elva": "A", "vostrot": "F"} | _NAMES
TIMES = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
SIGNS = {"dash": "-", "hyphen": "-", "minus": "-", "underscore": "_", "slash": "/", "-": "-", "_": "_", "/": "/"}


def letter(word: str, *, among_others: bool) -> str | None:
    """The letter a word names, as a capital.

    Args:
        word: one word in small letters.
        among_others: whether letters or digits stand on both sides; then everyday words ("see", "you") count.
    """
    if len(word) == 1:
        return word.upper() if "a" <= word <= "z" else None
    if word in LETTER_WORDS:
        return LETTER_WORDS[word]
    return EVERYDAY.get(word) if among_others else None


def letter_name(word: str) -> str | None:
    """The letter whose name this word is, or sounds like ("bee", "see"), as a capital."""
    return _NAMES.get(word) or EVERYDAY.get(word)


def as_in(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """Read "b as in boy" beginning at a word: the letter and where it ends, or None.

    If the letter and the word do not agree, the word is right: it is longer, so it was better heard.
    """
    said = letter(words[at], among_others=True)
    if said is None:
        return None
    for joint in _LIKE:
        after = at + 1 + len(joint)
        if tuple(words[at + 1 : after]) == joint and after < len(words) and _spells(words[after], said, joint):
            return words[after][0].upper(), after + 1
    return None


def _spells(word: str, said: str, joint: tuple[str, ...]) -> bool:
    """Whether a word stands for a letter; after a mere "for" or "as" it must begin with the one that was said."""
    if len(word) < 2 or not ("a" <= word[0] <= "z"):  # noqa: PLR2004  # "b for b" names nothing
        return False
    if word in numbers.NUMBER_WORDS and joint[-1] != "in":
        return False  # "o for one"
    return word[0].upper() == said or joint[-1] == "in"
