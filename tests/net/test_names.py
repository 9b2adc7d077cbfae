"""Names are resolved beside one another, and an unanswered one holds up nobody."""

import asyncio
import socket
import threading

import pytest
import uvloop

from infra.net.client import GuardedClient
from infra.net.names import AddressOf, ThreadedNames
from infra.net.reply import ExchangeError


def test_a_dead_name_server_holds_up_no_other_name() -> None:
    released = threading.Event()

    def addresses(host: str, *_: int) -> list[AddressOf]:
        if host.startswith("dead"):
            released.wait()
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 443))]

    async def scenario() -> None:
        names = ThreadedNames(addresses)
        stuck = [asyncio.ensure_future(names.resolve(f"dead{number}.example.com")) for number in range(40)]
        found = await asyncio.wait_for(names.resolve("shop.example.com", 443), 5)
        assert [(one["hostname"], one["host"], one["port"]) for one in found] == [("shop.example.com", "8.8.8.8", 443)]
        released.set()
        await asyncio.gather(*stuck)
        await names.close()

    uvloop.run(scenario())


async def test_a_name_that_does_not_exist_is_a_failed_connection() -> None:
    def addresses(*_: object) -> list[AddressOf]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    async with GuardedClient(resolver=ThreadedNames(addresses)) as client:
        deadline = asyncio.get_running_loop().time() + 5
        with pytest.raises(ExchangeError) as raised:
            await client.post("https://shop.example.com/", headers={}, body=b"", deadline=deadline)
    assert raised.value.category == "connection"
