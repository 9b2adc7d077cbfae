"""Which URLs a tenant may give us: those with a host that a shop on the public internet could have."""

import re
from ipaddress import ip_address

from yarl import URL

from infra.net.url import check_url, is_loopback

_NAME = re.compile(r"([a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\.?")
_INSIDE = (".localhost", ".local", ".internal", ".home.arpa")
NOT_PUBLIC = "The URL's host must be a public name, as in https://shop.example.com/status."


def public_url(text: str, loopback_ports: frozenset[int]) -> str:
    """The URL as it will be called. What only a resolver takes for an address (2130706433, 0x7f.1) is no name.

    Where a name leads is judged anew whenever it is connected to; this spares an honest merchant finding out then.

    Raises: ValueError with one sentence.
    """
    try:
        url = check_url(text, loopback_ports=loopback_ports)
    except UnicodeError:  # of a host in other letters that is no name
        raise ValueError(NOT_PUBLIC) from None
    host = URL(url).raw_host or ""
    if is_loopback(URL(url), loopback_ports) or _is_address(host):
        return url
    if not _NAME.fullmatch(host) or host.removesuffix(".").endswith(_INSIDE):
        raise ValueError(NOT_PUBLIC)
    return url


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
