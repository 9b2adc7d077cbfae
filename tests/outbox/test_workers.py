"""Many workers, slow receivers: nothing is tried twice at once, and nobody waits for somebody else."""

import asyncio
from collections import Counter
from functools import partial

import pytest

from infra.outbox.deliveries import LEASE_SECONDS, PER_RECEIVER
from infra.outbox.delivering import AT_ONCE
from infra.store.opening import open_store
from tenants import tenancy
from tenants.plans import Plan
from tenants.webhooks import MOST
from tests.outbox.office import Office, open_office
from tests.outbox.receiver import Receiver, says


async def test_two_workers_at_once_never_try_the_same(
    office: Office, receiver: Receiver, other: Receiver, database_url: str
) -> None:
    second_store = await open_store(database_url)
    async with open_office(second_store, office.vault, office.tenant, office.clock, receiver, other) as second:
        await office.hook(receiver)
        await office.hook(other)
        expected = {await office.happens() for _ in range(20)}
        while len(receiver.got) < 20 or len(other.got) < 20:
            await asyncio.gather(office.delivering.once(), second.delivering.once())
    await second_store.close()
    for each in (receiver, other):
        assert Counter(got.event_id for got in each.got) == dict.fromkeys(expected, 1)
        assert each.most_under_way <= PER_RECEIVER


async def test_a_slow_receiver_delays_nobody_else(office: Office, receiver: Receiver, other: Receiver) -> None:
    receiver.free.clear()
    slow, quick = await office.hook(receiver), await office.hook(other)
    for _ in range(10):
        await office.happens()
    office.tasks.start(office.delivering.run())
    while len(other.got) < 10:
        await other.came.get()
    assert len(receiver.got) == receiver.under_way == PER_RECEIVER
    assert {each.state for each in await office.deliveries(slow)} == {"waiting"}
    assert len(await office.deliveries(quick)) == 10


async def test_what_a_dead_worker_was_at_is_tried_when_its_lease_has_run_out(
    office: Office, receiver: Receiver, database_url: str
) -> None:
    receiver.free.clear()
    webhook = await office.hook(receiver)
    event_id = await office.happens()
    office.tasks.start(office.delivering.once())
    await receiver.came.get()
    await office.tasks.close()
    receiver.free.set()
    second_store = await open_store(database_url)
    async with open_office(second_store, office.vault, office.tenant, office.clock, receiver) as second:
        office.clock.pass_(LEASE_SECONDS - 1)
        await second.delivering.once()
        assert len(receiver.got) == 1
        office.clock.pass_(1)
        await second.delivering.once()
    await second_store.close()
    assert [got.event_id for got in receiver.got] == [event_id, event_id]
    found = await office.delivery(webhook)
    assert (found.state, found.attempts) == ("delivered", 2)


async def test_who_comes_back_late_without_success_changes_nothing_any_more(
    office: Office, receiver: Receiver, database_url: str
) -> None:
    """The first worker stood still for longer than its lease; the second is at it meanwhile."""
    webhook = await office.hook(receiver)
    await office.happens()
    receiver.free.clear()
    late = office.tasks.start(office.delivering.once())
    await receiver.came.get()
    office.clock.pass_(5)
    office.clock.now += LEASE_SECONDS  # not the loop's time: the first one's budget goes on
    second_store = await open_store(database_url)
    async with open_office(second_store, office.vault, office.tenant, office.clock, receiver) as second:
        again = second.tasks.start(second.delivering.once())
        await receiver.came.get()
        office.clock.pass_(5.1)
        await late
        assert (await office.delivery(webhook)).last_error is None
        office.clock.now += 4  # by now the first one would try again
        await office.delivering.once()
        receiver.free.set()
        await again
    await second_store.close()
    assert (await office.delivery(webhook)).state == "delivered"
    assert len(receiver.got) == 2


async def test_what_a_receiver_took_is_delivered_however_late_its_worker_says_so(
    office: Office, receiver: Receiver
) -> None:
    webhook = await office.hook(receiver)
    await office.happens()
    receiver.free.clear()
    late = office.tasks.start(office.delivering.once())
    await receiver.came.get()
    office.clock.now += LEASE_SECONDS
    again = office.tasks.start(office.delivering.once())
    await receiver.came.get()
    receiver.answers = [says(204), says(500)]
    receiver.free.set()
    await asyncio.gather(late, again)
    assert (await office.delivery(webhook)).state == "delivered"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_one_process_has_so_many_tries_under_way_and_no_more(office: Office, receiver: Receiver) -> None:
    receiver.free.clear()
    tenants = -(-AT_ONCE // (PER_RECEIVER * MOST)) + 1
    for number in range(tenants):
        tenant = await office.store.write(partial(tenancy.create, name=f"Shop {number}", plan=Plan.PRO, at=1.0))
        office.tenant = tenant.id
        for _ in range(MOST):
            await office.hook(receiver)
        for _ in range(PER_RECEIVER):
            await office.happens()
    office.tasks.start(office.delivering.run())
    for _ in range(AT_ONCE):
        await receiver.came.get()
    await office.delivering.once()
    assert receiver.under_way == AT_ONCE
    receiver.free.set()
    for _ in range(tenants * MOST * PER_RECEIVER - AT_ONCE):
        await receiver.came.get()
    assert receiver.most_under_way == AT_ONCE
