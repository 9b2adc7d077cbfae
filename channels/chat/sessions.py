"""The sessions door: open a conversation, send messages, read them, end it. JSON, or server-sent events."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson
from aiohttp import web

from channels.chat import bodies
from channels.chat.bodies import BadBody, NewMessage, NewSession
from channels.door import Authenticate, ScopeMissing
from infra.tasks import Tasks
from infra.wire import sse
from journal.conversation import Conversation, Delivery, Door
from journal.journal import Journal, Words
from tenants.directory import Directory, PublishedAgent
from tenants.principal import Principal, Scope
from turns.asserting import asserted
from turns.beginning import Beginning
from turns.turns import Turns
from turns.visit import Turn, Visit, agent_of

ROOT = "/api/v1/chat/sessions"
LONGEST_KEY = 128
MOST_LISTED = 100
LISTED = 20


class NoSuch(Exception):  # noqa: N818 - 404 by one path, whether it is another tenant's or nobody's
    """There is no such resource for this key."""

    def __init__(self, what: str) -> None:
        super().__init__(f"no such {what}")
        self.what = what


@dataclass(frozen=True, slots=True)
class SessionsDoor:
    """Parses, takes a turn, renders. `explain` turns an error into a problem; `clock` gives Unix seconds."""

    authenticate: Authenticate
    directory: Directory
    journal: Journal
    beginning: Beginning
    turns: Turns
    tasks: Tasks
    explain: Callable[[Exception], Mapping[str, object]]
    clock: Callable[[], float]

    def routes(self) -> list[web.RouteDef]:
        """The routes of this door."""
        one = ROOT + "/{id}"
        return [
            web.post(ROOT, self.open),
            web.get(one, self.show),
            web.get(one + "/messages", self.messages),
            web.post(one + "/messages", self.say),
            web.post(one + "/end", self.end),
        ]

    async def open(self, request: web.Request) -> web.Response:
        """`POST /chat/sessions`: 201 with the session; the same `Idempotency-Key` gives the same one."""
        principal = await self.authenticate(request, Scope.CHAT_WRITE)
        raw = await request.read()
        wanted = bodies.read(NewSession, raw)
        agent = await self._agent(principal, wanted.agentId)
        caller = self.beginning.caller(principal.key_id, wanted.user)
        visit = Visit(agent, principal.key_id, Door.SESSIONS, caller)
        conversation = await self.beginning.begin(visit, _delivery(request, raw))
        return _data(bodies.session(conversation), status=201)

    async def show(self, request: web.Request) -> web.Response:
        """`GET /chat/sessions/{id}`."""
        return _data(bodies.session(await self._conversation(request, Scope.CHAT_READ)))

    async def messages(self, request: web.Request) -> web.Response:
        """`GET /chat/sessions/{id}/messages?after=&limit=`, oldest first."""
        conversation = await self._conversation(request, Scope.CHAT_READ)
        after = _number(request, "after", least=0, most=2**31, default=0)
        limit = _number(request, "limit", least=1, most=MOST_LISTED, default=LISTED)
        found = await self.journal.utterances(conversation, after=after, limit=limit + 1)
        listed = [bodies.message(utterance) for utterance in found[:limit]]
        cursor = str(found[limit - 1].seq) if len(found) > limit else None
        return _data(listed, pagination={"limit": limit, "nextCursor": cursor})

    async def say(self, request: web.Request) -> web.StreamResponse:
        """`POST /chat/sessions/{id}/messages`: the reply as JSON or, with `stream`, as events while it is made."""
        principal = await self.authenticate(request, Scope.CHAT_WRITE)
        raw = await request.read()
        wanted = bodies.read(NewMessage, raw)
        conversation = await self._load(principal, request.match_info["id"])
        visit = await self._visit(principal, conversation, wanted)
        words = Words(wanted.content, self.clock(), _delivery(request, raw))
        if not wanted.stream:
            return _data(bodies.turn(await self.turns.take(visit, conversation, words)))
        return await self._stream(request, visit, conversation, words)

    async def end(self, request: web.Request) -> web.Response:
        """`POST /chat/sessions/{id}/end`: no more messages after this; ending twice changes nothing."""
        conversation = await self._conversation(request, Scope.CHAT_WRITE)
        await self.journal.end(conversation, self.clock())
        ended = await self.journal.load(conversation.tenant, conversation.conversation_id)
        return _data(bodies.session(ended or conversation))

    async def _stream(
        self, request: web.Request, visit: Visit, conversation: Conversation, words: Words
    ) -> web.StreamResponse:
        heard: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        turn = self.tasks.start(self.turns.take(visit, conversation, words, heard=heard.set_result))
        either: list[asyncio.Future[Any]] = [turn, heard]
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not heard.done():
            await turn  # said before, or refused: that has a status of its own
        response = web.StreamResponse(headers=sse.HEADERS)
        with suppress(ConnectionError):  # whoever hangs up finds the reply with the same key
            await response.prepare(request)
            if heard.done():
                await response.write(sse.event("accepted", {"seq": heard.result()}) + sse.event("typing", {}))
            await response.write_eof(await self._ending(response, turn))
        return response

    async def _ending(self, response: web.StreamResponse, turn: asyncio.Task[Turn]) -> bytes:
        """The last events of a stream; until they are known, it is kept alive."""
        try:
            # Shielded: what was heard is answered, even if nobody listens any more.
            done = await sse.keeping_alive(asyncio.shield(turn), response.write)
        except ConnectionError:
            raise
        except Exception as error:  # noqa: BLE001 - the status is out; the client hears of it as an event
            return sse.event("error", self.explain(error))
        return sse.event("message", bodies.turn(done)) + sse.event("done", {})

    async def _agent(self, principal: Principal, agent_id: str) -> PublishedAgent:
        agent = await self.directory.agent(principal.tenant_id, agent_id)
        if agent is None:
            raise NoSuch("agent")
        return agent

    async def _conversation(self, request: web.Request, scope: Scope) -> Conversation:
        return await self._load(await self.authenticate(request, scope), request.match_info["id"])

    async def _load(self, principal: Principal, conversation_id: str) -> Conversation:
        conversation = await self.journal.load(principal.tenant_id, conversation_id)
        if conversation is None or conversation.door is not Door.SESSIONS:
            raise NoSuch("session")
        return conversation

    async def _visit(self, principal: Principal, conversation: Conversation, wanted: NewMessage) -> Visit:
        if wanted.claims is not None and not principal.may(Scope.IDENTITY_ASSERT):
            raise ScopeMissing(Scope.IDENTITY_ASSERT)
        agent = await agent_of(self.directory, conversation, self.clock())
        if agent is None:
            raise NoSuch("agent")
        claims = wanted.claims.model_dump(exclude_none=True) if wanted.claims else {}
        return Visit(
            agent,
            conversation.key_id,
            Door.SESSIONS,
            conversation.caller,
            asserted=asserted(claims, self.clock()),
        )


def _delivery(request: web.Request, raw: bytes) -> Delivery | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise BadBody(f"must be 1 to {LONGEST_KEY} visible ASCII characters", "Idempotency-Key")
    return Delivery(key, blake2b(raw, digest_size=16).hexdigest())


def _number(request: web.Request, name: str, *, least: int, most: int, default: int) -> int:
    text = request.query.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > len(str(most)) or not least <= int(text) <= most:
        raise BadBody(f"must be a whole number from {least} to {most}", name)
    return int(text)


def _data(data: object, *, status: int = 200, **beside: object) -> web.Response:
    body = orjson.dumps({"success": True, "data": data, **beside})
    return web.Response(body=body, status=status, content_type="application/json")
