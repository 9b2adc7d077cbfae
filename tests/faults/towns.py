"""Towns whose shop tells when it is asked; in the far one the server is a process of its own."""

import asyncio

from aiohttp import web

from escalation import queue
from infra.tasks import Tasks
from tests.faults.server import Server
from tests.world.clock import Clock
from tests.world.shop import Reply, Shop
from tests.world.town import MANY, Setup, Town


class WatchedShop(Shop):
    """Every question can be waited for, and every answer held back until the test lets it go."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.asked: asyncio.Queue[Reply] = asyncio.Queue()
        self._free = asyncio.Event()

    def holds(self) -> None:
        self._free.clear()
        self.misbehave("hold")

    def lets_go(self) -> None:
        self._free.set()

    def answer(self, asked: Reply) -> Reply:
        self.asked.put_nowait(asked)
        return super().answer(asked)

    async def _hold(self, _request: web.Request, reply: Reply) -> web.Response:
        await self._free.wait()
        return web.json_response(reply)


class NearTown(Town):
    """A town as the stories have it, and tasks of the customers."""

    def __init__(self, database_url: str, redis_url: str | None = None) -> None:
        super().__init__(database_url, redis_url)
        self.shop: WatchedShop = WatchedShop(self.clock)
        self.tasks = Tasks()

    async def tickets(self) -> int:
        return len(await self.house.store.read(lambda tx: queue.waiting(tx, self.tenant)))

    async def close(self) -> None:
        await self.tasks.close()
        await super().close()


class FarTown(NearTown):
    """The tenant is set up as in any town; then another process serves it, on the real clock.

    `beside` are settings of that process.
    """

    server: Server

    def __init__(self, database_url: str, redis_url: str | None = None, **beside: str) -> None:
        super().__init__(database_url, redis_url)
        self.beside = beside

    async def open(self, setup: Setup) -> None:
        await super().open(setup)
        await self.has_a_page()
        await self._runners.pop().cleanup()  # the house in this process is closed with its server
        self.server = Server(self.environment)
        self.url = self.server.url
        await self.server.start()

    @property
    def environment(self) -> dict[str, str]:
        """The settings of its processes."""
        return {
            "WAYBILL_SECRET_KEY": self.secret_key,
            "DATABASE_URL": self.settings.database_url,
            "WAYBILL_DEV_LOOPBACK_PORTS": ",".join(map(str, self.settings.dev_loopback_ports)),
            "WAYBILL_REQUESTS_PER_MINUTE": str(MANY),
            **self.beside,
        }

    async def close(self) -> None:
        await self.server.kill()
        await super().close()
