"""The ways for a customer to speak with the same assistant: the bare core, sessions, completions, terminal, widget."""

import asyncio
import secrets
import ssl
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import aiohttp
from openai import AsyncOpenAI, DefaultAsyncHttpxClient

from conversation.core import advance
from conversation.effects import Escalate, LookUp, Noted, Say, Understand
from conversation.events import (
    Enqueued,
    Event,
    Heard,
    Locked,
    LookedUp,
    LookupFailed,
    Raised,
    Understood,
)
from conversation.known import Known, Said, Told
from conversation.terms import Terms
from escalation.reasons import Reason
from intents import forms
from lookup.order import OrderSource, OrderSourceError, Question
from tests.world.clock import Clock
from tests.world.page import Page
from turns.replay import meaning
from verification.attempts import Attempt, Attempts, Full, Guesser

ROOT = Path(__file__).parents[2]
_AUTHORITIES = ssl.create_default_context()  # read once; the SDK would, for every client


class Visitor(Protocol):
    """One customer in one conversation."""

    async def say(self, text: str) -> str: ...

    async def leave(self) -> None: ...


class AtTheCore:
    """The core itself, its requests performed in the plainest way."""

    def __init__(self, terms: Terms, shop: OrderSource, attempts: Attempts, clock: Clock, guesser: Guesser) -> None:
        self._known = Known(terms)
        self._terms = terms
        self._shop = shop
        self._attempts = attempts
        self._clock = clock
        self._guesser = guesser
        self.tickets: dict[Reason, Noted] = {}
        self.replies: list[Say] = []

    async def say(self, text: str) -> str:
        self._known = Known(self._terms, self._known.said, reachable=True)
        self._known, effect = advance(self._known, Heard(text, self._clock()))
        while not isinstance(effect, Say):
            event, attempt = await self._perform(effect)
            self._known, effect = advance(self._known, event)
            if attempt is not None:
                proved = isinstance(self._known.found, Told)
                await (self._attempts.proved(attempt) if proved else self._attempts.mismatched(attempt))
        self.replies.append(effect)
        return effect.aloud()

    @property
    def said(self) -> Said:
        return self._known.said

    async def _perform(self, effect: Understand | LookUp | Escalate) -> tuple[Event, Attempt | None]:
        match effect:
            case Understand():
                return Understood(meaning(effect, self._known)), None
            case Escalate(case):
                again = case.reason in self.tickets
                ticket = self.tickets.setdefault(
                    case.reason, Noted(f"tkt_{case.reason}", len(self.tickets) + 1, case.reason)
                )
                return Enqueued(ticket, again), None
            case LookUp():
                return await self._look_up(effect)

    async def _look_up(self, effect: LookUp) -> tuple[Event, Attempt | None]:
        attempt = await self._attempts.reserve(
            self._guesser, forms.reference(effect.reference), self._terms.policy, raised=effect.raised
        )
        if isinstance(attempt, Full):
            return (Raised() if attempt.raised else Locked()), None
        context = {claim.factor.value: claim.value for claim in effect.claims}
        try:
            answer = await self._shop.look_up(Question(effect.kind, effect.reference, context))
        except OrderSourceError:
            await self._attempts.innocent(attempt)
            return LookupFailed(), None
        return LookedUp(answer, self._clock()), attempt

    async def leave(self) -> None:
        pass


class AtSessions:
    """`/api/v1/chat/sessions`, by HTTP."""

    def __init__(self, url: str, key: str, agent: str, user: str) -> None:
        self._http = aiohttp.ClientSession(url, headers={"Authorization": f"Bearer {key}"})
        self._agent = agent
        self._user = user
        self._path: str | None = None

    async def say(self, text: str) -> str:
        if self._path is None:
            opening = {"agentId": self._agent, "user": self._user}
            async with self._http.post("/api/v1/chat/sessions", json=opening) as response:
                assert response.status == 201, await response.text()
                self._path = f"/api/v1/chat/sessions/{(await response.json())['data']['id']}/messages"
        async with self._http.post(self._path, json={"content": text}) as response:
            assert response.status == 200, await response.text()
            return str((await response.json())["data"]["reply"]["content"])

    async def leave(self) -> None:
        await self._http.close()


class AtCompletions:
    """The unmodified OpenAI SDK, which keeps the history itself; `named` conversations are kept by us as well."""

    def __init__(self, url: str, key: str, agent: str, user: str, *, named: bool) -> None:
        http = DefaultAsyncHttpxClient(verify=_AUTHORITIES)
        self._client = AsyncOpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0, http_client=http)
        self._agent = agent
        self._user = user
        self._headers = {"X-Conversation-Id": f"talk-{secrets.token_hex(4)}"} if named else {}
        self._history: list[dict[str, str]] = []

    async def say(self, text: str) -> str:
        self._history.append({"role": "user", "content": text})
        reply = await self._client.chat.completions.create(
            model=self._agent,
            messages=self._history,  # type: ignore[arg-type]  # the SDK's own TypedDicts, as plain dicts
            user=self._user,
            extra_headers=self._headers,
        )
        said = reply.choices[0].message.content
        assert said is not None
        self._history.append({"role": "assistant", "content": said})
        return said

    async def leave(self) -> None:
        await self._client.close()


class AtTheTerminal:
    """`waybill chat`, a process of its own."""

    def __init__(self, url: str, key: str, agent: str, user: str) -> None:
        self._arguments = ("chat", "--url", url, "--key", key, "--agent", agent, "--user", user)
        self._process: asyncio.subprocess.Process | None = None

    async def say(self, text: str) -> str:
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "commands.main", *self._arguments,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
            )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(text.encode() + b"\n")
        await self._process.stdin.drain()
        line = (await self._process.stdout.readline()).decode()
        assert line.startswith("waybill> "), line
        return line.removeprefix("waybill> ").rstrip("\n")

    async def leave(self) -> None:
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            assert await self._process.wait() == 0


class AtTheWidget:
    """The page's own socket, by a plain client; whoever talks too fast waits as long as they are told to."""

    def __init__(self, url: str, key: str, clock: Clock, identity: Callable[[], str]) -> None:
        self._page = Page(url, key)
        self._identity = identity
        self._clock = clock
        self._connected = False

    async def say(self, text: str) -> str:
        if not self._connected:
            assert await self._page.arrive(identity=self._identity()) == 201
            await self._page.connect()
            self._connected = True
        missed = bool(self._page.shown and self._page.shown[self._page.after]["gone"])
        cid = await self._page.send(text, missed=missed)
        while cid not in self._page.acks:
            frame = await self._page.hear()
            if frame["t"] == "nack":
                assert frame["code"] == "rate", frame
                self._clock.pass_(frame["retry"] / 1000)
                await self._page.put({"t": "send", "cid": cid, "text": text, "missed": missed})
        return str((await self._page.answer(cid))["text"])

    async def leave(self) -> None:
        await self._page.leave()
