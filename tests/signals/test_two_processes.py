"""One conversation in two processes: the newer utterance stops the older one's work, and a reply is found by both."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest

from infra.once import Delivery
from infra.signals.opening import Signals
from journal.conversation import Conversation, Door
from journal.journal import Words
from tests.faults.towns import NearTown
from tests.world.redis import RedisServer
from tests.world.town import Setup
from turns.floor import Floor
from turns.news import News
from turns.replies import Replies
from turns.turns import Turns
from turns.visit import Turn, Visit

QUESTION = "Where is ORD-5000? It goes to 60614."


@dataclass
class Talk:
    """One customer's conversation, and who takes turns in it: `here` and `there`, which know each other by Redis."""

    town: NearTown
    visit: Visit
    conversation: Conversation
    here: Turns
    there: Turns

    async def say(self, turns: Turns, text: str, key: str) -> Turn:
        house = self.town.house
        conversation = await house.journal.load(self.town.tenant, self.conversation.conversation_id)
        assert conversation is not None
        words = Words(text, self.town.clock(), Delivery(key, house.vault.index("words", text)))
        return await turns.take(self.visit, conversation, words)


@pytest.fixture
async def talk(database_url: str, processes: Callable[[], Signals]) -> AsyncIterator[Talk]:
    town = NearTown(database_url)
    await town.open(Setup())
    house = town.house
    agent = await house.directory.agent(town.tenant, town.agent)
    assert agent is not None
    visit = Visit(agent, "key_1", Door.SESSIONS, "jane")
    floors: list[Floor] = []

    def process() -> Turns:
        signals = processes()
        floors.append(Floor(signals.fan_out))
        replies, news = Replies(signals.held, house.vault), News(signals.fan_out)
        return Turns(house.journal, house.turns._loop, floors[-1], replies, cases=house.turns._cases, news=news)

    yield Talk(town, visit, await house.beginning.begin(visit), process(), process())
    for floor in floors:
        await floor.close()
    await town.close()


async def test_a_newer_utterance_in_another_process_stops_the_wait_for_the_older_ones_lookup(talk: Talk) -> None:
    talk.town.shop.holds()
    waiting = talk.town.tasks.start(talk.say(talk.here, QUESTION, "1"))
    await talk.town.shop.asked.get()
    newer = await talk.say(talk.there, "a person please", "2")
    assert newer.text is not None
    async with asyncio.timeout(4):  # the shop still hesitates, until its 8 s are over
        assert (await waiting).superseded
    talk.town.shop.lets_go()


async def test_a_reply_that_one_process_gave_the_other_repeats_without_asking_the_shop(talk: Talk) -> None:
    told = await talk.say(talk.here, QUESTION, "1")
    assert told.disclosed
    assert told.text is not None
    assert await talk.say(talk.there, QUESTION, "1") == told
    assert len(talk.town.shop.calls) == 1


async def test_without_redis_each_process_goes_on_and_the_commit_decides(talk: Talk, redis_server: RedisServer) -> None:
    redis_server.kill()
    talk.town.shop.holds()
    waiting = talk.town.tasks.start(talk.say(talk.here, QUESTION, "1"))
    await talk.town.shop.asked.get()
    newer = await talk.say(talk.there, "a person please", "2")
    assert newer.text is not None
    talk.town.shop.lets_go()
    assert (await waiting).superseded
    assert await talk.say(talk.there, "a person please", "2") == newer
