"""Which addresses may be connected to: only those on the public internet, judged at the moment of connecting.

A name is not judged, since it may resolve differently a moment later; the address handed to `connect` is.
"""

import errno
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohappyeyeballs import AddrInfoType

# Public by the registries, but never a shop: the relays of 6to4, and Azure's host agent, which serves metadata.
_REFUSED_V4 = tuple(ip_network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"))
_GLOBAL_UNICAST = ip_network("2000::/3")
# Inside global unicast: protocol assignments (with Teredo and ORCHID), documentation, 6to4, documentation again.
_REFUSED_V6 = tuple(ip_network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NAT64 = ip_network("64:ff9b::/96")


class RefusedAddressError(OSError):
    """The address is not on the public internet.

    An `OSError`, because happy eyeballs loses every other exception; always the same text, because it merges
    several differing ones into a plain `OSError`.
    """

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "refused address")


def is_public(address: str) -> bool:
    """Whether a literal address (no name, no zone) is one of the public internet, IPv4 or IPv6.

    Private, shared (CGNAT), loopback, link-local, multicast, reserved and metadata addresses are not; of the IPv6
    forms that carry an IPv4 address only NAT64's counts, and only if what it carries is public.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return _is_public_v4(ip) if isinstance(ip, IPv4Address) else _is_public_v6(ip)


def _is_public_v4(ip: IPv4Address) -> bool:
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not any(ip in net for net in _REFUSED_V4)


def _is_public_v6(ip: IPv6Address) -> bool:
    if ip.scope_id is not None:
        return False
    if ip in _NAT64:
        return _is_public_v4(IPv4Address(int(ip) & 0xFFFF_FFFF))
    return ip in _GLOBAL_UNICAST and not any(ip in net for net in _REFUSED_V6)


def public_socket(target: AddrInfoType) -> socket.socket:
    """Make the socket for a connection to `target`.

    Raises: RefusedAddressError if that is not an address of the public internet.
    """
    if not is_public(target[4][0]):
        raise RefusedAddressError
    return socket.socket(*target[:3])


def loopback_socket(ports: frozenset[int]) -> Callable[[AddrInfoType], socket.socket]:
    """Make sockets for this machine's own `ports`, and for nothing else: the one development setting."""

    def make(target: AddrInfoType) -> socket.socket:
        address, port = target[4][:2]
        if address not in {"127.0.0.1", "::1"} or port not in ports:
            raise RefusedAddressError
        return socket.socket(*target[:3])

    return make
