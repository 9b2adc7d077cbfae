"""Whoever is forgotten while a turn of theirs is under way stays forgotten: it writes nothing of them down again."""

import asyncio

import pytest

from conversation.effects import Escalate
from conversation.terms import Terms
from escalation.case import Case
from escalation.reasons import Reason
from infra.measures import Measures
from infra.signals.fan_out import LocalFanOut
from infra.store.transaction import Store
from infra.store.vault import Vault, make_key
from journal.conversation import Conversation, Door
from journal.journal import LostRace, Words
from tenants import tenancy
from tenants.directory import PublishedAgent
from tenants.plans import Plan
from tests.journal.conftest import JANE, Books, claiming
from turns.bell import Bell
from turns.cases import Cases, Kept
from turns.visit import Visit

CASE = Escalate(Case(Reason.HUMAN, contact=JANE))
TIMES = 12


@pytest.fixture
async def books(store: Store) -> Books:
    tenant = await store.write(lambda tx: tenancy.create(tx, name="Lamps", plan=Plan.PRO, at=1.0))
    return Books(store, Vault(make_key()), tenant.id)


async def asks_for_a_person(books: Books) -> Conversation:
    """Commit (a) of a turn: heard, and not answered yet."""
    conversation = await books.begins()
    said = claiming()
    await books.journal.hear(conversation, Words(f"a person please, {JANE}", 1.0), said)
    return conversation


async def escalates(books: Books, conversation: Conversation) -> None:
    bell = Bell(LocalFanOut())
    cases = Cases(books.store, books.vault, books.journal, Measures(), lambda: 2.0, bell=bell)
    agent = PublishedAgent(books.tenant, books.agent, "Order status", 1, 1.0, Terms(), None, None)
    visit = Visit(agent, "key_1", Door.SESSIONS)
    await cases.escalate(CASE, visit, Kept(conversation.conversation_id, 1), claiming())


async def test_a_turn_that_escalates_after_its_customer_was_forgotten_opens_no_ticket(books: Books) -> None:
    conversation = await asks_for_a_person(books)
    await books.forgets()
    with pytest.raises(LostRace):
        await escalates(books, conversation)
    assert await books.rows("tickets") == []


async def test_nothing_is_left_of_whoever_is_forgotten_in_the_moment_of_an_escalation(books: Books) -> None:
    for _ in range(TIMES):
        conversation = await asks_for_a_person(books)
        await asyncio.gather(escalates(books, conversation), books.forgets(), return_exceptions=True)
    assert [row["contact_index"] for row in await books.rows("tickets") if row["contact_index"]] == []
