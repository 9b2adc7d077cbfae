"""Which letters beside digits are of a code: "ORD 9842", "SW1A 1AA", "9842 a"; not those of "10am" and "the 9842"."""

import re

from intents import spelling
from intents.tokens import Tokens
from intents.vocabulary import listed

PREFIX = 6  # letters; a longer token is a word
_NOT_SPELLED = frozenset(
    {"usa", "us", "uk", "zip", "id", "ups", "usps", "dhl", "pin", "ok", "oh", "my", "is", "it", "to", "the"}
)
_WORDY = listed("order orders so po project job ref case")  # prefixes that are words as well
_NO_WORD = re.compile(
    r"(?!mr|dr|st|vs|hm|mm|pls|thx|tv|pc|nr|nd|rd|th|sms|dvd|cd|gps|kg|cm|pm|nd|ft|lb)[bcdfghj-np-tvwxz]{2,4}", re.ASCII
)
_MEASURES = listed("st nd rd th lb lbs cm mm ft gb pcs am pm kg day hrs min")
_ENDING = 3  # letters


def is_prefix(tokens: Tokens, at: int, prefixes: frozenset[str]) -> bool:
    """Whether the letters of a reference stand here as one token: "ORD-9842", "ORD 9842", "ord dash 9842"."""
    word, following = tokens.words[at], tokens.word(at + 1)
    if word in _NOT_SPELLED or not 1 < len(word) <= PREFIX or not word.isalpha():
        return False
    if following in spelling.SIGNS and not tokens.is_tight(at + 1) and word in spelling.LETTER_WORDS:
        return False  # "alpha dash nine"
    if following in spelling.SIGNS:
        return tokens.is_code(at + 2) and (word in prefixes or tokens.is_digit(at + 2))
    own = (word in prefixes and word not in _WORDY) or _NO_WORD.fullmatch(word) is not None
    if following == ",":
        return own and tokens.is_digit(at + 2)
    if not tokens.is_code(at + 1) or not (tokens.is_digit(at + 1) or following == "$"):
        return False
    return tokens.is_tight(at + 1) or tokens.written(at).isupper() or own


def is_ending(tokens: Tokens, at: int) -> bool:
    """Whether letters stand tight behind a digit, as in "SW1A 1AA"; not those of "10am" and "3rd"."""
    word = tokens.words[at]
    if not 1 < len(word) <= _ENDING or not word.isalpha() or word in _MEASURES:
        return False
    return tokens.is_tight(at) and tokens.words[at - 1].isdecimal()


def may_end(tokens: Tokens, at: int) -> bool:
    """Whether a letter may be the last of a run: "a" and "i" are words unless a sign or a letter stands before.

    At the end of all that is said "a" is no article, and "bravo" no applause.
    """
    if len(tokens.words[at]) > 1 and tokens.words[at] not in spelling.NATO:
        return False
    before, follows = tokens.words[at - 1], tokens.word(at + 1)
    if tokens.words[at] == "i" and len(follows) > 1:
        return False  # "I mean"
    if len(tokens.words[at]) > 1 or (tokens.words[at] == "a" and tokens.word(at + 1) in {"", "."}):
        return tokens.is_last(at)
    return tokens.words[at] not in {"a", "i"} or before in spelling.SIGNS or (len(before) == 1 and before.isalpha())
