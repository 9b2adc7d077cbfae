"""What operators and their machines ask: alive, ready, measures."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import ip_address

from aiohttp import web
from prometheus_client import generate_latest

from infra.measures import Measures
from infra.store.transaction import Store, StoreUnavailable

TEXT = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(slots=True)
class Watching:
    """`/healthz`, `/readyz`, `/metrics`. Strangers learn yes, somewhat or no, and never of what.

    `healthy` tells whether what processes share works: without it talks go on, but not everything does.
    """

    store: Store
    measures: Measures
    metrics_token: str | None
    healthy: Callable[[], Awaitable[bool]]

    def routes(self) -> list[web.RouteDef]:
        """The routes of this room."""
        return [
            web.get("/healthz", self.alive),
            web.get("/health", self.alive),
            web.get("/readyz", self.ready),
            web.get("/metrics", self.metrics),
        ]

    async def alive(self, _request: web.Request) -> web.Response:
        """The process answers."""
        return web.json_response({"status": "ok"})

    async def ready(self, _request: web.Request) -> web.Response:
        """Requests are welcome: the database answers. While stopping nobody can ask: no connection is taken then.

        "degraded" is 200 as well: to take this process away for what all of them lack would help nobody.
        """
        try:
            await self.store.read(lambda tx: tx.row("SELECT number FROM generation WHERE id = 1"))
        except StoreUnavailable:
            return web.json_response({"status": "unavailable"}, status=503)
        return web.json_response({"status": "ok" if await self.healthy() else "degraded"})

    async def metrics(self, request: web.Request) -> web.Response:
        """Prometheus text, for whoever has the token or, where none is set, for this machine."""
        if not self._may(request):
            raise web.HTTPNotFound
        return web.Response(body=generate_latest(self.measures.registry), headers={"Content-Type": TEXT})

    def _may(self, request: web.Request) -> bool:
        if self.metrics_token is not None:
            given = request.headers.get("Authorization", "").removeprefix("Bearer ")
            return hmac.compare_digest(given.encode(errors="surrogateescape"), self.metrics_token.encode())
        forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
        return not forwarded and request.remote is not None and ip_address(request.remote).is_loopback
