"""An office with a clock that obeys, and two receivers."""

from collections.abc import AsyncIterator

import pytest

from infra.store.transaction import Store
from infra.store.vault import Vault, make_key
from tenants import tenancy
from tenants.plans import Plan
from tests.outbox.office import Office, open_office
from tests.outbox.receiver import Receiver, receiving
from tests.world.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def vault() -> Vault:
    return Vault(make_key())


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as open_receiver:
        yield open_receiver


@pytest.fixture
async def other() -> AsyncIterator[Receiver]:
    async with receiving() as open_receiver:
        yield open_receiver


@pytest.fixture
async def tenant(store: Store) -> int:
    return (await store.write(lambda t: tenancy.create(t, name="Acme", plan=Plan.PRO, at=1.0))).id


@pytest.fixture
async def rival(store: Store, tenant: int) -> int:
    """Made after `tenant`."""
    return (await store.write(lambda t: tenancy.create(t, name="Rival", plan=Plan.PRO, at=1.0 + tenant))).id


@pytest.fixture
async def office(
    store: Store, vault: Vault, tenant: int, clock: Clock, receiver: Receiver, other: Receiver
) -> AsyncIterator[Office]:
    async with open_office(store, vault, tenant, clock, receiver, other) as opened:
        yield opened
