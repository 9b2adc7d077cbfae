"""What is done to words that come from a shop, before anybody else sees them."""

import re
from collections.abc import Iterable

MESSAGE_LIMIT = 200
MOST_READ = 2_000  # characters of a message; blanking goes over each of them several times
BLANK = "…"
_BREAKS = re.compile(r"[\t-\r\x1c-\x1e\x85\u2028\u2029]+")
# C0, DEL and C1, and the two characters that no XML may hold: a summary must fit into TwiML.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]+")
_DIGITS = re.compile(r"[0-9]{4,}")


def clean(text: str) -> str:
    """Remove control characters, and blanks at both ends; a line break or a tab becomes one blank between words."""
    if not text.isprintable():
        text = _CONTROL.sub("", _BREAKS.sub(" ", text))
    return text.strip()


def blank(text: str, told: Iterable[str]) -> str:
    """Clean a message that is kept and put "…" for what the customer told us, then cut it to 200 characters.

    Upper and lower case, blanks and punctuation make no difference, so "ord 9842" is blanked where the customer said
    "ORD-9842"; four or more digits of theirs in a row are blanked alone, too.
    """
    text = clean(text[:MOST_READ])
    for pattern in filter(None, map(_loosely, told)):
        text = re.sub(pattern, BLANK, text, flags=re.IGNORECASE)
    return text[:MESSAGE_LIMIT]


def _loosely(told: str) -> str:
    """A pattern for a value however it is punctuated, and for its longer runs of digits."""
    whole = r"[\W_]*".join(re.escape(char) for char in told if char.isalnum()) or re.escape(told)
    return "|".join([whole, *_DIGITS.findall(told)]) if whole else ""
