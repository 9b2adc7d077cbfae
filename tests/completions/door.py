"""The door over a real aiohttp application, with one shop behind it that answers as told."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from channels.completions.answering import Answering
from channels.completions.cors import Cors
from channels.completions.door import CompletionsDoor
from conversation.effects import Outcome
from conversation.terms import Terms
from infra.signals.limits import Allowance
from infra.store.sqlite import SqliteStore
from infra.store.vault import Vault, make_key
from infra.tasks import Tasks
from journal.conversation import Conversation
from journal.journal import Journal, Words
from routes.admission import ALLOWANCE, NoKey, ScopeMissing, TooMany, WrongKey
from tenants.directory import PublishedAgent
from tenants.errors import NoPublishedVersion
from tenants.principal import Principal, Scope
from tests.world.clock import START
from turns.beginning import Beginning
from turns.naming import Naming
from turns.replay import Past
from turns.visit import Turn, Visit

AGENT = PublishedAgent(1, "agt_1", "Lamps", 1, 0.0, Terms(), None, None)
TOLD = "Out for delivery — arrives Tuesday"

URL = "/v1/chat/completions"


def asking(*messages: str | dict[str, object], **other: object) -> dict[str, Any]:
    """A request; bare strings are the customer's."""
    said = [{"role": "user", "content": each} if isinstance(each, str) else each for each in messages]
    return {"model": "agt_1", "messages": said, **other}


class Away(Exception):  # noqa: N818 - named as the doors name it
    """The database of these tests is not there."""


def turn(text: str | None = TOLD, **other: object) -> Turn:
    return Turn(None, 0, 0, text, Outcome.TOLD.value, **other)  # type: ignore[arg-type]


@dataclass
class FakeTurns:
    """Answers as told, once the gate is open, and remembers what it was asked."""

    answer: Turn | Exception = field(default_factory=turn)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    visits: list[Visit] = field(default_factory=list)
    past: Sequence[Past] = ()
    words: list[Words | None] = field(default_factory=list)
    conversations: list[str] = field(default_factory=list)
    cancelled: bool = False
    hears: bool = True

    def __post_init__(self) -> None:
        self.gate.set()

    async def take_passing(self, visit: Visit, history: Sequence[Past], words: Words | None) -> Turn:
        self.past = history
        return await self._answer(visit, words)

    async def take(
        self, visit: Visit, conversation: Conversation, words: Words, *, heard: Callable[[int], None] | None = None
    ) -> Turn:
        self.conversations.append(conversation.conversation_id)
        if heard and self.hears:
            heard(1)
        return await self._answer(visit, words)

    async def _answer(self, visit: Visit, words: Words | None) -> Turn:
        self.visits.append(visit)
        self.words.append(words)
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class FakeDirectory:
    """One tenant with one published assistant, and one that is a draft still."""

    async def agent(self, tenant_id: int, agent_id: str, version: int | None = None) -> PublishedAgent | None:
        if agent_id == "agt_draft":
            raise NoPublishedVersion(agent_id)
        return AGENT if (tenant_id, agent_id) == (1, "agt_1") and version in {None, 1} else None

    async def published(self, tenant_id: int) -> list[PublishedAgent]:
        return [AGENT] if tenant_id == 1 else []


@dataclass
class Gatekeeper:
    """Knows keys by heart."""

    left: int = 10

    async def __call__(self, request: web.Request, scope: Scope) -> Principal:
        key = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not key:
            raise NoKey
        request[ALLOWANCE] = Allowance(10, self.left, 1.5, 0.0)
        if key == "busy":
            raise TooMany(1.25)
        if key == "away":
            raise Away
        scopes = {"good": (Scope.CHAT_WRITE, Scope.CHAT_READ), "trusted": tuple(Scope), "poor": ()}.get(key)
        if scopes is None:
            raise WrongKey
        if scope not in scopes:
            raise ScopeMissing(scope)
        return Principal(1, f"key_{key}", frozenset(scopes))


class House:
    """What the server would wire, as small as can be."""

    def __init__(self, store: SqliteStore) -> None:
        self.now = START
        self.turns = FakeTurns()
        self.tasks = Tasks()
        vault = Vault(make_key())
        self.journal = Journal(store, vault)
        self.naming = Naming(store, vault, self.journal, self.clock)
        answering = Answering(
            FakeDirectory(),  # type: ignore[arg-type]
            Beginning(store, vault, self.journal, self.clock),
            self.naming,
            self.turns,  # type: ignore[arg-type]
            self.clock,
        )
        cors = Cors(frozenset({"https://app.example.com"}))
        self.door = CompletionsDoor(
            Gatekeeper(), answering, self.tasks, frozenset({"transferCall"}), cors, away=(Away,)
        )  # fmt: skip

    def clock(self) -> float:
        return self.now

    def app(self) -> web.Application:
        app = web.Application(client_max_size=1_000_000, middlewares=[self._errors, self.door.tidied])
        app.add_routes(self.door.routes())
        app.on_response_prepare.append(self.door.on_prepare)
        return app

    @web.middleware
    async def _errors(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except Exception as error:  # noqa: BLE001 - as the server's own does
            response = self.door.render(request, error)
            return response or web.Response(status=500, text=token_hex(4))
