"""Publishable keys over HTTP: for a shop's pages, good for one agent on exactly named origins."""

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
from routes.times import iso, iso_or_none
from tenants import widget_keys
from tenants.principal import Scope
from tenants.widget_keys import Origin, WidgetKey

ALL = "/agents/{id}/publishable-keys"
ONE = ALL + "/{keyId}"


class NewWidgetKey(BaseModel):
    """`origins`: scheme, host and port of each page that may use it, such as "https://shop.example.com"."""

    model_config = READ
    name: str = Field(min_length=1, max_length=200)
    origins: tuple[Origin, ...] = Field(min_length=1, max_length=20)


class WidgetKeyChanges(BaseModel):
    """The whole new list."""

    model_config = READ
    origins: tuple[Origin, ...] = Field(min_length=1, max_length=20)


class WidgetKeyGiven(BaseModel):
    """A publishable key; `key` stands in the page for all to read."""

    model_config = GIVEN
    id: str
    agent_id: str
    key: str
    name: str
    origins: list[str]
    created_at: str
    updated_at: str
    revoked_at: str | None


@dataclass(frozen=True, slots=True)
class WidgetKeys:
    """The operations on publishable keys."""

    store: Store
    cursors: Cursors

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        read, write = Scope.KEYS_READ, Scope.KEYS_WRITE
        return [
            Operation(
                *("POST", ALL, write, "Make a key for pages", NewWidgetKey, WidgetKeyGiven, self.create, 201),
                creates=True,
                refuses={409: ("limit_reached", "idempotency_key_reused")},
            ),
            Operation("GET", ALL, read, "An agent's keys for pages", Page, WidgetKeyGiven, self.every, listed=True),
            Operation("GET", ONE, read, "A key for pages", Nothing, WidgetKeyGiven, self.show),
            Operation(
                *("PATCH", ONE, write, "Set its origins", WidgetKeyChanges, WidgetKeyGiven, self.change), revises=True
            ),
            Operation("DELETE", ONE, write, "Revoke it for good", Nothing, WidgetKeyGiven, self.revoke),
        ]

    async def create(self, call: Call, wanted: NewWidgetKey) -> Given:
        """A new key, or the one that the same Idempotency-Key made."""

        async def work(tx: Transaction) -> WidgetKey:
            return await once(
                *(tx, call, partial(widget_keys.find, tx, call.tenant, call.id)),
                lambda: widget_keys.create(tx, call.tenant, call.id, **wanted.model_dump(), at=call.now),
            )

        return _key(await self.store.write(work))

    async def every(self, call: Call, page: Page) -> Given:
        """Also revoked ones, oldest first."""
        after = self.cursors.place(call, page)
        found = await self.store.read(lambda tx: widget_keys.every(tx, call.tenant, call.id, after, page.limit + 1))
        return self.cursors.given(call, page, found, lambda key: Place(key.created_at, key.id), _given)

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """As it stands."""
        return _key(await self.store.read(lambda tx: widget_keys.find(tx, call.tenant, call.id, call.path["keyId"])))

    async def change(self, call: Call, wanted: WidgetKeyChanges) -> Given:
        """From the next request of a page on."""
        return _key(
            await self.store.write(
                lambda tx: widget_keys.revise(
                    *(tx, call.tenant, call.id, call.path["keyId"]),
                    origins=wanted.origins,
                    seen=call.revision,
                    at=call.now,
                )
            )
        )

    async def revoke(self, call: Call, _wanted: Nothing) -> Given:
        """A second time changes nothing."""
        key_id = call.path["keyId"]
        return _key(
            await self.store.write(lambda tx: widget_keys.revoke(tx, call.tenant, call.id, key_id, at=call.now))
        )


def _key(key: WidgetKey) -> Given:
    return Given(_given(key), revision=key.revision)


def _given(key: WidgetKey) -> WidgetKeyGiven:
    return WidgetKeyGiven(
        id=key.id,
        agent_id=key.agent_id,
        key=key.token,
        name=key.name,
        origins=list(key.origins),
        created_at=iso(key.created_at),
        updated_at=iso(key.updated_at),
        revoked_at=iso_or_none(key.revoked_at),
    )
