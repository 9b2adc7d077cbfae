"""The sessions door: open a conversation, send messages, read them, end it. JSON, or server-sent events."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from channels.chat import bodies
from channels.chat.bodies import Message, NewMessage, NewSession, Session, TurnTaken
from infra.tasks import Tasks
from infra.wire import sse
from journal.conversation import Conversation, Door, Party, Utterance
from journal.journal import Journal, Words
from routes.admission import ScopeMissing
from routes.operation import Call, Given, Nothing, Operation
from tenants.directory import Directory, PublishedAgent
from tenants.errors import not_found
from tenants.principal import Scope
from turns.asserting import asserted
from turns.beginning import Beginning
from turns.turns import Turns
from turns.visit import Turn, Visit, agent_of

ALL = "/chat/sessions"
ONE = ALL + "/{id}"
BUSY = {409: ("conversation_busy", "session_ended", "idempotency_key_reused", "no_published_version")}


class Since(BaseModel):
    """Which messages are wanted: those after a sequence number."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    after: int = Field(0, ge=0, le=2**31 - 1)
    limit: int = Field(20, ge=1, le=100)


@dataclass(frozen=True, slots=True)
class SessionsDoor:
    """Parses, takes a turn, renders. `explain` turns an error into a problem; `clock` gives Unix seconds."""

    directory: Directory
    journal: Journal
    beginning: Beginning
    turns: Turns
    tasks: Tasks
    explain: Callable[[Exception], Mapping[str, object]]
    clock: Callable[[], float]

    def operations(self) -> list[Operation[Any]]:
        """What this door takes and gives."""
        read, write = Scope.CHAT_READ, Scope.CHAT_WRITE
        begin = {404: ("not_found",), 409: ("no_published_version", "idempotency_key_reused")}
        return [
            Operation(
                "POST",
                ALL,
                write,
                "Open a session",
                NewSession,
                Session,
                self.open,
                201,
                creates=True,
                bare=True,
                refuses=begin,
            ),
            Operation("GET", ONE, read, "A session", Nothing, Session, self.show),
            Operation(
                "GET",
                ONE + "/messages",
                read,
                "What was said, oldest first",
                Since,
                Message,
                self.messages,
                listed=True,
            ),
            Operation(
                "POST",
                ONE + "/messages",
                write,
                "Say something",
                NewMessage,
                TurnTaken,
                self.say,
                creates=True,
                streams=True,
                bare=True,
                refuses=BUSY,
            ),
            Operation("POST", ONE + "/end", write, "End a session", Nothing, Session, self.end),
        ]

    async def open(self, call: Call, wanted: NewSession) -> Given:
        """A new session; the same `Idempotency-Key` gives the same one."""
        agent = await self._agent(call, wanted.agent_id)
        caller = self.beginning.caller(call.principal.key_id, wanted.user)
        visit = Visit(agent, call.principal.key_id, Door.SESSIONS, caller)
        return Given(bodies.session(await self.beginning.begin(visit, call.delivery)))

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """A session as it stands."""
        return Given(bodies.session(await self._load(call)))

    async def messages(self, call: Call, wanted: Since) -> Given:
        """Its messages, order facts left out."""
        conversation = await self._load(call)
        found = await self.journal.utterances(conversation, after=wanted.after, limit=wanted.limit + 1)
        shown = found[: wanted.limit]
        await self._seen(conversation, shown)
        cursor = str(shown[-1].seq) if len(found) > wanted.limit else None
        return Given([bodies.message(each) for each in shown], limit=wanted.limit, cursor=cursor)

    async def _seen(self, conversation: Conversation, shown: Sequence[Utterance]) -> None:
        """Whoever fetches a colleague's words has seen them: they need not be mailed."""
        read = max((each.seq for each in shown if each.party is Party.COLLEAGUE), default=0)
        if read > conversation.read_seq:
            await self.journal.read_up_to(conversation.tenant, conversation.conversation_id, read)

    async def say(self, call: Call, wanted: NewMessage) -> Given | web.StreamResponse:
        """The reply as JSON or, with `stream`, as events while it is made."""
        conversation = await self._load(call)
        visit = await self._visit(call, conversation, wanted)
        words = Words(wanted.content, call.now, call.delivery)
        if not wanted.stream:
            return Given(bodies.turn(await self.turns.take(visit, conversation, words)))
        return await self._stream(call.request, visit, conversation, words)

    async def end(self, call: Call, _wanted: Nothing) -> Given:
        """No more messages after this; ending twice changes nothing."""
        conversation = await self._load(call)
        await self.journal.end(conversation, call.now)
        ended = await self.journal.load(conversation.tenant, conversation.conversation_id)
        return Given(bodies.session(ended or conversation))

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
        return sse.event("message", bodies.turn(done).model_dump(by_alias=True)) + sse.event("done", {})

    async def _agent(self, call: Call, agent_id: str) -> PublishedAgent:
        agent = await self.directory.agent(call.tenant, agent_id)
        if agent is None:
            raise not_found("This agent")
        return agent

    async def _load(self, call: Call) -> Conversation:
        conversation = await self.journal.load(call.tenant, call.id)
        if conversation is None or conversation.door is not Door.SESSIONS:
            raise not_found("This session")
        return conversation

    async def _visit(self, call: Call, conversation: Conversation, wanted: NewMessage) -> Visit:
        if wanted.claims is not None and not call.principal.may(Scope.IDENTITY_ASSERT):
            raise ScopeMissing(Scope.IDENTITY_ASSERT)
        agent = await agent_of(self.directory, conversation, self.clock())
        if agent is None:
            raise not_found("This agent")
        claims = wanted.claims.model_dump(exclude_none=True) if wanted.claims else {}
        return Visit(
            agent,
            conversation.key_id,
            Door.SESSIONS,
            conversation.caller,
            asserted=asserted(claims, self.clock()),
        )
