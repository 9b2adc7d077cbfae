"""What a store's texts are let through as: printable, short, and a carrier's name only if it looks like a name."""

import re
from urllib.parse import urlsplit

from lookup.shop_text import clean

LONGEST_NAME = 40
LONGEST_TITLE = 120
LONGEST_NUMBER = 64
LONGEST_ADDRESS = 500
# "Correos.es" is a name; what ends a sentence is none, so that nobody else's words get into ours.
_CARRIER = re.compile(r"\w[\w &'()/+-]*(?:\.\w[\w &'()/+-]*)*")


def plain(text: str, limit: int) -> str:
    """At most `limit` printable characters of it."""
    cleaned = clean(text)
    return "".join(char for char in cleaned if char.isprintable())[:limit].strip()


def carrier_name(text: str | None) -> str | None:
    """A carrier as it may be said ("DHL Express (UK)"), or None."""
    name = plain(text or "", LONGEST_NAME + 1)
    return name if len(name) <= LONGEST_NAME and _CARRIER.fullmatch(name) else None


def web_address(text: str | None) -> str | None:
    """A carrier's page for a parcel, if it is https and nothing hides in it, or None."""
    address = text or ""
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable() or " " in address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme == "https" and parts.hostname and "@" not in parts.netloc else None
