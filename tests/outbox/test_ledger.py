"""What operators see of deliveries, and how they set one going again."""

import pytest

from infra.outbox import ledger
from infra.outbox.ledger import Delivery, State
from infra.store.page import Place
from tenants.webhooks import Webhook
from tests.outbox.office import Office
from tests.outbox.receiver import Receiver, says


async def replayed(office: Office, webhook: Webhook, delivery_id: str, tenant: int | None = None) -> Delivery | None:
    return await office.store.write(
        lambda tx: ledger.replay(tx, tenant or office.tenant, webhook.id, delivery_id, office.clock())
    )


async def test_the_newest_stands_first_page_after_page(office: Office, receiver: Receiver) -> None:
    webhook = await office.hook(receiver)
    events = []
    for pause in (1, 0, 0, 1):
        events.append(await office.happens())
        await office.delivering.once()
        office.clock.pass_(pause)
    seen: list[Delivery] = []
    for _ in range(3):
        place = Place(seen[-1].created_at, seen[-1].id) if seen else ledger.BEGINNING
        seen += await office.store.read(
            lambda tx, before=place: ledger.of_webhook(tx, office.tenant, webhook.id, before=before, limit=2)  # type: ignore[misc]  # bound now
        )
    assert [each.event_id for each in seen] == list(reversed(events))
    assert {each.event for each in seen} == {"ticket.created"}


async def test_a_state_is_looked_for(office: Office, receiver: Receiver) -> None:
    receiver.answers = [says(200), says(500), says(410)]
    webhook = await office.hook(receiver)
    for _ in range(3):
        await office.happens()
        await office.delivering.once()
    for state, status in ((State.DELIVERED, 200), (State.WAITING, 500), (State.DEAD, 410)):
        (found,) = await office.store.read(
            lambda tx, wanted=state: ledger.of_webhook(tx, office.tenant, webhook.id, state=wanted)  # type: ignore[misc]  # bound now
        )
        assert (found.state, found.last_status, found.next_at is None) == (state, status, state != "waiting")


async def test_each_tenant_sees_and_replays_its_own(office: Office, receiver: Receiver, rival: int) -> None:
    webhook = await office.hook(receiver)
    await office.happens()
    await office.delivering.once()
    mine = await office.delivery(webhook)
    assert await office.store.read(lambda tx: ledger.of_webhook(tx, rival, webhook.id)) == []
    assert await replayed(office, webhook, mine.id, rival) is None
    assert (await office.delivery(webhook)).state == "delivered"


@pytest.mark.parametrize("first", [200, 500])
async def test_what_is_over_is_told_again_under_the_same_id_and_has_a_day_again(
    office: Office, receiver: Receiver, first: int
) -> None:
    receiver.answers = [says(first)]
    webhook = await office.hook(receiver)
    event_id = await office.happens()
    await office.delivering.once()
    await office.until(office.clock() + 25 * 3600, webhook)
    over = await office.delivery(webhook)
    assert over.state == ("delivered" if first == 200 else "dead")
    tries = len(receiver.got)
    again = await replayed(office, webhook, over.id)
    assert again is not None
    assert (again.id, again.state, again.attempts, again.settled_at) == (over.id, "waiting", 0, None)
    receiver.answers = [says(503), says(200)]
    await office.delivering.once()
    await office.until(office.clock() + 60, webhook)
    assert (await office.delivery(webhook)).state == "delivered"
    assert len(receiver.got) == tries + 2
    assert {got.event_id for got in receiver.got} == {event_id}


async def test_what_is_being_tried_is_not_tried_beside_it(office: Office, receiver: Receiver) -> None:
    receiver.free.clear()
    webhook = await office.hook(receiver)
    await office.happens()
    once = office.tasks.start(office.delivering.once())
    await receiver.came.get()
    found = await replayed(office, webhook, (await office.delivery(webhook)).id)
    assert found is not None
    await office.delivering.once()
    receiver.free.set()
    await once
    assert len(receiver.got) == 1


@pytest.mark.parametrize("enabled", [True, False])
async def test_a_test_goes_to_one_webhook_whatever_it_wants(
    office: Office, receiver: Receiver, other: Receiver, enabled: bool
) -> None:
    webhook, secret = await office.hook_and_secret(receiver, "lookup.failing", enabled=enabled)
    await office.hook(other)
    made = await office.store.write(lambda tx: ledger.test(tx, office.tenant, webhook.id, office.clock()))
    await office.delivering.once()
    await office.delivering.once()
    (got,) = receiver.got
    assert (got.event_id, got.said["type"], got.said["data"]) == (
        made.event_id,
        "webhook.test",
        {"webhookId": webhook.id},
    )
    assert got.is_signed_with(secret)
    assert other.got == []
    assert (await office.delivery(webhook)).state == "delivered"
