"""What the attributes of a document may hold."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

Check = Callable[[str], bool]
HINTS, LONGEST_HINT = 500, 100
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})  # a demo on this machine, which Twilio could never reach


def one_of(*values: str) -> Check:
    """One of these words."""
    return lambda value: value in values


def some_of(*values: str) -> Check:
    """One or more of these words, between single blanks, none of them twice."""
    return lambda value: set(value.split(" ")) <= {*values} and len({*value.split(" ")}) == len(value.split(" "))


def like(pattern: str) -> Check:
    """Whatever matches from its first character to its last."""
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def whole(least: int, most: int) -> Check:
    """A whole number between two others, both included."""
    return lambda value: re.fullmatch(r"[0-9]{1,6}", value) is not None and least <= int(value) <= most


def either(*checks: Check) -> Check:
    """Whatever one of these allows."""
    return lambda value: any(check(value) for check in checks)


def web_url(value: str) -> bool:
    """An absolute https URL with a host that Twilio resolves."""
    return _absolute(value, "https")


def socket_url(value: str) -> bool:
    """An absolute wss URL without a query."""
    return _absolute(value, "wss") and "?" not in value


def hints(value: str) -> bool:
    """Up to 500 phrases of up to 100 characters, between commas."""
    phrases = value.split(",")
    return len(phrases) <= HINTS and all(0 < len(phrase.strip()) <= LONGEST_HINT for phrase in phrases)


def _absolute(value: str, scheme: str) -> bool:
    if not re.fullmatch(r"[!-~]+", value):
        return False
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "_" in host or parts.username is not None or parts.fragment:
        return False
    return parts.scheme == scheme or (host in LOOPBACK and parts.scheme == scheme.removesuffix("s"))


TRUTH = one_of("true", "false")
METHOD = one_of("GET", "POST")
TAG = like(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
TAG_OR_MULTI = either(TAG, one_of("multi"))
E164 = like(r"\+[1-9][0-9]{6,14}")
VOICE = like(r"man|woman|alice|Polly\.[A-Z][A-Za-z]+(-Neural|-Generative)?|Google\.[a-z]{2,3}-[A-Z]{2}-[A-Za-z0-9-]+")
INPUT = one_of("none", "dtmf", "speech", "any")
