"""A shop for the stories: orders with their owners, every call counted, and every way to misbehave."""

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from tests.world.clock import START, Clock

Reply = dict[str, Any]


def day(offset: int) -> str:
    return (datetime.fromtimestamp(START, UTC) + timedelta(days=offset)).date().isoformat()


@dataclass(frozen=True)
class Order:
    """One order and whose it is."""

    summary: str
    status: str = "shipped"
    details: Reply = field(default_factory=dict)
    email: str = "jane.doe@example.com"
    zip: str = "94107"
    kind: str = "order"


ORDERS = {
    "ORD-9842": Order(
        "Out for delivery — arrives Tuesday",
        details={"carrier": "UPS", "tracking": "1Z999AA10123456784", "eta": day(1), "gift_note": "For Ada"},
    ),
    "ORD-9843": Order("Packed and waiting for the carrier", "processing", {"eta": day(3)}),
    "ORD-9701": Order("Delivered on Friday, left at the front door", "delivered", {"delivered_at": day(-2)}),
    "ORD-9600": Order("In transit, last seen in Reno", details={"eta": day(-6), "tracking": "1Z999AA10123459600"}),
    "ORD-9655": Order(
        "On its way in two parcels",
        details={
            "packages": [
                {"carrier": "UPS", "tracking": "1Z999AA10123450055", "items": ["Lamp"]},
                {"carrier": "FedEx", "tracking": "449044304137821", "items": ["Shade", "Bulb"]},
            ]
        },
    ),
    "ORD-5000": Order("Shipped yesterday", email="omar.haddad@example.com", zip="60614"),
    "PROJ-17": Order("Your technician comes on Thursday at 10", "scheduled", kind="project"),
}
NEEDLES = [
    "Out for delivery",
    "1Z999AA10123456784",
    "Packed and waiting",
    "front door",
    "Reno",
    "For Ada",
    "Thursday at 10",
    "two parcels",
    "449044304137821",
    "UPS",
    "FedEx",
]


class Shop:
    """Answers like a receiver of the published contract; `misbehave` changes how, for the calls that follow."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.calls: list[Reply] = []
        self.headers: list[dict[str, str]] = []
        self.judges = True
        self.gate = asyncio.Event()
        self.still: Callable[[], Awaitable[None]] | None = None
        """Waits until nothing is under way that time, should it leap, would cut off."""
        self._came = asyncio.Event()
        self._how: Callable[[web.Request, Reply], Awaitable[web.StreamResponse]] | None = None

    def misbehave(self, how: str | None) -> None:
        self._how = None if how is None else getattr(self, "_" + how)

    async def asked(self, times: int) -> None:
        """Wait until so many requests have come."""
        while len(self.calls) < times:
            self._came.clear()
            await self._came.wait()

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes([web.post("/status", self._status)])
        return app

    async def _status(self, request: web.Request) -> web.StreamResponse:
        asked = json.loads(await request.read())
        self.calls.append(asked)
        self._came.set()
        self.headers.append(dict(request.headers))
        reply = self.answer(asked)
        return web.json_response(reply) if self._how is None else await self._how(request, reply)

    def answer(self, asked: Reply) -> Reply:
        reference, context = asked["reference"], asked["context"]
        if "@" in reference:
            reference = next((ref for ref, order in ORDERS.items() if order.email == reference), reference)
            context = {name: value for name, value in context.items() if name != "email"}
        if not reference.upper().startswith(("ORD-", "PROJ-", "NONE@")) and "@" not in reference:
            return {"ok": False, "error_code": "invalid_reference", "message": "Our numbers look like ORD-1234."}
        order = ORDERS.get(reference.upper())
        if order is None or order.kind != asked["kind"]:
            return {"ok": False, "error_code": "not_found"}
        right = {"email": order.email, "zip": order.zip}
        if self.judges and (not context or any(right.get(name, value) != value for name, value in context.items())):
            return {"ok": False, "error_code": "unauthorized"}
        details = order.details if self.judges else {**order.details, **right}
        return {"ok": True, "status": order.status, "summary": order.summary, "details": details}

    async def _slow_but_in_time(self, _request: web.Request, reply: Reply) -> web.Response:
        await self._time_passes(7.9)
        await asyncio.sleep(0)
        return web.json_response(reply)

    async def _too_slow(self, _request: web.Request, reply: Reply) -> web.Response:
        await self._time_passes(9)
        for _ in range(20):
            await asyncio.sleep(0)
        return web.json_response(reply)

    async def _time_passes(self, seconds: float) -> None:
        if self.still is not None:
            await self.still()
        self.clock.pass_(seconds)

    async def _error_500(self, _request: web.Request, _reply: Reply) -> web.Response:
        return web.Response(status=500, text="boom")

    async def _error_401(self, _request: web.Request, _reply: Reply) -> web.Response:
        return web.Response(status=401)

    async def _bad_json(self, _request: web.Request, _reply: Reply) -> web.Response:
        return web.Response(body=b'{"ok": tru', content_type="application/json")

    async def _two_megabytes(self, _request: web.Request, reply: Reply) -> web.Response:
        return web.json_response({**reply, "details": {"padding": "x" * 2_000_000}})

    async def _gzip_bomb(self, _request: web.Request, _reply: Reply) -> web.Response:
        body = gzip.compress(b'{"ok": true, "status": "' + b"x" * 5_000_000 + b'"}')
        return web.Response(body=body, headers={"Content-Encoding": "gzip", "Content-Type": "application/json"})

    async def _redirect(self, _request: web.Request, _reply: Reply) -> web.Response:
        return web.Response(status=307, headers={"Location": "/elsewhere"})

    async def _wrong_content_type(self, _request: web.Request, _reply: Reply) -> web.Response:
        return web.Response(text="<html>Welcome</html>", content_type="text/html")

    async def _markup(self, _request: web.Request, _reply: Reply) -> web.Response:
        """Everything a shop could write into a page that trusted it."""
        evil = """"><img src=x onerror=alert(1)><script>alert(2)</script>'{{7*7}}"""
        return web.json_response(
            {"ok": True, "status": evil, "summary": evil, "details": {evil: evil, "carrier": evil}}
        )

    async def _gate(self, _request: web.Request, reply: Reply) -> web.Response:
        await self.gate.wait()
        return web.json_response(reply)

    async def _hang(self, _request: web.Request, reply: Reply) -> web.Response:
        await asyncio.Event().wait()
        return web.json_response(reply)

    async def _speech_markup(self, _request: web.Request, reply: Reply) -> web.Response:
        return web.json_response({**reply, "summary": f"<break time='9s'/>{reply['summary']} <b>&</b>"})
