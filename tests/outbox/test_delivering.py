"""What happens is told to whoever wants it, signed, once, and again only where it was not taken."""

import asyncio
import logging
from collections.abc import Sequence

import pytest

from infra.store.transaction import Transaction
from infra.store.vault import Vault, make_key
from tenants import webhooks
from tenants.telling import Telling
from tenants.webhooks import WebhookChanges
from tests.outbox.office import CREATED, Office
from tests.outbox.receiver import Receiver, hangs_up, says

HOUR = 3600.0


async def test_an_event_arrives_once_signed_with_ids_and_kinds(office: Office, receiver: Receiver) -> None:
    _, secret = await office.hook_and_secret(receiver)
    event_id = await office.happens(CREATED, ticketId="tkt_1", number=7, kind="lost")
    office.clock.pass_(3)
    await office.delivering.once()
    await office.delivering.once()
    (got,) = receiver.got
    assert got.said == {
        "type": "ticket.created",
        "timestamp": "2026-09-21T14:13:20.000Z",
        "data": {"ticketId": "tkt_1", "number": 7, "kind": "lost"},
    }
    assert got.headers["User-Agent"] == "Waybill-Webhooks/1.0"
    assert got.headers["Content-Type"] == "application/json"
    assert (got.event_id, got.headers["webhook-timestamp"]) == (event_id, str(int(office.clock())))
    assert got.is_signed_with(secret)


async def test_another_secret_or_a_changed_byte_does_not_verify(office: Office, receiver: Receiver) -> None:
    _, secret = await office.hook_and_secret(receiver)
    _, another = await office.hook_and_secret(receiver)
    await office.happens()
    await office.delivering.once()
    first, second = sorted(receiver.got, key=lambda got: not got.is_signed_with(secret))
    assert not first.is_signed_with(another)
    assert second.is_signed_with(another)
    assert not type(first)(first.headers, first.body.replace(b"created", b"creates")).is_signed_with(secret)


async def test_for_a_day_after_a_new_secret_both_sign(office: Office, receiver: Receiver) -> None:
    webhook, before = await office.hook_and_secret(receiver)
    _, after = await office.store.write(
        lambda tx: webhooks.rotate(tx, office.vault, office.tenant, webhook.id, at=office.clock())
    )
    await office.happens()
    await office.delivering.once()
    office.clock.pass_(24 * HOUR)
    await office.happens()
    await office.delivering.once()
    first, second = receiver.got
    assert (first.is_signed_with(before), first.is_signed_with(after)) == (True, True)
    assert (second.is_signed_with(before), second.is_signed_with(after)) == (False, True)


async def test_only_those_are_told_who_want_this_and_are_switched_on(
    office: Office, receiver: Receiver, other: Receiver, rival: int
) -> None:
    await office.hook(receiver, "ticket.created", "lookup.failing")
    await office.hook(other, "ticket.resolved")
    await office.hook(other, enabled=False)
    await office.hook(other, tenant=rival)
    for event in ("ticket.created", "ticket.resolved", "lookup.failing", "unheard.of"):
        await office.happens(event)
    await office.delivering.once()
    await office.delivering.once()
    assert sorted(receiver.events) == ["lookup.failing", "ticket.created"]
    assert other.events == ["ticket.resolved"]


async def test_whoever_comes_later_is_not_told_of_what_was(office: Office, receiver: Receiver) -> None:
    await office.happens()
    await office.delivering.once()
    await office.hook(receiver)
    await office.delivering.once()
    assert receiver.got == []


