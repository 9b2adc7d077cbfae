"""Twilio's signature: who really asks. Nothing of a request is believed before.

Source: https://www.twilio.com/docs/usage/security
"""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterator, Sequence
from urllib.parse import SplitResult, parse_qs, urlsplit

HEADER = "X-Twilio-Signature"
BODY_DIGEST = "bodySHA256"
DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
Fields = Sequence[tuple[str, str]]


def sign(url: str, token: str, fields: Fields = ()) -> str:
    """The signature of a request: HMAC-SHA1 over its URL and, in byte order, each distinct name and value of its form.

    Args:
        url: as Twilio was told to call it, query included; `wss` for a handshake.
        token: the auth token of the account that owns the number.
        fields: of a form, decoded, blank values included; none for GET, JSON and handshakes.
    """
    message = url + "".join(name + value for name, value in sorted(set(fields)))
    # A lone surrogate can be decoded from no form, but could stand in a URL: then nothing matches it.
    digest = hmac.new(token.encode(), message.encode(errors="replace"), hashlib.sha1).digest()
    return b64encode(digest).decode()


def is_signed(url: str, given: str | None, tokens: Sequence[str], fields: Fields = ()) -> bool:
    """Whether one of the tokens signed this request. Twilio is at odds with itself about ports and final slashes."""
    if given is None:
        return False
    matched = False
    for variant in _variants(url):
        for token in tokens:  # every one, so that time tells nothing of which it was
            matched |= hmac.compare_digest(sign(variant, token, fields).encode(), given.encode(errors="replace"))
    return matched


def is_body(url: str, body: bytes) -> bool:
    """Whether a body that is no form is the one the signed URL names by its digest, in lower-case hexadecimal."""
    named = parse_qs(urlsplit(url).query).get(BODY_DIGEST, [""])[-1]
    return hmac.compare_digest(hashlib.sha256(body).hexdigest().encode(), named.encode(errors="replace"))


def _variants(url: str) -> Iterator[str]:
    """The URL as it may have been signed: as it stands, without its port, with the usual one; without credentials."""
    whole, _, _ = url.partition("#")
    parts = urlsplit(whole)
    paths = (parts.path, _other_slash(parts.path)) if parts.scheme in {"ws", "wss"} else (parts.path,)
    for path in paths:
        for netloc in dict.fromkeys(_places(parts)):
            query = whole[whole.index("?") :] if "?" in whole else ""  # as it stands: a bare "?" counts
            yield f"{parts.scheme}://{netloc}{path}{query}"


def _places(parts: SplitResult) -> Iterator[str]:
    _, _, place = parts.netloc.rpartition("@")
    host, colon, port = place.rpartition(":")
    if not colon or not port.isdigit():  # the colons of an IPv6 address stand in brackets
        host = place
    yield place
    yield host
    yield f"{host}:{DEFAULT_PORTS.get(parts.scheme, 443)}"


def _other_slash(path: str) -> str:
    return path[:-1] if path.endswith("/") else f"{path}/"
