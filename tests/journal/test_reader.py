"""Conversations as operators see them: pages, filters, the transcript, and a receipt without a word."""

from dataclasses import replace

import pytest

from conversation.effects import Disclosed, Outcome, Say
from infra.store.page import Place
from journal.conversation import Door, Party
from journal.journal import Words
from journal.reader import Receipt, Wanted
from tests.journal.conftest import STEPS, Books


async def ids(books: Books, wanted: Wanted | None = None) -> list[str]:
    return [each.conversation_id for each in await books.reader.every(books.tenant, wanted or Wanted(), limit=100)]


async def test_the_newest_comes_first_and_pages_neither_repeat_nor_leave_out(books: Books) -> None:
    talks = [await books.begins(at) for at in (3.0, 1.0, 2.0, 2.0, 2.0)]
    all_of_them = sorted(talks, key=lambda each: (each.created_at, each.conversation_id), reverse=True)
    found: list[str] = []
    after = None
    while page := await books.reader.every(books.tenant, Wanted(), limit=2, **({"after": after} if after else {})):
        found += [each.conversation_id for each in page]
        after = Place(page[-1].created_at, page[-1].conversation_id)
    assert found == [each.conversation_id for each in all_of_them]


async def test_each_filter_asks_for_its_own(books: Books) -> None:
    early = await books.begins(10.0)
    late = await books.begins(20.0, Door.COMPLETIONS)
    elsewhere = await replace(books, agent="agt_2").begins(30.0)
    await books.opens(talk=early.conversation_id)
    await books.opens(talk=early.conversation_id)
    expected = {
        Wanted(door=Door.COMPLETIONS): late,
        Wanted(agent_id="agt_2"): elsewhere,
        Wanted(since=20.0, until=30.0): late,
        Wanted(with_ticket=True): early,
        Wanted(door=Door.SESSIONS, with_ticket=False): elsewhere,
        Wanted(until=20.0): early,
    }
    for wanted, talk in expected.items():
        assert await ids(books, wanted) == [talk.conversation_id], wanted
    assert [each.ticket for each in await books.reader.every(books.tenant, Wanted(), limit=9)] == [None, None, 2]


async def test_nobody_sees_another_tenants_conversation(books: Books, rival: Books) -> None:
    talk = await rival.talks("a secret")
    place = books.tenant, talk.conversation_id
    assert await ids(books) == []
    assert await books.reader.find(*place) is None
    assert await books.reader.transcript(*place, limit=9) == []
    assert await books.reader.receipt(*place, limit=9) == []
    assert (await rival.reader.transcript(rival.tenant, talk.conversation_id, limit=9))[0].text == "a secret"


async def test_a_transcript_shows_where_order_facts_stood_and_a_receipt_no_word(books: Books) -> None:
    talk = await books.talks("Where is it?", at=1.0)
    facts = Say((Disclosed("UPS has it"), "Anything else?"), Outcome.TOLD)
    await books.journal.hear_and_answer(talk, Words("ORD-9842", 2.0), facts, talk.said, STEPS)
    where = books.tenant, talk.conversation_id
    said = await books.reader.transcript(*where, limit=9)
    assert [(each.party, each.text) for each in said] == [
        (Party.CUSTOMER, "Where is it?"),
        (Party.ASSISTANT, "Hello."),
        (Party.CUSTOMER, "ORD-9842"),
        (Party.ASSISTANT, "⟨order status⟩. Anything else?"),
    ]
    assert await books.reader.transcript(*where, after=3, limit=9) == said[3:]
    assert await books.reader.transcript(*where, limit=1) == said[:1]
    receipt = await books.reader.receipt(*where, limit=9)
    assert receipt == [
        Receipt(2, 1.0, "talked", None, disclosed=False, steps=STEPS),
        Receipt(4, 2.0, "told", None, disclosed=True, steps=STEPS),
    ]
    assert not any(word in repr(receipt) for word in ("Where", "9842", "UPS", "Hello"))
    assert await books.reader.receipt(*where, after=2, limit=9) == receipt[1:]


async def test_a_reply_kept_by_an_older_version_has_a_receipt_without_steps(books: Books) -> None:
    talk = await books.talks()
    sql = 'UPDATE utterances SET meta = \'{"outcome":"told","ticket":7}\' WHERE seq = 2'
    await books.store.write(lambda tx: tx.run(sql))
    (receipt,) = await books.reader.receipt(books.tenant, talk.conversation_id, limit=9)
    assert (receipt.outcome, receipt.ticket, receipt.steps) == ("told", 7, None)


@pytest.mark.parametrize("ended", [None, 5.0])
async def test_one_conversation_is_found_by_its_id(books: Books, ended: float | None) -> None:
    talk = await books.talks(at=3.0)
    if ended is not None:
        await books.journal.end(talk, ended)
    found = await books.reader.find(books.tenant, talk.conversation_id)
    assert found is not None
    assert (found.created_at, found.updated_at, found.ended_at) == (3.0, 3.0, ended)
    assert (found.door, found.agent_id, found.agent_version, found.ticket) == (Door.SESSIONS, "agt_1", 1, None)
