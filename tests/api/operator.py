"""Somebody with an API key and `curl`: asks for a path below /api/v1, and reads what comes back."""

import json
from typing import Any, Self

import aiohttp

from server.house import House
from tenants import keys, tenancy
from tenants.plans import Plan
from tenants.principal import Scope
from tests.world.reply import Reply
from tests.world.town import Town

ROOT = "/api/v1"
EVERYTHING = frozenset(Scope)


class Operator:
    def __init__(self, town: Town, tenant: int, key: str, url: str | None = None) -> None:
        self.town = town
        self.tenant = tenant
        self.key = key
        self._http = aiohttp.ClientSession(url or town.url)

    async def beside(self, **changes: object) -> Self:
        """The same person at a second house on the same database, set up in another way."""
        settings = self.town.settings.model_copy(update=changes)
        house = await House.open(settings, self.town.clock)
        return type(self)(self.town, self.tenant, self.key, await self.town._serve_house(house))

    @classmethod
    async def of(cls, town: Town, tenant: int, scopes: frozenset[Scope] = EVERYTHING) -> Self:
        at = town.clock()
        _, token = await town.house.store.write(
            lambda tx: keys.issue(tx, tenant, name="operator", scopes=scopes, at=at)
        )
        return cls(town, tenant, token)

    async def with_scopes(self, *scopes: Scope) -> Self:
        """Somebody else of the same tenant, whose key may do less."""
        return await self.of(self.town, self.tenant, frozenset(scopes))

    @classmethod
    async def of_a_new_tenant(cls, town: Town) -> Self:
        at = town.clock()
        tenant = await town.house.store.write(lambda tx: tenancy.create(tx, name="Rival", plan=Plan.PRO, at=at))
        return await cls.of(town, tenant.id)

    async def ask(
        self, method: str, path: str, body: object = None, *, key: str | None = None, root: str = ROOT, **headers: str
    ) -> Reply:
        """`body` may be raw bytes; `key` is by default their own, and "" for none."""
        raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        key = self.key if key is None else key
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {**({"Authorization": f"Bearer {key}"} if key else {}), **named}
        async with self._http.request(method, root + path, data=raw, headers=given) as response:
            text = await response.read()
            return Reply(response.status, response.headers, _told(response.content_type, text))

    async def get(self, path: str, **headers: str) -> Reply:
        return await self.ask("GET", path, **headers)

    async def post(self, path: str, body: object = None, **headers: str) -> Reply:
        return await self.ask("POST", path, body, **headers)

    async def put(self, path: str, body: object, **headers: str) -> Reply:
        return await self.ask("PUT", path, body, **headers)

    async def patch(self, path: str, body: object, **headers: str) -> Reply:
        return await self.ask("PATCH", path, body, **headers)

    async def delete(self, path: str, **headers: str) -> Reply:
        return await self.ask("DELETE", path, **headers)

    async def pages(self, path: str, limit: int = 1) -> list[Any]:
        """A whole list, read page by page."""
        found, cursor = [], ""
        while True:
            page = await self.get(f"{path}?limit={limit}{cursor and '&cursor='}{cursor}")
            assert len(page.data) <= limit
            found += page.data
            if page.cursor is None:
                return found
            cursor = page.cursor

    @property
    def shop(self) -> str:
        """Where the town's shop stands, on a port that the development setting opens."""
        (port,) = self.town.settings.dev_loopback_ports
        return f"http://127.0.0.1:{port}"

    async def leaves(self) -> None:
        await self._http.close()


def _told(content_type: str, body: bytes) -> object:
    """JSON as it reads; a file as it is."""
    return json.loads(body) if body and "json" in content_type else body or None
