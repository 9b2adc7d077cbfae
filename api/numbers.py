"""Phone numbers over HTTP: which assistant answers on which line."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import BaseModel, Field

from infra.store.page import Place
from infra.store.transaction import Store, Transaction
from routes.creating import once
from routes.operation import Call, Given, Nothing, Operation
from routes.paging import Cursors, Page
from routes.shapes import GIVEN, READ
from routes.times import iso
from tenants import lines
from tenants.handoff import E164
from tenants.lines import Language, Line, Mode, Voice
from tenants.principal import Scope

ALL, ONE = "/numbers", "/numbers/{id}"


class NewNumber(BaseModel):
    """A number of the connected telephone account, and who answers on it."""

    model_config = READ
    e164: E164
    agent_id: str = Field(min_length=1, max_length=64)
    mode: Mode = Mode.GATHER
    voice: Voice | None = None
    language: Language = "en-US"


class NumberChanges(BaseModel):
    """What is left out stays."""

    model_config = READ
    agent_id: str | None = Field(None, min_length=1, max_length=64)
    mode: Mode | None = None
    voice: Voice | None = None
    language: Language | None = None


class NumberGiven(BaseModel):
    """A line."""

    model_config = GIVEN
    id: str
    e164: str
    agent_id: str
    mode: Mode
    voice: str | None
    language: str
    incoming_url: str | None = Field(description="what Twilio asks when it is called; null without a public URL")
    status_url: str | None = Field(description="what Twilio tells when the call has ended")
    fallback_url: str | None = Field(description="what Twilio asks when it could not obey us")
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The operations on lines."""

    store: Store
    cursors: Cursors
    public_url: str | None

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        read, write = Scope.NUMBERS_READ, Scope.NUMBERS_WRITE
        refused = ("no_telephone_account", "exists_already", "limit_reached", "idempotency_key_reused")
        return [
            Operation(
                *("POST", ALL, write, "Let an assistant answer on a number", NewNumber, NumberGiven, self.create, 201),
                creates=True,
                refuses={404: ("not_found",), 409: refused},
            ),
            Operation("GET", ALL, read, "All numbers, oldest first", Page, NumberGiven, self.every, listed=True),
            Operation("GET", ONE, read, "A number", Nothing, NumberGiven, self.show),
            Operation(
                "PATCH",
                ONE,
                write,
                "Change who answers and how",
                NumberChanges,
                NumberGiven,
                self.change,
                revises=True,
            ),
            Operation("DELETE", ONE, write, "Let nobody answer on it any more", Nothing, None, self.remove),
        ]

    async def create(self, call: Call, wanted: NewNumber) -> Given:
        """A new line, or the one that the same Idempotency-Key made."""

        async def work(tx: Transaction) -> Line:
            return await once(
                *(tx, call, partial(lines.find, tx, call.tenant)),
                lambda: lines.create(tx, call.tenant, **wanted.model_dump(), at=call.now),
            )

        return self._line(await self.store.write(work))

    async def every(self, call: Call, page: Page) -> Given:
        """Page by page."""
        after = self.cursors.place(call, page)
        found = await self.store.read(lambda tx: lines.every(tx, call.tenant, after, page.limit + 1))
        return self.cursors.given(call, page, found, lambda line: Place(line.created_at, line.id), self._given)

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """As it answers now."""
        return self._line(await self.store.read(lambda tx: lines.find(tx, call.tenant, call.id)))

    async def change(self, call: Call, wanted: NumberChanges) -> Given:
        """From the next call on."""
        changes: lines.Changes = {"at": call.now, "seen": call.revision}
        if wanted.agent_id is not None:
            changes["agent_id"] = wanted.agent_id
        if wanted.mode is not None:
            changes["mode"] = wanted.mode
        if wanted.language is not None:
            changes["language"] = wanted.language
        if "voice" in wanted.model_fields_set:
            changes["voice"] = wanted.voice
        return self._line(await self.store.write(lambda tx: lines.revise(tx, call.tenant, call.id, **changes)))

    async def remove(self, call: Call, _wanted: Nothing) -> Given:
        """Calls to it are refused."""
        await self.store.write(lambda tx: lines.remove(tx, call.tenant, call.id))
        return Given(None)

    def _line(self, line: Line) -> Given:
        return Given(self._given(line), revision=line.revision)

    def _given(self, line: Line) -> NumberGiven:
        return NumberGiven(
            id=line.id,
            e164=line.e164,
            agent_id=line.agent_id,
            mode=line.mode,
            voice=line.voice,
            language=line.language,
            incoming_url=self._url(line, "incoming"),
            status_url=self._url(line, "status"),
            fallback_url=self._url(line, "fallback"),
            created_at=iso(line.created_at),
            updated_at=iso(line.updated_at),
        )

    def _url(self, line: Line, step: str) -> str | None:
        return None if self.public_url is None else f"{self.public_url}/voice/{line.id}/{step}"
