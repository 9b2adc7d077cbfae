"""Two colleagues, each served by a process of their own: on PostgreSQL and Redis they see one queue, at once."""

import json
from collections.abc import AsyncIterator

import pytest

from server.house import House
from tenants.members import Role
from tests.console.colleague import Colleague
from tests.console.test_live import Stream, listening
from tests.faults.talker import Talker, talking
from tests.world.redis import RedisServer
from tests.world.town import Setup, Town

ONE = "/console/tickets/1"


@pytest.fixture
async def two(lent: str, redis: RedisServer) -> AsyncIterator[Town]:
    town = Town(lent, redis.url)
    await town.open(Setup(public_url=None))
    yield town
    await town.close()


@pytest.fixture
async def ada(two: Town) -> AsyncIterator[Colleague]:
    ada = await Colleague.signed_in(two)
    yield ada
    await ada.leaves()


@pytest.fixture
async def bob(two: Town) -> AsyncIterator[Colleague]:
    """Signed in here, and served elsewhere."""
    bob = await Colleague.signed_in(two, Role.COLLEAGUE, name="Bob")
    await bob.goes_to(await two._serve_house(await House.open(two.settings, two.clock)))
    yield bob
    await bob.leaves()


async def hears(stream: Stream, event: str) -> tuple[int | None, int, bool]:
    """The ticket's number, how many wait, and whether it is theirs, as the next such event tells it."""
    while news := await stream.next():
        if news["event"] == event:
            return news["number"], news["waiting"], news["mine"]
    raise AssertionError(f"the stream ended without {event}")


async def test_what_one_does_the_other_sees_at_once_and_neither_does_it_twice(
    two: Town, ada: Colleague, bob: Colleague
) -> None:
    assert bob.url != ada.url
    async with listening(bob) as there, listening(ada) as here, talking(two) as customer:
        await customer.says("I want to talk to a person")
        assert await hears(there, "created") == (1, 1, False)
        assert "I want to talk to a person" in (await bob.get("/console/tickets")).words
        await ada.get(ONE)
        await ada.post(f"{ONE}/claim")
        assert await hears(there, "claimed") == (1, 0, False)
        await bob.get(ONE)
        page = await bob.post(f"{ONE}/claim")
        assert (page.status, "Ada has this ticket" in page.words) == (409, True)
        await _both_work(ada, bob, customer)
        await bob.post(f"{ONE}/take-over")
        assert await hears(here, "claimed") == (1, 0, True)  # her own, first
        assert await hears(here, "taken_over") == (1, 0, False)
        page = await ada.post(f"{ONE}/reply", {"words": "It is me still", "once": "late"})
        assert (page.status, "It is me still" in page.text) == (409, True)
        await bob.post(f"{ONE}/resolve", {"outcome": "found"})
        assert await hears(here, "resolved") == (1, 0, False)
        assert "It is me still" not in str(await customer.messages())


async def _both_work(ada: Colleague, bob: Colleague, customer: Talker) -> None:
    """Notes, replies, drafts, ready replies, who is looking, and the file."""
    await ada.post(f"{ONE}/note", {"words": "he rang on Tuesday", "once": "n"})
    for _ in range(2):
        await ada.post(f"{ONE}/reply", {"words": "Ada here.", "once": "r"})
    page = await bob.get(ONE)
    assert (page.text.count("he rang on Tuesday"), page.text.count("Ada here.")) == (1, 1)
    assert str(await customer.messages()).count("Ada here.") == 1
    await ada.post("/console/tickets/replies", {"name": "Looking", "words": "{me} looks into {number}."})
    assert "Bob looks into 1." in (await bob.get(ONE)).text
    await bob.post(f"{ONE}/looking")
    await bob.post(f"{ONE}/draft", {"kind": "note", "words": "I know him"})
    assert json.loads((await ada.post(f"{ONE}/looking")).text)["others"] == [{"name": "Bob", "writing": True}]
    assert "I know him" not in (await ada.get(ONE)).text
    found = json.loads((await bob.get(f"{ONE}/export")).text)
    assert {"he rang on Tuesday", "Ada here."} <= {each["words"] for each in found["thread"]}


async def test_whoever_is_signed_out_here_is_signed_out_there(ada: Colleague, bob: Colleague) -> None:
    assert bob.member is not None
    async with listening(bob) as there, talking(ada.town) as customer:
        await there.next()
        await ada.get("/console/team")
        assert (await ada.post(f"/console/team/{bob.member.id}/remove")).url == "/console/team?done=removed"
        await customer.says("I want to talk to a person")
        assert await there.next() is None
        assert (await bob.get("/console/tickets")).url.startswith("/console/sign-in")
