"""Two shops that know nothing of each other, in a database of the test's own."""

import pytest

from infra.store.transaction import Store
from infra.store.vault import Vault, make_key
from tenants import agents, tenancy
from tenants.agents import Agent
from tenants.plans import Plan
from tenants.tenancy import Tenant


@pytest.fixture(scope="session")
def vault() -> Vault:
    return Vault(make_key())


@pytest.fixture
async def acme(store: Store) -> Tenant:
    return await store.write(lambda t: tenancy.create(t, name="Acme", plan=Plan.PRO, at=1.0))


@pytest.fixture
async def rival(store: Store, acme: Tenant) -> Tenant:
    """Made after `acme`."""
    return await store.write(lambda t: tenancy.create(t, name="Rival", plan=Plan.PRO, at=acme.created_at + 1))


@pytest.fixture
async def agent(store: Store, acme: Tenant) -> Agent:
    """A draft of Acme's."""
    return await store.write(lambda t: agents.create(t, acme.id, name="Waybill", at=2.0))
