"""What survives the end of the machine, and by when: never later than somebody is told that it was heard."""

from collections.abc import AsyncIterator, Awaitable
from typing import TypeVar

import pytest

from infra.store.transaction import Store, Work
from journal.conversation import Door
from journal.journal import Words
from server.house import House
from tests.faults.near import town
from tests.faults.towns import NearTown
from turns.visit import Turn, Visit

__all__ = ["town"]

T = TypeVar("T")
QUESTION = "Where is ORD-9842? It goes to 94107."


class Watched:
    """A store that counts the writes which were to survive the end of the machine."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.synced = 0

    def write(self, work: Work[T], *, synced: bool = True) -> Awaitable[T]:
        self.synced += synced
        return self._store.write(work, synced=synced)

    async def read(self, work: Work[T]) -> T:
        return await self._store.read(work)

    async def close(self) -> None:
        await self._store.close()


class Talk:
    """A conversation in a house on a watched store."""

    def __init__(self, town: NearTown) -> None:
        self.store = Watched(town.house.store)
        self.house = House(town.settings, town.house.vault, self.store, town.clock)
        self._town = town

    async def begin(self) -> None:
        agent = await self.house.directory.agent(self._town.tenant, self._town.agent)
        assert agent is not None
        self.visit = Visit(agent, "key", Door.SESSIONS)
        self.conversation = await self.house.beginning.begin(self.visit, None)
        self.store.synced = 0

    async def says(self, text: str) -> Turn:
        conversation = await self.house.journal.load(self._town.tenant, self.conversation.conversation_id)
        assert conversation is not None
        return await self.house.turns.take(self.visit, conversation, Words(text, self._town.clock()))


@pytest.fixture
async def talk(town: NearTown) -> AsyncIterator[Talk]:
    talk = Talk(town)
    await talk.begin()
    yield talk
    await talk.house.close()


async def test_p5_what_is_acknowledged_by_its_reply_is_made_to_last_with_it(talk: Talk) -> None:
    assert (await talk.says(QUESTION)).disclosed
    assert talk.store.synced == 1


async def test_p5_what_is_acknowledged_sooner_is_made_to_last_before(talk: Talk, town: NearTown) -> None:
    told: list[int] = []
    words = Words(QUESTION, town.clock())
    await talk.house.turns.take(talk.visit, talk.conversation, words, heard=lambda _: told.append(talk.store.synced))
    assert told == [1]
    assert talk.store.synced == 2


async def test_p5_what_is_superseded_is_made_to_last_before_that_is_told(talk: Talk, town: NearTown) -> None:
    town.shop.holds()
    first = town.tasks.start(talk.says(QUESTION))
    await town.shop.asked.get()
    second = town.tasks.start(talk.says("just tell me the carrier"))
    assert (await first).superseded
    assert talk.store.synced == 1
    await town.shop.asked.get()
    town.shop.lets_go()
    assert (await second).disclosed
