"""Keys over HTTP: issued with no more scopes than the issuer has, shown once, listed without their secret, revoked."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from infra.once import made_before, remember
from infra.store.page import Place
from infra.store.transaction import Store, Transaction
from routes.operation import Call, Given, Nothing, Operation
from routes.paging import Cursors, Page
from routes.shapes import GIVEN, READ
from routes.times import iso, iso_or_none
from tenants import keys
from tenants.errors import Code, SetupError
from tenants.keys import Key
from tenants.principal import Scope


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError:  # its own zone was all that kept it within the years that can be written
        raise ValueError("lies too far away") from None


class NewKey(BaseModel):
    """What a key is to be called and may do; without `expiresAt` it is good until it is revoked."""

    model_config = READ
    name: str = Field(min_length=1, max_length=200)
    scopes: frozenset[Scope] = Field(min_length=1)
    expires_at: Annotated[AwareDatetime, AfterValidator(_in_utc)] | None = None


class KeyGiven(BaseModel):
    """A key. `secret` is the key itself: in the reply that issues it, and never again."""

    model_config = GIVEN
    id: str
    name: str
    last4: str
    scopes: list[Scope]
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class Keys:
    """The operations on keys."""

    store: Store
    cursors: Cursors

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        read, write = Scope.KEYS_READ, Scope.KEYS_WRITE
        issuing = {403: ("scope_escalation",), 409: ("idempotency_key_reused",)}
        return [
            Operation(
                *("POST", "/keys", write, "Issue a key", NewKey, KeyGiven, self.issue, 201),
                creates=True,
                refuses=issuing,
            ),
            Operation("GET", "/keys", read, "All keys, oldest first", Page, KeyGiven, self.every, listed=True),
            Operation("GET", "/keys/{id}", read, "A key", Nothing, KeyGiven, self.show),
            Operation("DELETE", "/keys/{id}", write, "Revoke a key for good", Nothing, KeyGiven, self.revoke),
        ]

    async def issue(self, call: Call, wanted: NewKey) -> Given:
        """A new key, or the one that the same Idempotency-Key made, without its secret."""
        if not wanted.scopes <= call.principal.scopes:
            raise SetupError(Code.SCOPE_ESCALATION, "A key can issue keys only with scopes that it has itself.")
        expires = wanted.expires_at.timestamp() if wanted.expires_at else None

        async def work(tx: Transaction) -> tuple[Key, str | None]:
            if known := await made_before(tx, call.principal.key_id, call.delivery):
                return await keys.find(tx, call.tenant, known), None
            key, token = await keys.issue(
                tx, call.tenant, name=wanted.name, scopes=wanted.scopes, at=call.now, expires_at=expires
            )
            await remember(tx, call.principal.key_id, call.delivery, key.id, call.now)
            return key, token

        key, token = await self.store.write(work)
        return Given(_given(key).model_copy(update={"secret": token}))

    async def every(self, call: Call, page: Page) -> Given:
        """Also those that expired or were revoked."""
        after = self.cursors.place(call, page)
        found = await self.store.read(lambda tx: keys.every(tx, call.tenant, after, page.limit + 1))
        return self.cursors.given(call, page, found, lambda key: Place(key.created_at, key.id), _given)

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """Without its secret."""
        return Given(_given(await self.store.read(lambda tx: keys.find(tx, call.tenant, call.id))))

    async def revoke(self, call: Call, _wanted: Nothing) -> Given:
        """It is refused from the next request on; a second time changes nothing."""
        return Given(_given(await self.store.write(lambda tx: keys.revoke(tx, call.tenant, call.id, at=call.now))))


def _given(key: Key) -> KeyGiven:
    return KeyGiven(
        id=key.id,
        name=key.name,
        last4=key.last4,
        scopes=sorted(key.scopes),
        created_at=iso(key.created_at),
        expires_at=iso_or_none(key.expires_at),
        revoked_at=iso_or_none(key.revoked_at),
    )
