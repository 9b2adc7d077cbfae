"""P5 with people in it: the server, or the worker, is killed again and again at random instants of escalations.

Customers ask for a person and go on writing, colleagues claim, note, answer and resolve, each asking again until they
are told. When all are done nothing is lost and nothing doubled: no ticket, no message, no note, no event, no e-mail.
"""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from infra.tasks import Tasks
from tenants import keys
from tenants.principal import Scope
from tests.faults.server import Server
from tests.faults.towns import FarTown
from tests.faults.trap import perform
from tests.people.mailbox import Mailbox, mailbox
from tests.people.office import hired
from tests.promises.soak import TIMES
from tests.world.redis import RedisServer
from tests.world.town import Setup

CUSTOMERS = 4
KILLS = 5
PATIENCE_SECONDS = 0.02
LATEST_REQUEST = 12
"""Of those that were begun since the last kill: the one during which the next comes, at the latest."""
LATEST_PASS = 60
"""Passes of the event loop after that request was begun, at the latest."""
OFFICE = frozenset({Scope.TICKETS_READ, Scope.TICKETS_WRITE, Scope.CHAT_WRITE, Scope.CHAT_READ})


class OfficeTown(FarTown):
    """A colleague and a key to work with are there before the server is."""

    async def _set_up(self, setup: Setup, url: str) -> None:
        await super()._set_up(setup, url)
        self.ada = await hired(self, "Ada")
        _, self.office_key = await self.house.store.write(
            lambda tx: keys.issue(tx, self.tenant, name="office", scopes=OFFICE, at=self.clock())
        )


@dataclass
class Killer:
    """Watches requests begin, and kills in the middle of one that chance chooses."""

    kill: Callable[[], Awaitable[None]]
    chance: random.Random
    kills: int = 0
    begun: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    async def goes_round(self, times: int) -> None:
        for _ in range(times):
            for _ in range(self.chance.randint(1, LATEST_REQUEST)):
                await self.begun.get()
            for _ in range(self.chance.randint(0, LATEST_PASS)):
                await asyncio.sleep(0)
            await self.kill()
            self.kills += 1


@dataclass
class Insistent:
    """Asks under one name until it is told."""

    url: str
    key: str
    killer: Killer

    async def asks(self, method: str, path: str, body: object = None, name: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.key}", **({"Idempotency-Key": name} if name else {})}
        while True:
            self.killer.begun.put_nowait(path)
            try:
                async with aiohttp.request(method, f"{self.url}/api/v1{path}", json=body, headers=headers) as response:
                    told = await response.json()
                    if response.status < 300:
                        return told["data"]
                    assert response.status in {409, 500, 503}, told
                    assert response.status != 409 or told["code"] == "conversation_busy", told
            except aiohttp.ClientError:
                pass  # whoever had it is dead
            await asyncio.sleep(PATIENCE_SECONDS)


async def talks(town: OfficeTown, insistent: Insistent, number: int) -> str:
    """A customer from their first word to the last, with a colleague in between. Returns: the session."""
    asks, name = insistent.asks, f"{number}-{{}}"
    session = (await asks("POST", "/chat/sessions", {"agentId": town.agent}, name.format("s")))["id"]
    said = f"/chat/sessions/{session}/messages"
    await asks("POST", said, {"content": "a person please"}, name.format("c1"))
    await asks("POST", said, {"content": "my parcel ORD-9842 was stolen"}, name.format("c2"))
    for ticket in await asks("GET", f"/tickets?conversation={session}"):
        path, by = f"/tickets/{ticket['id']}", {"memberId": town.ada.id}
        each = f"{number}-{ticket['kind']}-{{}}"
        await asks("POST", f"{path}/claim", by)
        await asks("POST", f"{path}/note", {**by, "text": each.format("note")}, each.format("n"))
        await asks("POST", f"{path}/reply", {**by, "text": each.format("first")}, each.format("r1"))
        await asks("POST", said, {"content": each.format("hello")}, each.format("c"))
        await asks("POST", f"{path}/reply", {**by, "text": each.format("second")}, each.format("r2"))
        await asks("POST", f"{path}/resolve", {**by, "outcome": "reshipped"})
    await asks("POST", said, {"content": "thanks"}, name.format("c3"))
    return str(session)


async def holds(town: OfficeTown, insistent: Insistent, sessions: list[str]) -> None:
    """Each thing is there once."""
    url = town.settings.database_url
    assert len(set(sessions)) == CUSTOMERS
    for number, session in enumerate(sessions):
        messages = await insistent.asks("GET", f"/chat/sessions/{session}/messages?limit=100")
        assert [each["seq"] for each in messages] == list(range(1, len(messages) + 1))
        kinds = ("human", "lost")
        said = Counter(each["content"] for each in messages if each["from"] == "customer")
        hellos = [f"{number}-{kind}-hello" for kind in kinds]
        assert said == Counter(["a person please", "my parcel ORD-9842 was stolen", "thanks", *hellos])
        written = [each["content"] for each in messages if each["from"] == "colleague"]
        assert written == [f"{number}-{kind}-{which}" for kind in kinds for which in ("first", "second")]
    tickets = await perform(url, "SELECT kind, state, outcome, COUNT(*) FROM tickets GROUP BY 1, 2, 3 ORDER BY 1")
    assert tickets == [(kind, "resolved", "reshipped", CUSTOMERS) for kind in ("human", "lost")]
    numbers = [row[0] for row in await perform(url, "SELECT number FROM tickets ORDER BY number")]
    assert numbers == list(range(1, 2 * CUSTOMERS + 1))
    events = await perform(url, "SELECT event, COUNT(*) FROM ticket_events GROUP BY 1 ORDER BY 1")
    each, twice = 2 * CUSTOMERS, 4 * CUSTOMERS
    assert events == [("claimed", each), ("created", each), ("noted", each), ("replied", twice), ("resolved", each)]
    told = await perform(url, "SELECT event, COUNT(*) FROM outbox WHERE event LIKE 'ticket.%' GROUP BY 1 ORDER BY 1")
    assert told == [("ticket.claimed", each), ("ticket.created", each), ("ticket.resolved", each)]


