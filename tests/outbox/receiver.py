"""A receiver of webhooks on this machine: keeps what it got, answers as told, and checks signatures by itself."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Got:
    """One request."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def event_id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def said(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    def is_signed_with(self, secret: str) -> bool:
        """As a library of Standard Webhooks does it, written anew from its specification."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.{self.body.decode()}"
        expected = base64.b64encode(hmac.new(key, signed.encode(), hashlib.sha256).digest()).decode()
        return any(
            version == "v1" and hmac.compare_digest(value, expected)
            for version, _, value in (each.partition(",") for each in self.headers["webhook-signature"].split(" "))
        )


class Receiver:
    """Answers 204 unless `answers` says otherwise: one entry for each request, the last one for all that follow."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.came: asyncio.Queue[Got] = asyncio.Queue()
        self.answers: list[Callable[[web.Request], web.StreamResponse]] = []
        self.free = asyncio.Event()
        self.free.set()
        self.under_way = 0
        self.most_under_way = 0
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"

    @property
    def events(self) -> list[str]:
        return [each.said["type"] for each in self.got]

    async def take(self, request: web.Request) -> web.StreamResponse:
        got = Got(dict(request.headers), await request.read())
        self.got.append(got)
        self.came.put_nowait(got)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await self.free.wait()
        finally:
            self.under_way -= 1
        if not self.answers:
            return web.Response(status=204)
        return (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])(request)


def says(status: int, body: bytes = b"", **headers: str) -> Callable[[web.Request], web.StreamResponse]:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: web.Response(status=status, body=body, headers=given)


def hangs_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.add_routes([web.post("/hooks", receiver.take)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.port = runner.addresses[0][1]
    yield receiver
    receiver.free.set()
    await runner.cleanup()