@pytest.mark.parametrize(
    ("answer", "status", "error"),
    [
        (says(500), 500, "http_status"),
        (says(404), 404, "http_status"),
        (says(429), 429, "http_status"),
        (says(302, Location="http://127.0.0.1/"), 302, "redirect"),
        (says(500, b"x" * 1_000_000), 500, "too_large"),
        (hangs_up, None, "connection"),
    ],
)
async def test_what_is_not_taken_is_tried_again_under_the_same_id(
    office: Office, receiver: Receiver, answer: object, status: int | None, error: str
) -> None:
    receiver.answers = [answer, answer, says(200)] if answer is hangs_up else [answer, says(200)]  # type: ignore[list-item]  # as parametrized; a connection that fails is tried twice
    webhook = await office.hook(receiver)
    event_id = await office.happens()
    await office.delivering.once()
    found = await office.delivery(webhook)
    assert (found.state, found.attempts, found.last_status, found.last_error) == ("waiting", 1, status, error)
    assert found.next_at == office.clock() + 2.5
    await office.delivering.once()
    before = len(receiver.got)
    await office.until(office.clock() + 3, webhook)
    assert {got.event_id for got in receiver.got} == {event_id}
    assert len(receiver.got) == before + 1
    found = await office.delivery(webhook)
    assert (found.state, found.attempts, found.last_status, found.last_error) == ("delivered", 2, 200, None)


async def test_what_is_taken_is_taken_whatever_else_the_receiver_says(office: Office, receiver: Receiver) -> None:
    receiver.answers = [says(200, b"x" * 1_000_000), says(201, Content_Encoding="br"), says(202, b"{")]
    webhook = await office.hook(receiver)
    for _ in range(3):
        await office.happens()
        await office.delivering.once()
    assert {(each.state, each.last_error) for each in await office.deliveries(webhook)} == {("delivered", None)}
    assert len(receiver.got) == 3


async def test_a_silent_receiver_is_waited_for_ten_seconds(office: Office, receiver: Receiver) -> None:
    receiver.free.clear()
    webhook = await office.hook(receiver)
    await office.happens()
    once = office.tasks.start(office.delivering.once())
    await receiver.came.get()
    office.clock.pass_(9.5)
    assert not once.done()
    office.clock.pass_(0.6)
    await once
    found = await office.delivery(webhook)
    assert (found.state, found.last_status, found.last_error) == ("waiting", None, "timeout")


async def test_a_receiver_that_is_gone_is_switched_off(office: Office, receiver: Receiver) -> None:
    receiver.answers = [says(410)]
    webhook = await office.hook(receiver)
    await office.happens()
    await office.delivering.once()
    found = await office.delivery(webhook)
    assert (found.state, found.last_status) == ("dead", 410)
    assert not (await office.shown(webhook)).enabled
    await office.happens()
    await office.delivering.once()
    assert len(await office.deliveries(webhook)) == 1


async def test_what_waits_for_a_webhook_that_was_switched_off_is_dead_when_it_is_due(
    office: Office, receiver: Receiver
) -> None:
    receiver.answers = [says(500)]
    webhook = await office.hook(receiver)
    await office.happens()
    await office.delivering.once()
    off = WebhookChanges(enabled=False)
    await office.store.write(lambda tx: webhooks.revise(tx, office.tenant, webhook.id, off, at=office.clock()))
    await office.until(office.clock() + 5, webhook)
    found = await office.delivery(webhook)
    assert (found.state, found.last_status, found.last_error, len(receiver.got)) == ("dead", None, "switched_off", 1)


async def test_a_receiver_is_left_alone_for_as_long_as_it_asked(office: Office, receiver: Receiver) -> None:
    receiver.answers = [says(503, Retry_After="600"), says(200)]
    webhook = await office.hook(receiver)
    await office.happens()
    await office.delivering.once()
    office.clock.pass_(599)
    await office.delivering.once()
    assert len(receiver.got) == 1
    office.clock.pass_(1)
    await office.delivering.once()
    assert (await office.delivery(webhook)).state == "delivered"


@pytest.mark.parametrize("chance", [0.02, 0.5, 0.999])
async def test_whoever_is_back_after_23_hours_gets_it(office: Office, receiver: Receiver, chance: float) -> None:
    office.chance = lambda: chance
    receiver.answers = [says(503, Retry_After="86400")]
    webhook = await office.hook(receiver)
    event_id = await office.happens()
    begun = office.clock()
    await office.delivering.once()
    await office.until(begun + 23 * HOUR, webhook)
    receiver.answers = [says(200)]
    await office.until(begun + 24 * HOUR, webhook)
    assert (await office.delivery(webhook)).state == "delivered"
    assert {got.event_id for got in receiver.got} == {event_id}


