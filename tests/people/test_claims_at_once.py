"""Fifty colleagues claim one ticket at once, in three processes on PostgreSQL: one has it, the others learn who."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tenants import keys
from tenants.principal import Scope
from tests.faults.trap import perform
from tests.people.office import hired
from tests.server.test_many import ManyTown
from tests.world.redis import RedisServer
from tests.world.town import Setup

COLLEAGUES = 50


class OfficeTown(ManyTown):
    """The colleagues are there before the processes are."""

    async def _set_up(self, setup: Setup, url: str) -> None:
        await super()._set_up(setup, url)
        self.staff = [await hired(self, f"Colleague{number}") for number in range(COLLEAGUES)]
        scopes = frozenset({Scope.TICKETS_READ, Scope.TICKETS_WRITE, Scope.CHAT_WRITE, Scope.CHAT_READ})
        _, self.office_key = await self.house.store.write(
            lambda tx: keys.issue(tx, self.tenant, name="office", scopes=scopes, at=self.clock())
        )


@pytest.fixture
async def many(lent: str, redis: RedisServer) -> AsyncIterator[OfficeTown]:
    town = OfficeTown(lent, redis.url)
    await town.open(Setup())
    yield town
    await town.close()


async def test_one_of_fifty_wins_and_the_others_hear_its_name(many: OfficeTown) -> None:
    connector = aiohttp.TCPConnector(force_close=True, limit=COLLEAGUES)
    headers = {"Authorization": f"Bearer {many.office_key}"}
    async with aiohttp.ClientSession(many.url + "/api/v1/", connector=connector, headers=headers) as http:
        async with http.post("chat/sessions", json={"agentId": many.agent}) as response:
            session = (await response.json())["data"]["id"]
        async with http.post(f"chat/sessions/{session}/messages", json={"content": "a person please"}) as response:
            assert response.status == 200
        async with http.get("tickets") as response:
            (ticket,) = (await response.json())["data"]

        async def claims(member: str) -> tuple[int, str]:
            async with http.post(f"tickets/{ticket['id']}/claim", json={"memberId": member}) as response:
                body = await response.json()
                return response.status, body["owner"] if response.status == 409 else body["data"]["owner"]["name"]

        heard = await asyncio.gather(*(claims(each.id) for each in many.staff))
    (winner,) = [name for status, name in heard if status == 200]
    assert sorted(heard) == [(200, winner), *[(409, winner)] * (COLLEAGUES - 1)]
    url = many.settings.database_url
    assert await perform(url, "SELECT state, owner_name, version FROM tickets") == [("claimed", winner, 2)]
    assert await perform(url, "SELECT COUNT(*) FROM ticket_events WHERE event = 'claimed'") == [(1,)]
    assert await perform(url, "SELECT COUNT(*) FROM outbox WHERE event = 'ticket.claimed'") == [(1,)]
    assert await perform(url, "SELECT COUNT(*) FROM utterances WHERE party = 'assistant'") == [(2,)]
