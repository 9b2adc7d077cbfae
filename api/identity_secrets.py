"""Identity secrets over HTTP: with them a shop's server says who has signed in; shown once, two at most at a time."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from infra.once import made_before, remember
from infra.store.page import Place
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from routes.operation import Call, Given, Nothing, Operation
from routes.paging import Cursors, Page
from routes.shapes import GIVEN
from routes.times import iso, iso_or_none
from tenants import identity
from tenants.identity import IdentitySecret
from tenants.principal import Scope

ALL = "/agents/{id}/identity-secrets"
ONE = ALL + "/{kid}"


class IdentitySecretGiven(BaseModel):
    """A secret; `id` is what tokens name as `kid`. `secret` stands in the reply that makes it, and never again."""

    model_config = GIVEN
    id: str
    agent_id: str
    created_at: str
    revoked_at: str | None
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class IdentitySecrets:
    """The operations on identity secrets."""

    store: Store
    vault: Vault
    cursors: Cursors

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        read, write, given = Scope.KEYS_READ, Scope.KEYS_WRITE, IdentitySecretGiven
        refused = {404: ("not_found",), 409: ("limit_reached", "idempotency_key_reused")}
        return [
            Operation(
                *("POST", ALL, write, "Make a secret for signed-in visitors", Nothing, given, self.create, 201),
                creates=True,
                refuses=refused,
            ),
            Operation("GET", ALL, read, "An agent's identity secrets", Page, given, self.every, listed=True),
            Operation("GET", ONE, read, "An identity secret", Nothing, given, self.show),
            Operation("DELETE", ONE, write, "Revoke it for good", Nothing, given, self.revoke),
        ]

    async def create(self, call: Call, _wanted: Nothing) -> Given:
        """A new secret, or the one that the same Idempotency-Key made, without its text."""

        async def work(tx: Transaction) -> tuple[IdentitySecret, str | None]:
            if known := await made_before(tx, call.principal.key_id, call.delivery):
                return await identity.find(tx, call.tenant, call.id, known), None
            made, text = await identity.create(tx, self.vault, call.tenant, call.id, at=call.now)
            await remember(tx, call.principal.key_id, call.delivery, made.id, call.now)
            return made, text

        made, text = await self.store.write(work)
        return Given(_given(made).model_copy(update={"secret": text}))

    async def every(self, call: Call, page: Page) -> Given:
        """Also revoked ones, oldest first."""
        after = self.cursors.place(call, page)
        found = await self.store.read(lambda tx: identity.every(tx, call.tenant, call.id, after, page.limit + 1))
        return self.cursors.given(call, page, found, lambda each: Place(each.created_at, each.id), _given)

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """Without its text."""
        kid = call.path["kid"]
        return Given(_given(await self.store.read(lambda tx: identity.find(tx, call.tenant, call.id, kid))))

    async def revoke(self, call: Call, _wanted: Nothing) -> Given:
        """Tokens signed with it are refused from now on; a second time changes nothing."""
        kid = call.path["kid"]
        return Given(
            _given(await self.store.write(lambda tx: identity.revoke(tx, call.tenant, call.id, kid, at=call.now)))
        )


def _given(secret: IdentitySecret) -> IdentitySecretGiven:
    return IdentitySecretGiven(
        id=secret.id,
        agent_id=secret.agent_id,
        created_at=iso(secret.created_at),
        revoked_at=iso_or_none(secret.revoked_at),
    )