@pytest.mark.parametrize("chance", [0.1, 0.5, 0.999])
async def test_whoever_is_back_after_25_hours_does_not(office: Office, receiver: Receiver, chance: float) -> None:
    office.chance = lambda: chance
    receiver.answers = [says(500)]
    webhook = await office.hook(receiver)
    await office.happens()
    begun = office.clock()
    await office.delivering.once()
    await office.until(begun + 25 * HOUR, webhook)
    tries = len(receiver.got)
    receiver.answers = [says(200)]
    await office.delivering.once()
    found = await office.delivery(webhook)
    assert (found.state, found.last_status, found.last_error) == ("dead", 500, "http_status")
    assert (found.attempts, len(receiver.got)) == (tries, tries)
    assert found.settled_at == begun + 24 * HOUR


async def test_a_secret_that_does_not_open_is_a_failed_try(
    office: Office, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    webhook = await office.hook(receiver)
    right, office.delivering._receivers = office.delivering._receivers, Telling(Vault(make_key()))
    await office.happens()
    await office.delivering.once()
    assert (await office.delivery(webhook)).last_error == "vault"
    assert any(record.levelno == logging.ERROR for record in caplog.records)
    office.delivering._receivers = right
    await office.until(office.clock() + 5, webhook)
    assert (await office.delivery(webhook)).state == "delivered"


async def test_a_webhook_that_is_removed_while_it_is_told_takes_its_deliveries_along(
    office: Office, receiver: Receiver
) -> None:
    receiver.free.clear()
    webhook = await office.hook(receiver)
    await office.happens()
    once = office.tasks.start(office.delivering.once())
    await receiver.came.get()
    await office.store.write(lambda tx: webhooks.remove(tx, office.tenant, webhook.id))
    receiver.free.set()
    await once
    assert await office.deliveries(webhook) == []


async def test_what_is_over_is_kept_for_a_while_and_then_erased(office: Office, receiver: Receiver) -> None:
    webhook = await office.hook(receiver)
    await office.happens()
    await office.delivering.once()
    receiver.answers = [says(410)]
    await office.happens()
    await office.delivering.once()
    states = []
    for days in (6.9, 0.2, 22.8, 0.2, 0):
        office.clock.pass_(days * 24 * HOUR)
        await office.delivering.once()
        outbox = await office.store.read(lambda tx: tx.row("SELECT COUNT(*) AS n FROM outbox"))
        assert outbox is not None
        states.append(([each.state.value for each in await office.deliveries(webhook)], outbox["n"]))
    assert states == [(["dead", "delivered"], 2), (["dead"], 1), (["dead"], 1), ([], 0), ([], 0)]


async def test_beside_the_doors_it_delivers_by_itself_and_stops_when_told(office: Office, receiver: Receiver) -> None:
    running = office.tasks.start(office.delivering.run())
    webhook = await office.hook(receiver)
    for _ in range(7):
        await office.happens()
    office.clock.pass_(1.1)
    for _ in range(7):  # more than may be under way at once: whoever has come to an end calls for the next
        await receiver.came.get()
    while any(each.state == "waiting" for each in await office.deliveries(webhook)):
        await asyncio.sleep(0)
    running.cancel()
    assert len(receiver.got) == 7


class Stumbling(Telling):
    """Fails once."""

    failed = False

    async def wanting(self, tx: Transaction, tenant: int, event: str) -> Sequence[str]:
        if not Stumbling.failed:
            Stumbling.failed = True
            raise RuntimeError("a fault of ours")
        return await super().wanting(tx, tenant, event)


async def test_a_fault_of_ours_is_logged_and_does_not_end_it(
    office: Office, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    await office.hook(receiver)
    await office.happens()
    Stumbling.failed = False
    office.delivering._receivers = Stumbling(office.vault)
    office.tasks.start(office.delivering.run())
    while "a round failed" not in caplog.text:
        await asyncio.sleep(0)
    office.clock.pass_(1.1)
    await receiver.came.get()
    assert len(receiver.got) == 1
