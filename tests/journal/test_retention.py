"""Retention: what was kept long enough goes, in batches; what somebody waits for stays."""

from escalation.reasons import Reason
from journal.retention import BATCH, Retention
from tests.journal.conftest import JANE, Books


async def test_what_was_spoken_in_lately_stays_however_long_ago_it_began(books: Books) -> None:
    old, new, long = await books.talks(JANE, at=1.0), await books.talks(JANE, at=10.0), await books.talks(at=1.0)
    await books.says(long, "still here", at=10.0)
    assert await Retention(books.store).conversations(books.tenant, 5.0) == 1
    assert {row["id"] for row in await books.rows("conversations")} == {new.conversation_id, long.conversation_id}
    assert old.conversation_id not in {row["conversation_id"] for row in await books.rows("utterances")}
    assert [row["conversation_id"] for row in await books.rows("addresses")] == [new.conversation_id]


async def test_a_conversation_with_a_ticket_that_is_not_resolved_stays(books: Books) -> None:
    talk = await books.talks()
    waiting, resolved = await books.opens(talk=talk.conversation_id), await books.opens(talk=talk.conversation_id)
    await books.resolves(resolved.number)
    retention = Retention(books.store)
    assert await retention.conversations(books.tenant, 100.0) == 0
    await books.resolves(waiting.number)
    assert await retention.conversations(books.tenant, 100.0) == 1
    assert [row["conversation_id"] for row in await books.rows("tickets")] == [None, None]


async def test_a_ticket_goes_once_it_is_resolved_long_enough_and_its_conversation_is_gone(books: Books) -> None:
    talk = await books.talks()
    for reason, where in ((Reason.LOST, talk.conversation_id), (Reason.HUMAN, "cnv_gone"), (Reason.LOST, "cnv_gone")):
        await books.opens(reason, where)
    await books.resolves(1, at=2.0)
    await books.resolves(2, at=2.0)
    retention = Retention(books.store)
    assert await retention.tickets(books.tenant, 2.0) == 0
    assert await retention.tickets(books.tenant, 3.0) == 1
    assert sorted(row["number"] for row in await books.rows("tickets")) == [1, 3]
    await retention.conversations(books.tenant, 100.0)
    assert await retention.tickets(books.tenant, 3.0) == 1
    assert [(row["number"], row["state"]) for row in await books.rows("tickets")] == [(3, "waiting")]
    assert {row["ticket_id"] for row in await books.rows("ticket_events")} == {
        row["id"] for row in await books.rows("tickets")
    }


async def test_another_tenant_keeps_its_own(books: Books, rival: Books) -> None:
    await rival.talks()
    await rival.opens()
    await rival.resolves(1)
    retention = Retention(books.store)
    assert (await retention.conversations(books.tenant, 100.0), await retention.tickets(books.tenant, 100.0)) == (0, 0)
    assert (len(await rival.rows("conversations")), len(await rival.rows("tickets"))) == (1, 1)


async def test_a_clients_name_for_its_request_holds_for_a_day(books: Books) -> None:
    sql = "INSERT INTO created (key_id, client_key, client_digest, resource_id, at) VALUES ('k', $1, 'd', 'r', $2)"
    for number in range(BATCH + 2):
        await books.store.write(lambda tx, number=number: tx.run(sql, str(number), float(min(number, 2))))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    day = 86_400.0
    assert await Retention(books.store).created(day + 2.0) == 2
    assert await Retention(books.store).created(day + 2.5) == BATCH
    assert await books.rows("created") == []


async def test_more_than_a_batch_is_gone_in_one_go(books: Books) -> None:
    for _ in range(BATCH + 1):
        await books.begins()
    assert await Retention(books.store).conversations(books.tenant, 100.0) == BATCH + 1
    assert await Retention(books.store).conversations(books.tenant, 100.0) == 0
