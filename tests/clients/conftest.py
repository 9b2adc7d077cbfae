"""A served Waybill for each test, and keys that may do less."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from openai import AsyncOpenAI

from server.app import build_app
from server.house import House
from tenants import keys
from tenants.principal import Scope
from tests.clients.asking import Served
from tests.world.town import Setup, Town

KeyWith = Callable[[Scope], Awaitable[str]]


@pytest.fixture
async def served(town: Town) -> Served:
    await town.open(Setup())
    return Served(town.url, town.key, town.agent)


@pytest.fixture
async def strict(town: Town, served: Served) -> Served:
    """The same behind a door that takes two requests a minute."""
    settings = town.settings.model_copy(update={"requests_per_minute": 2})
    port = await town._serve(build_app(await House.open(settings, town.clock)))
    return Served(f"http://127.0.0.1:{port}", served.key, served.agent)


@pytest.fixture
async def sdk(served: Served) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(base_url=served.base_url, api_key=served.key, max_retries=0) as client:
        yield client


@pytest.fixture
def key_with(town: Town) -> KeyWith:
    """Makes a key that has this scope alone."""

    async def issue(scope: Scope) -> str:
        _, token = await town.house.store.write(
            lambda tx: keys.issue(tx, town.tenant, name="narrow", scopes=frozenset({scope}), at=town.clock())
        )
        return token

    return issue
