"""Keys: what is shown, what is kept, and when one no longer opens."""

import re

import pytest

from infra.store.transaction import Store
from infra.store.vault import Vault
from tenants import keys
from tenants.directory import Directory
from tenants.errors import Code, SetupError
from tenants.principal import Principal, Scope
from tenants.tenancy import Tenant
from tests.tenants.shops import Roads
from tests.world.written import written

CHAT = frozenset({Scope.CHAT_READ, Scope.CHAT_WRITE})


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def directory(store: Store, vault: Vault, clock: Clock) -> Directory:
    return Directory(store, vault, Roads(), clock)


async def issue(store: Store, tenant: Tenant, expires_at: float | None = None) -> tuple[keys.Key, str]:
    return await store.write(
        lambda t: keys.issue(t, tenant.id, name="Website", scopes=CHAT, at=100.0, expires_at=expires_at)
    )


async def test_a_key_names_its_tenant_and_scopes(store: Store, directory: Directory, acme: Tenant) -> None:
    key, token = await issue(store, acme)
    principal = await directory.principal(token)
    assert principal == Principal(acme.id, key.id, CHAT)
    assert principal.may(Scope.CHAT_WRITE)
    assert not principal.may(Scope.IDENTITY_ASSERT)


async def test_a_token_is_256_random_bits_and_only_its_digest_is_kept(store: Store, acme: Tenant) -> None:
    key, token = await issue(store, acme)
    assert re.fullmatch(r"wb_sk_live_[A-Za-z0-9_-]{43}", token)
    assert key.last4 == token[-4:]
    found = await written(store)
    assert keys.digest(token).encode() in found
    assert token.encode() not in found
    assert (await issue(store, acme))[1] != token


async def test_a_wrong_token_opens_nothing(store: Store, directory: Directory, acme: Tenant) -> None:
    key, token = await issue(store, acme)
    for wrong in ("", token[:-1], token + "x", token.lower(), keys.digest(token), key.id, "é\udc80"):
        assert await directory.principal(wrong) is None


async def test_a_revoked_key_opens_nothing_from_the_next_request_on(
    store: Store, directory: Directory, acme: Tenant
) -> None:
    key, token = await issue(store, acme)
    assert await directory.principal(token)
    revoked = await store.write(lambda t: keys.revoke(t, acme.id, key.id, at=200.0))
    assert await directory.principal(token) is None
    again = await store.write(lambda t: keys.revoke(t, acme.id, key.id, at=300.0))
    assert revoked.revoked_at == again.revoked_at == 200.0
    assert await store.read(lambda t: keys.every(t, acme.id)) == [again]


async def test_a_key_expires_at_its_second_also_when_it_is_remembered(
    store: Store, directory: Directory, acme: Tenant, clock: Clock
) -> None:
    _, token = await issue(store, acme, expires_at=160.0)
    clock.now = 159.9
    assert await directory.principal(token)
    clock.now = 160.0
    assert await directory.principal(token) is None


async def test_a_key_without_scope_or_of_nobody_or_already_expired_is_not_issued(store: Store, acme: Tenant) -> None:
    with pytest.raises(SetupError, match="at least one scope"):
        await store.write(lambda t: keys.issue(t, acme.id, name="x", scopes=frozenset(), at=1.0))
    with pytest.raises(SetupError, match="before it is issued"):
        await store.write(lambda t: keys.issue(t, acme.id, name="x", scopes=CHAT, at=1.0, expires_at=1.0))
    with pytest.raises(SetupError) as told:
        await store.write(lambda t: keys.issue(t, 404, name="x", scopes=CHAT, at=1.0))
    assert told.value.code is Code.NOT_FOUND
