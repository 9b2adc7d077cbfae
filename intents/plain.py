"""Text in plain characters: what other keyboards, fonts and scripts write of digits, letters, dashes and blanks.

The reference that a shop is asked for is cut from this text: "ORD-" and four wide digits are sent as ORD-9842. Width,
script and the kind of dash belong to the keyboard; case and punctuation, which are kept, are the customer's.
"""

import re
import unicodedata

# Zero-width and direction marks, soft hyphens, what makes a sign of a digit an emoji: seen by nobody, meant by nobody.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u20e3\ufe00-\ufe0f\ufeff]+"
)
# Wide, half-width and small forms, odd blanks, ligatures, mathematical alphabets. Not what NFKC changes besides: a
# footnote's small digit is no part of a number, and "8\u00bd" is not 81 and 2.
_STYLED = re.compile(
    "[\u00a0\u2000-\u200a\u202f\u205f\u3000\ufb00-\ufb06\ufe50-\ufe6b\uff01-\uffef\U0001d400-\U0001d7ff]+"
)
_DIGIT = re.compile(r"(?![0-9])\d")  # of any script
_BEHIND_A_WORD = re.compile("(?<=[a-z]{4})[\u2014\u2015](?=\\w)")  # "it is late\u20149842 is the number"
_DASH = re.compile("[\u2010-\u2015\u2043\u2212\u2500]|(?<=[A-Za-z0-9])\u30fc(?=[A-Za-z0-9])")  # the last: a kana key


def plain(text: str) -> str:
    """The same text in the characters that everything else here reads; words of other scripts stay as they are.

    It may be shorter, and in the rarest cases longer, so places in it are not places in the text.
    """
    if text.isascii():
        return text
    text = _STYLED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), _UNSEEN.sub("", text))
    text = _DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)
    return _DASH.sub("-", _BEHIND_A_WORD.sub(" - ", text))
