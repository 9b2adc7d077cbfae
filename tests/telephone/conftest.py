"""A server to call, and a telephone to call it with."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from commands.telephone.subscriber import Subscriber
from commands.telephone.telephone import Telephone
from tests.telephone.exchange import Server, subscriber


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def account(server: Server) -> AsyncIterator[Subscriber]:
    runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield subscriber(f"http://127.0.0.1:{runner.addresses[0][1]}")
    await runner.cleanup()


@pytest.fixture
async def phone(account: Subscriber) -> AsyncIterator[Telephone]:
    async with Telephone(account) as telephone:
        yield telephone
