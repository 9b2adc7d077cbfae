"""A developer's server in the hands of somebody who means no good: both doors, by plain HTTP."""

import asyncio
from typing import Any

import aiohttp

from tests.world.town import Town

Json = dict[str, Any]
MOMENTS = 300


class Stranger:
    """Sends whatever is asked of it, with the stories' key unless another is given."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._http = aiohttp.ClientSession()

    async def post(self, path: str, body: object, **headers: str) -> tuple[int, Json]:
        given = {"Authorization": f"Bearer {self._town.key}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        async with self._http.post(self._town.url + path, json=body, headers=given) as response:
            return response.status, await response.json()

    async def complete(self, *messages: str | Json, headers: dict[str, str] | None = None, **other: object) -> Json:
        """A completion that succeeds; bare strings are the customer's."""
        said = [{"role": "user", "content": each} if isinstance(each, str) else each for each in messages]
        body = {"model": self._town.agent, "messages": said, **other}
        status, reply = await self.post("/v1/chat/completions", body, **(headers or {}))
        assert status == 200, reply
        return reply

    async def hears(self, *messages: str | Json, headers: dict[str, str] | None = None, **other: object) -> str:
        reply = await self.complete(*messages, headers=headers, **other)
        return str(reply["choices"][0]["message"]["content"])

    async def opens_session(self, user: str) -> str:
        status, reply = await self.post("/api/v1/chat/sessions", {"agentId": self._town.agent, "user": user})
        assert status == 201
        return f"/api/v1/chat/sessions/{reply['data']['id']}"

    async def leave(self) -> None:
        await self._http.close()


async def moments() -> None:
    """Let everything that waits for nothing but its turn go on."""
    for _ in range(MOMENTS):
        await asyncio.sleep(0)
