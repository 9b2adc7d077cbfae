"""A page arrives: a publishable key, and what it still has of an earlier visit, become passes to one conversation."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from aiohttp import web
from pydantic import BaseModel, Field

from channels.chat.widget.counting import Counting
from channels.chat.widget.guests import Guests
from channels.chat.widget.refusals import origin_not_allowed, wrong_identity, wrong_key
from journal.conversation import Conversation, Door
from journal.journal import Journal
from routes.shapes import READ
from tenants.directory import Directory, PublishedAgent
from tenants.identity import Identities, Identity, WrongIdentity
from tenants.passes import RETURN_SECONDS, VISIT_SECONDS, Kind, Pass, Passes
from tenants.widget_keys import WidgetKey
from turns.beginning import Beginning
from turns.news import News
from turns.visit import Visit

VISITOR_BYTES = 12


class NewVisit(BaseModel):
    """`POST /widget/v1/sessions`."""

    model_config = READ
    key: str = Field(min_length=1, max_length=100)
    resume: str | None = Field(None, max_length=2000, repr=False)
    identity: str | None = Field(None, max_length=4096, repr=False)


class Welcome(BaseModel):
    """What a page needs from now on. `expires` in seconds; `fresh`: the conversation is a new one."""

    token: str = Field(repr=False)
    expires: int
    resume: str = Field(repr=False)
    conv: str
    fresh: bool
    name: str


@dataclass(frozen=True, slots=True)
class Arriving:
    """Opens visits. `clock` gives Unix seconds."""

    guests: Guests
    directory: Directory
    passes: Passes
    identities: Identities
    journal: Journal
    beginning: Beginning
    news: News
    counting: Counting
    clock: Callable[[], float]

    async def arrive(self, request: web.Request, wanted: NewVisit) -> Welcome:
        """Bring a page into its conversation, or into a new one.

        Raises: Refused: wrong_key; wrong_identity; origin_not_allowed. TooMany; NoPublishedVersion; StoreUnavailable.
        """
        key = await self.directory.widget_key(wanted.key)
        if key is None:
            raise wrong_key()
        origin = self.guests.origin_of(request)
        if origin is None or not self.guests.may_use(request, key, origin):
            raise origin_not_allowed()
        address = self.guests.address_of(request)
        await self.counting.request(request, key.id, address, self.clock())
        agent = await self.directory.agent(key.tenant_id, key.agent_id)
        if agent is None:
            raise wrong_key()
        person = await self._person(key, wanted.identity)
        before = self._before(key, origin, wanted.resume)
        now = self.clock()
        visitor = self._visitor(key, person, before)
        conversation = await self._kept(before, visitor, now)
        fresh = conversation is None
        if conversation is None:
            await self.counting.conversation(key.id, address, now)
            conversation = await self.beginning.begin(Visit(agent, key.id, Door.WIDGET, visitor, address))
        until = min(now + VISIT_SECONDS, person.until) if person else now + VISIT_SECONDS
        visit = Pass(
            *(Kind.VISIT, key.token, key.tenant_id, key.agent_id, conversation.conversation_id, origin, visitor, until),
            signed_in=person is not None,
            email=person.email if person else None,
            signed_at=person.since if person else 0.0,
        )
        return self._welcome(visit, agent, now, fresh=fresh)

    def _welcome(self, visit: Pass, agent: PublishedAgent, now: float, *, fresh: bool) -> Welcome:
        back = replace(visit, kind=Kind.RETURN, expires_at=now + RETURN_SECONDS, email=None, signed_at=0.0)
        return Welcome(
            token=self.passes.write(visit),
            expires=max(0, int(visit.expires_at - now)),
            resume=self.passes.write(back),
            conv=visit.conversation_id,
            fresh=fresh,
            name=agent.name,
        )

    async def _person(self, key: WidgetKey, token: str | None) -> Identity | None:
        if token is None:
            return None
        try:
            return await self.identities.verify(key.tenant_id, key.agent_id, token, self.clock())
        except WrongIdentity as error:
            raise wrong_identity(str(error)) from None

    def _before(self, key: WidgetKey, origin: str, token: str | None) -> Pass | None:
        """The pass of an earlier visit, with this agent's key or one that was there before it, on this very origin."""
        found = self.passes.read(token, Kind.RETURN, self.clock()) if token else None
        if found is None or (found.tenant, found.agent_id, found.origin) != (key.tenant_id, key.agent_id, origin):
            return None
        return found

    def _visitor(self, key: WidgetKey, person: Identity | None, before: Pass | None) -> str:
        if person is not None:
            return self.passes.index("signed in", key.agent_id, person.subject)
        if before is not None and not before.signed_in:
            return before.visitor
        return self.passes.index("visitor", secrets.token_hex(VISITOR_BYTES))

    async def _kept(self, before: Pass | None, visitor: str, now: float) -> Conversation | None:
        """The earlier conversation, if it goes on. One of somebody else on this device is over from now on.

        Whoever signs in while they talk keeps theirs, and who they were before has no part in it any more: a pass from
        then opens it no longer. Whoever signed in before does not become another.
        """
        conversation = await self.journal.load(before.tenant, before.conversation_id) if before else None
        if before is None or conversation is None or conversation.ended_at is not None:
            return None
        if conversation.caller != before.visitor:
            return None
        if visitor == before.visitor:
            return conversation
        if not before.signed_in and await self.journal.hand_to(conversation, visitor):
            self.news.tell(conversation.conversation_id)
            return conversation
        await self.journal.end(conversation, now)
        self.news.tell(conversation.conversation_id)
        return None
