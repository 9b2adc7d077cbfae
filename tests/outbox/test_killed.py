"""P5 with a real SIGKILL of a worker: every event arrives, and twice only where it was on its way."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from infra.outbox.deliveries import LEASE_SECONDS
from infra.store.transaction import Store
from infra.store.vault import Vault, make_key
from tenants.webhooks import Webhook
from tests.faults.trap import somebody_is_stuck, stuck
from tests.outbox.office import Office, open_office
from tests.outbox.receiver import Receiver
from tests.outbox.worker import working
from tests.world.clock import Clock

KEY = make_key()


@pytest.fixture
async def office(store: Store, tenant: int, receiver: Receiver) -> AsyncIterator[Office]:
    """Its own worker does nothing here."""
    async with open_office(store, Vault(KEY), tenant, Clock(), receiver) as opened:
        yield opened


async def settled(office: Office, webhook: Webhook) -> int:
    """Wait until the only delivery is over. Returns: how many tries it took."""
    while (found := await office.delivery(webhook)).settled_at is None:
        await asyncio.sleep(0)
    assert found.state == "delivered"
    return found.attempts


async def test_a_process_of_its_own_delivers_once(office: Office, receiver: Receiver, database_url: str) -> None:
    webhook = await office.hook(receiver)
    event_id = await office.happens()
    async with working(database_url, KEY, receiver.port, 0):
        assert (await receiver.came.get()).event_id == event_id
        assert await settled(office, webhook) == 1
    assert len(receiver.got) == 1


async def test_p5_a_kill_while_deliveries_are_written_down_leaves_none_behind(
    office: Office, receiver: Receiver, database_url: str
) -> None:
    webhook = await office.hook(receiver)
    event_id = await office.happens()
    async with stuck(database_url, "deliveries"), working(database_url, KEY, receiver.port, 0):
        await somebody_is_stuck(database_url)
    assert receiver.got == []
    async with working(database_url, KEY, receiver.port, 0):
        assert (await receiver.came.get()).event_id == event_id
        assert await settled(office, webhook) == 1
    assert len(receiver.got) == 1


async def test_p5_a_kill_during_the_delivery_repeats_it_under_the_same_id(
    office: Office, receiver: Receiver, database_url: str
) -> None:
    webhook = await office.hook(receiver)
    event_id = await office.happens()
    receiver.free.clear()
    async with working(database_url, KEY, receiver.port, 0):
        await receiver.came.get()
    receiver.free.set()
    async with working(database_url, KEY, receiver.port, LEASE_SECONDS + 1):
        await receiver.came.get()
        assert await settled(office, webhook) == 2
    assert [got.event_id for got in receiver.got] == [event_id, event_id]
