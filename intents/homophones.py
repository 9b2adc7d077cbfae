"""Words that sound like a digit: "to" and "for" among digits are 2 and 4, and at the end of a code they may be."""

from intents.tokens import Tokens

DIGITS = {"to": "2", "too": "2", "tutu": "22", "for": "4", "fore": "4", "ate": "8", "won": "1", "tree": "3", "sex": "6",
          "owe": "0"}  # fmt: skip

_LEADING = frozenset(
    {"", "is", "it's", "its", "um", "uh", "be", "zip", "code", "number", ".", ",", "yeah", "so", "okay"}
)
_VERBS = frozenset({"ate", "won", "tutu", "tree", "sex", "owe"})  # which join no two values
_VALUE = 4  # characters; so many may be a whole value

Readings = tuple[tuple[str, ...], tuple[str, ...]]  # and the weaker ones, for which only a length can speak


def leads_on(tokens: Tokens, at: int) -> bool:
    """Whether a digit follows over words that sound like digits: "ate to nine"; not "for 94107"."""
    if tokens.word(at) not in DIGITS or not _digits_behind(tokens, at + 1):
        return False
    follows = tokens.word(at + 1)
    return not (follows.isdecimal() and len(follows) >= _VALUE)


def readings(tokens: Tokens, at: int, digits: int | None) -> Readings | None:
    """What the word at this place is within a code; None if it is a word like any other.

    Args:
        tokens: the text.
        at: the place of one of `DIGITS`.
        digits: those of the code so far; None if none has begun.
    """
    digit, behind = DIGITS[tokens.word(at)], _digits_behind(tokens, at + 1)
    if digits is None:
        leads = behind and tokens.word(at - 1) in _LEADING
        return (("",), (digit,)) if leads else None
    if not _is_digit(tokens, at - 1):
        return None
    if behind:  # "1001 to 94107" are two values
        return ((digit,), ()) if tokens.word(at) in _VERBS or digits < _VALUE or behind < _VALUE else None
    return ((digit, ""), ()) if tokens.is_last(at) else None


def _is_digit(tokens: Tokens, at: int) -> bool:
    return tokens.is_digit(at) or tokens.word(at) in DIGITS


def _digits_behind(tokens: Tokens, at: int) -> int:
    """How many digits follow, at most as many as make a value."""
    count = 0
    while count < _VALUE and _is_digit(tokens, at):
        word = tokens.word(at)
        count += len(word) if word.isdecimal() else 1
        at += 1
    return count
