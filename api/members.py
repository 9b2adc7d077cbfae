"""Members over HTTP: the people of a tenant and what they may do."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import BaseModel, Field

from infra.store.page import Place
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from routes.creating import once
from routes.operation import Call, Given, Nothing, Operation
from routes.paging import Cursors, Page
from routes.shapes import GIVEN, READ
from routes.times import iso
from tenants import members
from tenants.members import Member, Role
from tenants.principal import Scope

ALL, ONE = "/members", "/members/{id}"


class NewMember(BaseModel):
    """A person of the tenant; the e-mail is theirs alone."""

    model_config = READ
    name: str = Field(min_length=1, max_length=200)
    email: str = Field(min_length=3, max_length=254)
    role: Role


class MemberChanges(BaseModel):
    """What is left out stays."""

    model_config = READ
    name: str | None = Field(None, min_length=1, max_length=200)
    role: Role | None = None


class MemberGiven(BaseModel):
    """A person of the tenant."""

    model_config = GIVEN
    id: str
    name: str
    email: str
    role: Role
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Members:
    """The operations on members."""

    store: Store
    vault: Vault
    cursors: Cursors

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        read, write = Scope.MEMBERS_READ, Scope.MEMBERS_WRITE
        return [
            Operation(
                *("POST", ALL, write, "Take in a member", NewMember, MemberGiven, self.create, 201),
                creates=True,
                refuses={409: ("exists_already", "limit_reached", "idempotency_key_reused")},
            ),
            Operation("GET", ALL, read, "All members, oldest first", Page, MemberGiven, self.every, listed=True),
            Operation("GET", ONE, read, "A member", Nothing, MemberGiven, self.show),
            Operation(
                *("PATCH", ONE, write, "Change a name or a role", MemberChanges, MemberGiven, self.change),
                revises=True,
                refuses={409: ("in_use",)},
            ),
            Operation(
                *("DELETE", ONE, write, "Take a member away", Nothing, None, self.remove), refuses={409: ("in_use",)}
            ),
        ]

    async def create(self, call: Call, wanted: NewMember) -> Given:
        """A new member, or the one that the same Idempotency-Key made."""

        async def work(tx: Transaction) -> Member:
            return await once(
                *(tx, call, partial(members.find, tx, self.vault, call.tenant)),
                lambda: members.create(tx, self.vault, call.tenant, **wanted.model_dump(), at=call.now),
            )

        return _member(await self.store.write(work))

    async def every(self, call: Call, page: Page) -> Given:
        """Page by page."""
        after = self.cursors.place(call, page)
        found = await self.store.read(lambda tx: members.every(tx, self.vault, call.tenant, after, page.limit + 1))
        return self.cursors.given(call, page, found, lambda member: Place(member.created_at, member.id), _given)

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """As they stand."""
        return _member(await self.store.read(lambda tx: members.find(tx, self.vault, call.tenant, call.id)))

    async def change(self, call: Call, wanted: MemberChanges) -> Given:
        """The last owner stays one."""

        async def work(tx: Transaction) -> Member:
            return await members.revise(
                *(tx, self.vault, call.tenant, call.id), **wanted.model_dump(), seen=call.revision, at=call.now
            )

        return _member(await self.store.write(work))

    async def remove(self, call: Call, _wanted: Nothing) -> Given:
        """The last owner stays."""
        await self.store.write(lambda tx: members.remove(tx, self.vault, call.tenant, call.id))
        return Given(None)


def _member(member: Member) -> Given:
    return Given(_given(member), revision=member.revision)


def _given(member: Member) -> MemberGiven:
    return MemberGiven(
        id=member.id,
        name=member.name,
        email=member.email,
        role=member.role,
        created_at=iso(member.created_at),
        updated_at=iso(member.updated_at),
    )
