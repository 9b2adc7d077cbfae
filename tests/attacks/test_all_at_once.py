"""Fifty requests at the same moment, to three processes on PostgreSQL: one thing is made, and a limit stays one."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from tests.api.operator import Operator
from tests.world.redis import RedisServer
from tests.world.reply import Reply
from tests.world.town import Setup, Town

FIFTY = 50
MOST_WEBHOOKS = 20
OWNERS = [{"name": f"Owner {number}", "email": f"owner{number}@example.com", "role": "owner"} for number in range(2)]
MESSAGE = {"content": "a person please"}


@pytest.fixture
async def everywhere(lent: str, redis: RedisServer) -> AsyncIterator[Operator]:
    """Somebody whose requests go to three processes in turn."""
    town = Town(lent, redis.url, houses=3)
    await town.open(Setup())
    operator = await Operator.of(town, town.tenant)
    yield operator
    await operator.leaves()
    await town.close()


async def at_once(operator: Operator, method: str, path: str, body: object = None, **headers: str) -> list[Reply]:
    return await asyncio.gather(*(operator.ask(method, path, body, **headers) for _ in range(FIFTY)))


def statuses(replies: list[Reply]) -> Counter[int]:
    return Counter(reply.status for reply in replies)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/agents", {"name": "Second"}),
        ("/keys", {"name": "second", "scopes": ["chat:read"]}),
        ("/members", OWNERS[0]),
        ("/webhooks", {"url": "https://shop.example.com/told", "events": ["ticket.created"]}),
    ],
)
async def test_one_idempotency_key_makes_one_thing(everywhere: Operator, path: str, body: object) -> None:
    before = len(await everywhere.pages(path, 100))
    replies = await at_once(everywhere, "POST", path, body, Idempotency_Key="the same")
    assert statuses(replies) == {201: FIFTY}
    assert len({reply.data["id"] for reply in replies}) == 1
    assert len(await everywhere.pages(path, 100)) == before + 1
    assert sum(1 for reply in replies if reply.data.get("token") or reply.data.get("secret")) <= 1


async def test_publishing_at_once_gives_every_version_its_own_number(everywhere: Operator) -> None:
    path = f"/agents/{everywhere.town.agent}"
    replies = await at_once(everywhere, "POST", f"{path}/publish", {})
    assert statuses(replies) == {201: FIFTY}
    assert sorted(reply.data["version"] for reply in replies) == list(range(2, FIFTY + 2))


async def test_one_publication_under_one_key_is_one_version(everywhere: Operator) -> None:
    path = f"/agents/{everywhere.town.agent}"
    replies = await at_once(everywhere, "POST", f"{path}/publish", {}, Idempotency_Key="the same")
    assert {reply.data["version"] for reply in replies} == {2}


async def test_connecting_at_once_leaves_one_connector(everywhere: Operator) -> None:
    await everywhere.delete("/integrations/generic_https")
    wanted = {"credentials": {"secret": "generate"}, "settings": {"url": f"{everywhere.shop}/status"}}
    replies = await at_once(everywhere, "POST", "/integrations/generic_https/connect", wanted)
    assert statuses(replies) == {201: 1, 409: FIFTY - 1}
    assert len((await everywhere.get("/integrations")).data) == 1


async def test_of_edits_under_the_same_etag_one_is_made(everywhere: Operator) -> None:
    path = f"/agents/{everywhere.town.agent}"
    tag = (await everywhere.get(path)).headers["ETag"]
    replies = await at_once(everywhere, "PATCH", path, {"name": "Mine"}, If_Match=tag)
    assert statuses(replies) == {200: 1, 412: FIFTY - 1}


async def test_one_message_under_one_key_opens_one_ticket(everywhere: Operator) -> None:
    session = (await everywhere.post("/chat/sessions", {"agentId": everywhere.town.agent})).data["id"]
    path = f"/chat/sessions/{session}/messages"
    replies = await at_once(everywhere, "POST", path, MESSAGE, Idempotency_Key="the same")
    assert set(statuses(replies)) <= {200, 409}
    heard = {reply.data["reply"]["content"] for reply in replies if reply.status == 200}
    assert len(heard) == 1, heard
    assert len((await everywhere.get(path)).data) == 2


async def test_a_limit_holds_for_all_that_come_at_once(everywhere: Operator) -> None:
    """No unique value guards it, and on PostgreSQL two works that both read "19" would both write the twentieth."""
    wanted = {"url": "https://shop.example.com/told", "events": ["ticket.created"]}
    replies = await at_once(everywhere, "POST", "/webhooks", wanted)
    assert statuses(replies) == {201: MOST_WEBHOOKS, 409: FIFTY - MOST_WEBHOOKS}


async def test_everybody_of_a_crowd_gets_a_ticket_of_their_own(everywhere: Operator) -> None:
    """All want the tenant's next number; whoever races for it too often would be told that the database is away."""
    agent = {"agentId": everywhere.town.agent}
    sessions = [each for _ in range(4) for each in await at_once(everywhere, "POST", "/chat/sessions", agent)]
    paths = [f"/chat/sessions/{each.data['id']}/messages" for each in sessions]
    replies = await asyncio.gather(*(everywhere.post(path, MESSAGE) for path in paths))
    assert statuses(replies) == {200: 4 * FIFTY}
    assert sorted(reply.data["reply"]["ticket"]["number"] for reply in replies) == list(range(1, 4 * FIFTY + 1))
