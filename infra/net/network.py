"""Whose address it is, as far as an address tells."""

from ipaddress import ip_address, ip_network

IPV6 = 6


def network(address: str) -> str:
    """An IPv4 address itself, an IPv6 address as its /64: one household, one counter. Raises: ValueError."""
    ip = ip_address(address)
    return str(ip_network(f"{ip}/64", strict=False)) if ip.version == IPV6 else str(ip)
