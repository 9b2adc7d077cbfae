"""Clearing: each tenant's own time counts, and it holds at once for what is there already."""

import pytest
from pydantic import ValidationError

from infra.store.transaction import Store
from tenants import tenancy
from tenants.errors import SetupError
from tenants.tenancy import Retention
from tests.journal.conftest import Books, books, rival, vault  # noqa: F401 - fixtures
from tests.world.clock import Clock
from turns.clearing import Clearing

DAY = 86_400.0


async def keeps(books: Books, **days: int) -> None:  # noqa: F811
    wanted = Retention.model_validate(days)
    assert await books.store.write(lambda tx: tenancy.change_retention(tx, books.tenant, wanted)) == wanted


async def test_each_tenant_keeps_as_long_as_it_says(books: Books, rival: Books, store: Store) -> None:  # noqa: F811
    clock = Clock()
    clearing = Clearing(store, clock)
    for shop in (books, rival):
        talk = await shop.talks(at=clock())
        noted = await shop.opens(talk=talk.conversation_id)
        await shop.resolves(noted.number, clock())
    await keeps(books, conversationsDays=7, ticketsDays=8)
    expected = [(7.0, 1, 1, 1, 1), (7.1, 0, 1, 1, 1), (8.1, 0, 0, 1, 1), (30.1, 0, 0, 0, 1), (365.1, 0, 0, 0, 0)]
    began = clock.now
    for days, *left in expected:
        clock.now = began + days * DAY
        await clearing.once()
        rows = [len(await shop.rows(table)) for shop in (books, rival) for table in ("conversations", "tickets")]
        assert rows == left, days


async def test_what_is_left_out_has_its_default(books: Books, store: Store) -> None:  # noqa: F811
    await keeps(books, conversationsDays=7)
    kept = await store.read(lambda tx: tenancy.retention(tx, books.tenant))
    assert (kept.conversations_days, kept.tickets_days) == (7, 365)
    with pytest.raises(SetupError):
        await store.write(lambda tx: tenancy.change_retention(tx, 404, kept))


@pytest.mark.parametrize("days", [{"conversationsDays": 0}, {"conversationsDays": 366}, {"ticketsDays": 29}, {"x": 1}])
def test_what_cannot_be_kept_so_long_is_refused(days: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Retention.model_validate(days)