@pytest.fixture
async def far(database_url: str) -> AsyncIterator[OfficeTown]:
    town = OfficeTown(database_url)
    await town.open(Setup())
    yield town
    await town.close()


@pytest.mark.parametrize("seed", range(TIMES))
async def test_p5_the_server_is_killed_at_random_instants_of_escalations(far: OfficeTown, seed: int) -> None:
    async def kill() -> None:
        await far.server.kill()
        await far.server.start()

    killer, tasks = Killer(kill, random.Random(seed)), Tasks()
    insistent = Insistent(far.url, far.office_key, killer)
    killing = tasks.start(killer.goes_round(KILLS))
    sessions = await asyncio.gather(*(talks(far, insistent, number) for number in range(CUSTOMERS)))
    await killing  # there are more requests than the kills wait for
    assert killer.kills == KILLS
    await holds(far, insistent, sessions)
    await tasks.close()


class Worker(Server):
    """`waybill work`; at work as soon as it can be, which nobody waits for."""

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *self.words(), env=self._environment, cwd=self._folder, stderr=asyncio.subprocess.DEVNULL
        )

    async def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        await self._process.wait()


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as opened:
        yield opened


@pytest.fixture
async def split(lent: str, redis: RedisServer, box: Mailbox) -> AsyncIterator[OfficeTown]:
    """A town of a web process and a worker, which share PostgreSQL and Redis."""
    town = OfficeTown(
        lent, redis.url,
        REDIS_URL=redis.url, WAYBILL_WORKER="external", WAYBILL_SMTP_URL=box.url, WAYBILL_MAIL_FROM="hi@lamps.example",
    )  # fmt: skip
    await town.open(Setup())
    yield town
    await town.close()


async def leaves_word(town: OfficeTown, insistent: Insistent, number: int) -> str:
    """A customer whose client keeps the conversation asks for a person, who answers. Returns: the ticket."""
    asks, address = insistent.asks, f"customer{number}@example.com"
    history = [
        {"role": "user", "content": "a person please"},
        {"role": "assistant", "content": "How can a colleague reach you? An e-mail address or a phone number is fine."},
        {"role": "user", "content": address},
    ]
    while True:
        try:
            async with aiohttp.request(
                "POST",
                f"{town.url}/api/v1/chat/completions",
                json={"model": town.agent, "messages": history},
                headers={"Authorization": f"Bearer {town.office_key}"},
            ) as response:
                text = (await response.json())["choices"][0]["message"]["content"]
                break
        except (aiohttp.ClientError, KeyError):
            await asyncio.sleep(PATIENCE_SECONDS)
    wanted = int(text.partition("number ")[2].partition(".")[0])
    (ticket,) = [each for each in await asks("GET", "/tickets?limit=100") if each["number"] == wanted]
    path, by = f"/tickets/{ticket['id']}", {"memberId": town.ada.id}
    await asks("POST", f"{path}/claim", by)
    await asks("POST", f"{path}/reply", {**by, "text": "Hello!"}, f"r{number}")
    await asks("POST", f"{path}/resolve", by)
    return address


@pytest.mark.parametrize("seed", range(TIMES))
async def test_p5_server_and_worker_are_killed_at_random_and_every_letter_leaves(
    split: OfficeTown, box: Mailbox, seed: int
) -> None:
    chance, tasks, worker = random.Random(seed), Tasks(), Worker(split.environment, "work")
    await worker.start()

    async def kill() -> None:
        victim = chance.choice((split.server, worker))
        await victim.kill()
        await victim.start()

    killer = Killer(kill, chance)
    insistent = Insistent(split.url, split.office_key, killer)
    killing = tasks.start(killer.goes_round(KILLS))
    customers = 2 * LATEST_REQUEST * KILLS // 5
    addresses = await asyncio.gather(*(leaves_word(split, insistent, number) for number in range(customers)))
    await killing
    await worker.kill()
    url = split.settings.database_url
    await perform(url, "UPDATE mails SET leased_until = 0")  # a minute later: what the dead had taken is free
    await worker.start()
    while await perform(url, "SELECT 1 FROM mails WHERE state = 'waiting'"):
        await asyncio.sleep(PATIENCE_SECONDS)
    await worker.kill()
    assert await perform(url, "SELECT COUNT(*), COUNT(DISTINCT ticket_id), MIN(state) FROM mails") == [
        (customers, customers, "sent")
    ]
    names = {str(letter["Message-ID"]): str(letter["To"]) for letter in box.letters}
    assert sorted(names.values()) == sorted(addresses)
    assert await perform(url, "SELECT state, COUNT(*) FROM tickets GROUP BY 1") == [("resolved", customers)]
    await tasks.close()
