"""Text from outside, freed of what no person types."""

import re

# Control characters but tab and line feed, lone surrogates, and the marks that turn the direction of what follows.
_UNTYPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """The text without control characters and direction overrides; line ends become line feeds."""
    return _UNTYPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
