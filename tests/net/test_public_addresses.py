"""Only addresses of the public internet are connected to."""

import socket
from ipaddress import IPv4Address, IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.net.guard import RefusedAddressError, is_public, loopback_socket, public_socket

REFUSED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "100::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::808:808",
    "2001::1",
    "2001:0:53aa:64c::80ff:fffe",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:a00:1::1",
    "2002:808:808::1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2606:4700::1111%lo",
    "5f00::1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f.0.0.1",
    "010.0.0.1",
]

PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "64:ff9b::808:808"]

PRIVATE_V4 = [
    IPv4Network(net) for net in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "192.168.0.0/16")
]


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_on_the_public_internet_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_is_reachable(address: str) -> None:
    assert is_public(address)


@given(
    net=st.sampled_from(PRIVATE_V4),
    offset=st.integers(0, 2**32),
    wrap=st.sampled_from(
        [
            "{}",
            "::ffff:{}",
            "::{}",
            "64:ff9b::{}",
            "64:ff9b:1::{}",
            "2002:{hex}::1",
            "2001:0:{hex}::1",
        ]
    ),
)
def test_a_private_address_stays_refused_however_it_is_wrapped(net: IPv4Network, offset: int, wrap: str) -> None:
    address = IPv4Address(int(net.network_address) + offset % net.num_addresses)
    packed = f"{int(address) >> 16:x}:{int(address) & 0xFFFF:x}"
    assert not is_public(wrap.format(address, hex=packed))


@given(st.text())
def test_no_text_breaks_the_judgement(text: str) -> None:
    is_public(text)


def test_no_socket_is_made_for_a_refused_address() -> None:
    with pytest.raises(RefusedAddressError):
        public_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("10.0.0.1", 443)))


def test_a_socket_is_made_for_a_public_address() -> None:
    with public_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 443))) as made:
        assert made.family == socket.AF_INET


@pytest.mark.parametrize("target", [("127.0.0.1", 9403), ("127.0.0.2", 9402), ("10.0.0.1", 9402), ("8.8.8.8", 9402)])
def test_the_development_setting_opens_nothing_but_its_own_ports_here(target: tuple[str, int]) -> None:
    with pytest.raises(RefusedAddressError):
        loopback_socket(frozenset({9402}))((socket.AF_INET, socket.SOCK_STREAM, 0, "", target))
