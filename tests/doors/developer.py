"""A developer's server at the sessions door: opens sessions, sends whatever it is told to, reads what comes back."""

import json
from collections.abc import AsyncIterator, Mapping

import aiohttp

from tenants import keys, tenancy
from tenants.plans import Plan
from tenants.principal import Scope
from tests.world.reply import Reply
from tests.world.town import Town

SESSIONS = "/api/v1/chat/sessions"
CHAT = frozenset({Scope.CHAT_READ, Scope.CHAT_WRITE})


class Developer:
    def __init__(self, town: Town) -> None:
        self.town = town
        self._http = aiohttp.ClientSession(town.url)

    async def ask(
        self, method: str, path: str, body: object = None, *, key: str | None = None, **headers: str
    ) -> Reply:
        """`body` may be raw bytes; `key` is by default that of the town, and "" for none."""
        raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        async with self._http.request(method, path, data=raw, headers=self._headers(key, headers)) as response:
            return Reply(response.status, response.headers, json.loads(await response.read()))

    async def opens(self, **more: object) -> str:
        """The path of a new session."""
        opened = await self.ask("POST", SESSIONS, {"agentId": self.town.agent, **more})
        assert opened.status == 201, opened.body
        return f"{SESSIONS}/{opened.data['id']}"

    async def says(self, session: str, text: str, *, key: str | None = None, **headers: str) -> Reply:
        return await self.ask("POST", f"{session}/messages", {"content": text}, key=key, **headers)

    async def listens(self, session: str, text: str, **headers: str) -> AsyncIterator[str]:
        """The lines of a stream, as they come."""
        body = {"content": text, "stream": True}
        async with self._http.post(f"{session}/messages", json=body, headers=self._headers(None, headers)) as response:
            assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8", await response.text()
            async for line in response.content:
                yield line.decode().rstrip("\n")

    async def takes_key(self, *scopes: Scope, tenant: int = 0, expires_at: float | None = None) -> tuple[str, str]:
        """Id and token of a new key, of the town's tenant unless told otherwise."""
        of, at = tenant or self.town.tenant, self.town.clock()
        key, token = await self.town.house.store.write(
            lambda tx: keys.issue(tx, of, name="other", scopes=frozenset(scopes), at=at, expires_at=expires_at)
        )
        return key.id, token

    async def a_rival(self) -> str:
        """A key of another tenant."""
        store = self.town.house.store
        rival = await store.write(lambda tx: tenancy.create(tx, name="Rival", plan=Plan.PRO, at=1.0))
        return (await self.takes_key(*CHAT, tenant=rival.id))[1]

    async def leaves(self) -> None:
        await self._http.close()

    def _headers(self, key: str | None, more: Mapping[str, str]) -> dict[str, str]:
        key = self.town.key if key is None else key
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {**({"Authorization": f"Bearer {key}"} if key else {}), **named}
