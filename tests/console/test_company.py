"""Who of us is there: shown beside the tickets they read, to their own shop alone, and gone when they are."""

from collections.abc import AsyncIterator

import pytest

from console.company import present
from tenants.members import Role
from tests.api.operator import Operator
from tests.console.colleague import Colleague
from tests.console.test_live import asks_for_a_person, listening
from tests.world.town import Town


@pytest.fixture
async def bob(owner: Colleague) -> AsyncIterator[Colleague]:
    bob = await Colleague.signed_in(owner.town, Role.COLLEAGUE, name="Bob")
    yield bob
    await bob.leaves()


@pytest.fixture
async def rival(shop: Town) -> AsyncIterator[Colleague]:
    """Somebody of another shop, which has a ticket of the same number."""
    operator = await Operator.of_a_new_tenant(shop)
    made = await operator.post("/agents", {"name": "Theirs"})
    await operator.post(f"/agents/{made.data['id']}/publish")
    await asks_for_a_person(shop, operator.key, made.data["id"])
    rival = await Colleague.signed_in(shop, tenant=int(operator.tenant), name="Eve")
    yield rival
    await rival.leaves()
    await operator.leaves()


async def test_the_queue_says_who_reads_a_ticket_and_who_writes_to_it(owner: Colleague, bob: Colleague) -> None:
    await asks_for_a_person(owner.town)
    await bob.get("/console/tickets/1")
    await bob.post("/console/tickets/1/looking")
    assert "reads: Bob" in (await owner.get("/console/tickets")).words
    await bob.post("/console/tickets/1/draft", {"words": "Good morning", "kind": "reply"})
    queue = (await owner.get("/console/tickets")).words
    assert "writes: Bob" in queue
    assert "Here with you: Bob" in queue
    assert "Bob is writing here" in (await owner.get("/console/tickets/1")).words
    assert "reads:" not in (await bob.get("/console/tickets")).words


async def test_whoever_turns_away_is_no_longer_shown(owner: Colleague, bob: Colleague) -> None:
    await asks_for_a_person(owner.town)
    await bob.get("/console/tickets/1")
    await bob.post("/console/tickets/1/looking")
    await bob.post("/console/tickets/1/looking", {"gone": "yes"})
    assert "reads: Bob" not in (await owner.get("/console/tickets")).words


async def test_open_queues_hear_of_a_reader_once_and_when_they_leave(owner: Colleague, bob: Colleague) -> None:
    await asks_for_a_person(owner.town)
    await bob.get("/console/tickets/1")
    async with listening(owner) as stream:
        await stream.next()
        for fields in ({}, {}, {"gone": "yes"}):
            await bob.post("/console/tickets/1/looking", fields)
        heard = [await stream.next(), await stream.next()]
    assert [(each["event"], each["number"]) for each in heard if each] == [("looking", 1), ("left", 1)]


async def test_whoever_has_the_console_open_is_here_until_they_close_it(owner: Colleague, bob: Colleague) -> None:
    await asks_for_a_person(owner.town)
    await bob.get("/console/tickets/1")
    async with listening(bob) as stream:
        await stream.next()
        assert "Here with you: Bob" in (await owner.get("/console/tickets")).words
    for _ in range(100):
        if not await present(owner.town.house.signals.presence, owner.town.tenant):
            break
        await bob.post("/console/tickets/1/looking", {"gone": "yes"})  # a word, by which the server turns to the stream
    assert "Here with you" not in (await owner.get("/console/tickets")).words


async def test_another_shop_sees_nobody_of_ours(owner: Colleague, bob: Colleague, rival: Colleague) -> None:
    await asks_for_a_person(owner.town)
    await bob.get("/console/tickets/1")
    await bob.post("/console/tickets/1/looking")
    async with listening(bob) as stream:
        await stream.next()
        presence, others = owner.town.house.signals.presence, rival.member
        assert others is not None
        assert len(await present(presence, owner.town.tenant)) == 2
        assert not await present(presence, others.tenant_id)
        for path in ("/console/tickets", "/console/tickets/1"):
            assert "Bob" not in (await rival.get(path)).words
    await rival.post("/console/tickets/1/looking")
    assert "Eve" not in (await owner.get("/console/tickets")).words
