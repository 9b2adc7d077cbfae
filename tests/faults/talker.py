"""A client of the sessions door that names its messages, sends them again and reads them back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.world.town import Town

SESSIONS = "/api/v1/chat/sessions"


@dataclass(frozen=True)
class Answered:
    """What came back for a message."""

    status: int
    body: dict[str, Any]

    @property
    def superseded(self) -> bool:
        return bool(self.body["data"]["superseded"])

    @property
    def heard(self) -> str:
        assert self.status == 200, self.body
        return str(self.body["data"]["reply"]["content"])


class Talker:
    """One customer in one session; survives the server."""

    def __init__(self, url: str, key: str, agent: str) -> None:
        self._http = aiohttp.ClientSession(url, headers={"Authorization": f"Bearer {key}"})
        self._agent = agent
        self.session = ""

    async def opens(self) -> None:
        async with self._http.post(SESSIONS, json={"agentId": self._agent}) as response:
            self.session = (await response.json())["data"]["id"]

    async def says(self, text: str, key: str | None = None) -> Answered:
        headers = {} if key is None else {"Idempotency-Key": key}
        path = f"{SESSIONS}/{self.session}/messages"
        async with self._http.post(path, json={"content": text}, headers=headers) as response:
            return Answered(response.status, await response.json(content_type=None))

    async def ends(self) -> None:
        async with self._http.post(f"{SESSIONS}/{self.session}/end") as response:
            assert response.status == 200

    async def shown(self) -> dict[str, Any]:
        """The session as it stands."""
        async with self._http.get(f"{SESSIONS}/{self.session}") as response:
            return dict((await response.json())["data"])

    async def messages(self) -> list[dict[str, Any]]:
        """All that was said, as it was kept."""
        async with self._http.get(f"{SESSIONS}/{self.session}/messages?limit=100") as response:
            return list((await response.json())["data"])

    async def transcript(self) -> list[tuple[str, str]]:
        """Who said what, as it was kept."""
        return [(each["from"], each["content"]) for each in await self.messages()]

    async def leaves(self) -> None:
        await self._http.close()


@asynccontextmanager
async def talking(town: Town) -> AsyncIterator[Talker]:
    """A customer of this town, in a session of their own."""
    talker = Talker(town.url, town.key, town.agent)
    await talker.opens()
    yield talker
    await talker.leaves()
