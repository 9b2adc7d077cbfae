"""A visitor's page as the protocol knows it: a key, passes, a socket, and a memory of what it has and what it lacks.

It is the plainest client that keeps the protocol's promises, and it checks ours: every event once, in its place.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from typing import Any

import aiohttp

ORIGIN = "https://lamps.example"
Frame = dict[str, Any]


class DroppedError(ConnectionError):
    """The socket is gone."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class Page:
    """One tab. `shown` are its events by their numbers, `pending` its own words that were never acknowledged."""

    def __init__(self, url: str, key: str, origin: str = ORIGIN, **session: object) -> None:
        lonely = aiohttp.TCPConnector(force_close=True)  # hours pass in a test, and no connection is kept as long
        self._http = aiohttp.ClientSession(url, headers={"Origin": origin}, connector=lonely)
        self._asked = {"key": key, **session}
        self.session: Frame = {}
        self.shown: dict[int, Frame] = {}
        self.pending: dict[str, str] = {}
        self.acks: dict[str, int] = {}
        self.nacks: list[Frame] = []
        self.signs: list[Frame] = []
        self.state: Frame = {}
        self.after = 0
        self.socket: aiohttp.ClientWebSocketResponse | None = None

    async def arrive(self, **more: object) -> int:
        """Take or renew passes; the status."""
        resume = {"resume": self.session["resume"]} if self.session else {}
        status, body = await self.post("/widget/v1/sessions", {**self._asked, **resume, **more}, token="")
        if status == 201:
            if body["fresh"]:
                self.after, self.shown = 0, {}
            self.session = body
        else:
            self.session = {**self.session, "refused": body}
        return status

    async def connect(self) -> None:
        """Open the socket, say hello, catch up, and send again what is pending."""
        if not self.session:
            assert await self.arrive() == 201, self.session
        self.socket = await self._http.ws_connect("/widget/socket", protocols=("waybill.v1",), autoping=False)
        await self.put({"t": "hello", "token": self.session["token"], "after": self.after})
        while (await self.hear())["t"] != "state":
            pass
        for cid, text in list(self.pending.items()):
            await self.put({"t": "send", "cid": cid, "text": text})

    async def put(self, frame: Frame) -> None:
        assert self.socket is not None
        await self.socket.send_json(frame)

    async def send(self, text: str, **more: object) -> str:
        """Say something; its client id."""
        cid = secrets.token_hex(8)
        self.pending[cid] = text
        await self.put({"t": "send", "cid": cid, "text": text, **more})
        return cid

    async def hear(self) -> Frame:
        """The next frame, taken in. Raises: DroppedError."""
        assert self.socket is not None
        message = await self.socket.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            code = self.socket.close_code
            raise DroppedError(code)
        frame: Frame = message.json()
        await self.take(frame)
        return frame

    async def take(self, frame: Frame) -> None:
        """What any page does with a frame."""
        match frame["t"]:
            case "event":
                if frame["seq"] > self.after:
                    assert frame["seq"] == self.after + 1, f"{self.after} then {frame['seq']}: a gap"
                    self.after = frame["seq"]
                    self.shown[self.after] = frame
                    self.pending.pop(frame.get("cid", ""), None)
            case "ack":
                assert self.acks.setdefault(frame["cid"], frame["seq"]) == frame["seq"], "another ack for the same id"
                self.pending.pop(frame["cid"], None)
            case "nack":
                self.nacks.append(frame)
                if not frame["temporary"]:
                    self.pending.pop(frame["cid"], None)
            case "state":
                self.state = frame
            case "ready":
                assert frame["seq"] == self.after or not frame["recovered"]
            case "typing" | "read":
                self.signs.append(frame)
            case "ping":
                with suppress(ConnectionError):  # what is read may be older than the end
                    await self.put({"t": "pong"})

    async def hears(self, kind: str, **such: object) -> Frame:
        """The next frame of this kind and with these values."""
        while True:
            frame = await self.hear()
            if frame["t"] == kind and such.items() <= frame.items():
                return frame

    async def answer(self, cid: str) -> Frame:
        """The assistant's event after the one that carries this client id."""
        while cid not in self.acks:
            frame = await self.hear()
            assert frame["t"] != "nack", frame
        while self.acks[cid] + 1 not in self.shown:
            await self.hear()
        return self.shown[self.acks[cid] + 1]

    async def post(self, path: str, body: object, *, token: str | None = None, **headers: str) -> tuple[int, Any]:
        """Status and JSON; `body` may be bytes, `token` is by default the session's."""
        raw = {"data": BytesIO(body)} if isinstance(body, bytes) else {"json": body}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self._http.post(path, headers={**self._bearer(token), **named}, **raw) as response:  # type: ignore[arg-type]
            return response.status, await response.json(content_type=None) if response.status != 204 else None

    async def get(self, path: str, *, token: str | None = None, **query: object) -> tuple[int, Any]:
        """Status and JSON."""
        asked = {name: str(value) for name, value in query.items()}
        async with self._http.get(path, params=asked, headers=self._bearer(token)) as response:
            return response.status, await response.json(content_type=None)

    async def drop(self) -> None:
        """Lose the socket without a word."""
        if self.socket is not None:
            transport = self.socket.get_extra_info("ssl_object") or self.socket._response.connection  # type: ignore[attr-defined]
            if transport is not None and transport.transport is not None:
                transport.transport.abort()
            await self.socket.close()
            self.socket = None

    async def leave(self) -> None:
        await self._http.close()
        if self.socket is not None:
            self.socket._response.close()  # or its connection complains, once it is forgotten

    def _bearer(self, token: str | None) -> dict[str, str]:
        token = self.session.get("token", "") if token is None else token
        return {"Authorization": f"Bearer {token}"} if token else {}


@asynccontextmanager
async def page(url: str, key: str, **session: Any) -> AsyncIterator[Page]:
    opened = Page(url, key, **session)
    try:
        yield opened
    finally:
        await opened.leave()
