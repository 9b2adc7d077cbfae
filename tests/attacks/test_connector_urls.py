"""A merchant who means no good connects us with our own inside: every spelling of it is refused, early or late."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from infra.net.client import GuardedClient
from server.app import build_app
from server.house import House
from tests.api.operator import Operator

CONNECT = "/integrations/generic_https/connect"
ORDER = {"reference": "ORD-9842", "claims": {"zip": "94107"}}
HOSTS = [
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "0177.0.0.1", "017700000001",
    "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0x7F.0.0.1", "127.0.0.0x1", "127.0.0.1.1",
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "169.254.169.254.", "2852039166",
    "0xa9fea9fe", "0251.0376.0251.0376", "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1",
    "255.255.255.255",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]", "[fe80::1]", "[fe80::1%25eth0]", "[fd00::1]", "[fd00:ec2::254]", "[::1",
    "localhost", "LOCALHOST", "localhost.", "a.localhost", "a.localhost.", "printer.local", "intranet",
    "metadata.google.internal", "METADATA.GOOGLE.INTERNAL.",
    "me@127.0.0.1", "shop.example.com@127.0.0.1", "shop.example.com:80@127.0.0.1", "@127.0.0.1", ":@127.0.0.1",
    "127.0.0.1\\@shop.example.com", "127.0.0.1#@shop.example.com", "127.0.0.1%00.example.com", "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1", "127.0.0.1%0d%0aX:%201.example.com",
    "\uff11\uff12\uff17.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "xn--127001-.com", "xn--", "xn--.com",
    "shop..com", ".", "..",
]  # fmt: skip
URLS = [
    "http://shop.example.com/", "file:///etc/passwd", "gopher://shop.example.com/", "ftp://shop.example.com/",
    "//shop.example.com/", "https:shop.example.com", "HTTPS:\\\\127.0.0.1", "https://shop.example.com:0/",
    "https://shop.example.com:99999/", "https://shop.example.com/\r\nHost: inside", " https://shop.example.com\t",
    "https://shop.example.com/\0", "", "javascript:alert(1)", "data:,x", "https://" + "a." * 1200 + "com/",
]  # fmt: skip


async def test_a_url_that_leads_inside_is_refused_and_nothing_is_kept(rival: Operator) -> None:
    for url in (*(f"https://{host}/status" for host in HOSTS), *URLS):
        reply = await rival.post(CONNECT, {"settings": {"url": url}, "test": ORDER})
        assert reply.status == 400, url
        assert reply.refused == (400, "invalid_request")
        assert re.fullmatch(r"[A-Za-z][^()]+(\(#\))?\.", reply.body["detail"]), reply.body
    assert (await rival.get("/integrations")).data == []


@dataclass
class Inside:
    """A service that only this machine should reach."""

    port: int
    visits: int = 0

    def visited(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        writer.close()


@pytest.fixture
async def inside() -> AsyncIterator[Inside]:
    service = Inside(0)
    server = await asyncio.start_server(service.visited, "127.0.0.1", 0)
    service.port = server.sockets[0].getsockname()[1]
    yield service
    server.close()
    await server.wait_closed()


class Turning(AbstractResolver):
    """Names that lead inside by the time somebody connects to them."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST
            )
        ]

    async def close(self) -> None:
        pass


async def test_a_name_that_turns_inward_between_check_and_connection_reaches_nothing(
    rival: Operator, inside: Inside
) -> None:
    town, names = rival.town, Turning()
    house = await House.open(town.settings, town.clock)
    async with GuardedClient(loopback_ports=town.settings.dev_loopback_ports, resolver=names) as client:
        house.roads = replace(house.roads, poster=client)
        there = Operator(town, rival.tenant, rival.key, f"http://127.0.0.1:{await town._serve(build_app(house))}")
        for port in (inside.port, *town.settings.dev_loopback_ports):
            settings = {"url": f"https://shop.example.com:{port}/status"}
            connected = await there.post(CONNECT, {"settings": settings, "test": ORDER, "replace": True})
            assert [step["got"] for step in connected.data["test"]] == ["refused_address"] * 3
            assert connected.data["proven"] == []
        await there.leaves()
    assert names.asked
    assert (inside.visits, town.shop.calls) == (0, [])
