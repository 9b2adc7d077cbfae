"""Conversations over HTTP: the list, what was said, and the receipt, which tells how replies came about and no word."""

from dataclasses import dataclass
from math import inf
from typing import Any

from pydantic import BaseModel, Field

from infra.store.page import BEGINNING, Place
from journal.conversation import Door, Party, Utterance
from journal.reader import NEWEST, Listed, Reader, Receipt, Wanted
from routes.operation import Call, Given, Nothing, Operation
from routes.paging import Cursors, Page
from routes.shapes import GIVEN, READ
from routes.times import Moment, iso, iso_or_none
from tenants.errors import not_found
from tenants.principal import Scope


class Asked(Page):
    """Which conversations; what is left out asks for all."""

    model_config = READ
    door: Door | None = None
    agent_id: str | None = Field(None, pattern=r"^[a-z0-9_]{1,64}$")
    since: Moment | None = Field(None, description="begun then or later")
    until: Moment | None = Field(None, description="begun before then")
    with_ticket: bool | None = Field(None, description="true: only those with a ticket; false: only those without")


class ConversationGiven(BaseModel):
    """A conversation without what was said in it. `ticket`: the number of its newest."""

    model_config = GIVEN
    id: str
    agent_id: str
    agent_version: int
    door: Door
    created_at: str
    updated_at: str
    ended_at: str | None
    ticket: int | None


class UtteranceGiven(BaseModel):
    """What one party said. Where order facts stood, `content` reads ⟨order status⟩: they are kept nowhere."""

    model_config = GIVEN
    seq: int
    role: Party
    name: str | None = Field(description="of the colleague who wrote it")
    content: str
    disclosed: bool
    outcome: str | None
    ticket: int | None
    created_at: str
    heard: int | None = Field(None, description="characters of it that were spoken before a caller cut in")


class ReceiptGiven(BaseModel):
    """How a reply came about: names of events and effects in their order. Null where an older version kept none."""

    model_config = GIVEN
    seq: int
    outcome: str | None
    ticket: int | None
    disclosed: bool
    steps: list[str] | None
    ms: float | None = Field(description="milliseconds from hearing to replying")
    created_at: str


@dataclass(frozen=True, slots=True)
class Conversations:
    """The operations on conversations."""

    reader: Reader
    cursors: Cursors

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        one, read = "/conversations/{id}", Scope.CONVERSATIONS_READ
        said, how = "What was said, the oldest first", "How each reply came about, without a word of it"
        return [
            Operation(
                *("GET", "/conversations", read, "Conversations, the newest first", Asked, ConversationGiven),
                self.every,
                listed=True,
            ),
            Operation("GET", one, read, "A conversation", Nothing, ConversationGiven, self.show),
            Operation("GET", f"{one}/transcript", read, said, Page, UtteranceGiven, self.transcript, listed=True),
            Operation("GET", f"{one}/receipt", read, how, Page, ReceiptGiven, self.receipt, listed=True),
        ]

    async def every(self, call: Call, asked: Asked) -> Given:
        """Of the key's own tenant."""
        after = self.cursors.place(call, asked)
        wanted = Wanted(
            asked.door,
            asked.agent_id,
            asked.since.timestamp() if asked.since else 0.0,
            asked.until.timestamp() if asked.until else inf,
            asked.with_ticket,
        )
        found = await self.reader.every(
            call.tenant, wanted, after=NEWEST if after == BEGINNING else after, limit=asked.limit + 1
        )
        return self.cursors.given(call, asked, found, lambda each: Place(each.created_at, each.conversation_id), _given)

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """One of them."""
        return Given(_given(await self._find(call)))

    async def transcript(self, call: Call, page: Page) -> Given:
        """Opened for whoever may read it; nothing of it is written anywhere."""
        await self._find(call)
        after = int(self.cursors.place(call, page).at)
        found = await self.reader.transcript(call.tenant, call.id, after=after, limit=page.limit + 1)
        return self.cursors.given(call, page, found, lambda each: Place(each.seq, ""), _utterance)

    async def receipt(self, call: Call, page: Page) -> Given:
        """Nothing is unsealed for it."""
        await self._find(call)
        after = int(self.cursors.place(call, page).at)
        found = await self.reader.receipt(call.tenant, call.id, after=after, limit=page.limit + 1)
        return self.cursors.given(call, page, found, lambda each: Place(each.seq, ""), _receipt)

    async def _find(self, call: Call) -> Listed:
        found = await self.reader.find(call.tenant, call.id)
        if found is None:
            raise not_found("This conversation")
        return found


def _given(listed: Listed) -> ConversationGiven:
    return ConversationGiven(
        id=listed.conversation_id,
        agent_id=listed.agent_id,
        agent_version=listed.agent_version,
        door=listed.door,
        created_at=iso(listed.created_at),
        updated_at=iso(listed.updated_at),
        ended_at=iso_or_none(listed.ended_at),
        ticket=listed.ticket,
    )


def _utterance(said: Utterance) -> UtteranceGiven:
    return UtteranceGiven(
        seq=said.seq,
        role=said.party,
        name=said.name,
        content=said.text,
        disclosed=said.disclosed,
        heard=said.heard,
        outcome=said.outcome,
        ticket=said.ticket,
        created_at=iso(said.at),
    )


def _receipt(receipt: Receipt) -> ReceiptGiven:
    return ReceiptGiven(
        seq=receipt.seq,
        outcome=receipt.outcome,
        ticket=receipt.ticket,
        disclosed=receipt.disclosed,
        steps=list(receipt.steps.names) if receipt.steps else None,
        ms=receipt.steps.ms if receipt.steps else None,
        created_at=iso(receipt.at),
    )
