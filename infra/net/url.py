"""What a URL of a tenant must look like, said in one sentence a person understands."""

import unicodedata
from functools import lru_cache
from ipaddress import ip_address

from yarl import URL

from infra.net.guard import is_public

LONGEST = 2_048
NO_PORTS: frozenset[int] = frozenset()
_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost"})


@lru_cache(maxsize=4_096)  # asked before every request, about the same few URLs
def check_url(text: str, *, loopback_ports: frozenset[int] = NO_PORTS) -> str:
    """Check what a tenant gives us as the address of an endpoint, and return it as it will be called.

    Args:
        text: at most 2,048 characters.
        loopback_ports: ports of this very machine to which the development setting allows plain http.

    Raises: ValueError with one sentence for the person who typed it.
    """
    if len(text) > LONGEST:
        raise ValueError(f"The URL must not be longer than {LONGEST:,} characters.")
    if any(char == "\\" or char.isspace() or unicodedata.category(char).startswith("C") for char in text):
        raise ValueError("The URL must not contain spaces, backslashes or control characters.")
    try:
        url = URL(text)
    except ValueError:
        raise ValueError("This is not a readable URL; it should look like https://shop.example.com/status.") from None
    _check_parts(url, text, loopback_ports)
    return str(url)


def is_loopback(url: URL, ports: frozenset[int]) -> bool:
    """Whether a URL names exactly one of the loopback ports that the development setting opens."""
    return url.host in _LOOPBACK_HOSTS and url.port in ports


def _check_parts(url: URL, text: str, loopback_ports: frozenset[int]) -> None:
    if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url, loopback_ports)):
        raise ValueError("The URL must start with https://.")
    if not url.host:
        raise ValueError("The URL must name a host, as in https://shop.example.com/status.")
    if "@" in url.raw_authority or "@" in text.split("/")[2]:
        raise ValueError("The URL must not contain a user name or password.")
    if "#" in text:
        raise ValueError("The URL must not contain a fragment (#).")
    if not url.port:
        raise ValueError("The URL's port must be between 1 and 65535.")
    if not is_loopback(url, loopback_ports) and _is_literal(url.host) and not is_public(url.host):
        raise ValueError("The URL must lead to the public internet, not to a private address.")


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
