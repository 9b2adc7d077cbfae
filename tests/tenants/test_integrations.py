"""Connecting a shop: one active connection, its secret sealed, and how its lookups went."""

import json
from dataclasses import replace

import pytest
from pydantic import ValidationError

from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault, VaultError, make_key
from lookup.order import Failure, Kind
from lookup.signing import make_secret
from tenants import generation, integrations
from tenants.connector import Connection, EndpointSettings, endpoint_connection
from tenants.errors import Code, SetupError
from tenants.integrations import Integration
from tenants.outcomes import LastFailure, Outcomes
from tenants.tenancy import Tenant
from tenants.trial import Trial
from tests.tenants.shops import PASSED, PROVEN, connector
from tests.world.written import written
from verification.policy import Factor

SECRET = make_secret()


async def connect(
    store: Store, vault: Vault, new: Connection, trial: Trial | None = None, *, instead: bool = False
) -> Integration:
    return await store.write(lambda t: integrations.connect(t, vault, new, trial=trial, replace=instead, at=5.0))


async def test_what_was_connected_is_what_the_shop_is_called_with(store: Store, vault: Vault, acme: Tenant) -> None:
    new = connector(acme.id, secret=SECRET, kinds=(Kind.PROJECT,))
    kept = await connect(store, vault, new)
    assert integrations.connection_of(kept, vault) == new
    assert (kept.proven, kept.carries_factors, kept.kind) == ((), (), "generic_https")


async def test_the_secret_stands_nowhere_in_the_open(store: Store, vault: Vault, acme: Tenant) -> None:
    new = connector(acme.id, secret=SECRET)
    kept = await connect(store, vault, new)
    texts = (await written(store), repr(new).encode(), repr(kept).encode())
    assert kept.sealed_credentials in texts[0]
    assert not any(needle in text for needle in (SECRET.encode(), bytes.fromhex(SECRET)) for text in texts)


async def test_a_sealed_secret_moved_to_another_row_or_tenant_does_not_open(
    store: Store, vault: Vault, acme: Tenant, rival: Tenant
) -> None:
    theirs = await connect(store, vault, connector(acme.id, secret=SECRET))
    await connect(store, vault, connector(rival.id))
    later = await connect(store, vault, connector(acme.id), instead=True)
    with pytest.raises(VaultError):
        integrations.connection_of(replace(later, sealed_credentials=theirs.sealed_credentials), vault)
    await store.write(
        lambda t: t.run(
            "UPDATE integrations SET sealed_credentials = $1 WHERE tenant_id = $2", theirs.sealed_credentials, rival.id
        )
    )
    moved = await store.read(lambda t: integrations.find(t, rival.id))
    with pytest.raises(VaultError):
        integrations.connection_of(moved, vault)
    with pytest.raises(VaultError):
        integrations.connection_of(theirs, Vault(make_key()))


async def test_a_second_connector_is_refused_unless_it_replaces_the_first(
    store: Store, vault: Vault, acme: Tenant
) -> None:
    first = await connect(store, vault, connector(acme.id, secret=SECRET))
    with pytest.raises(SetupError) as told:
        await connect(store, vault, connector(acme.id))
    assert told.value.code is Code.ACTIVE_CONNECTOR_EXISTS
    assert await store.read(lambda t: integrations.find(t, acme.id)) == first
    second = await connect(store, vault, connector(acme.id), instead=True)
    assert await store.read(lambda t: integrations.find(t, acme.id)) == second


async def test_a_replacement_that_fails_leaves_the_first_in_place(store: Store, vault: Vault, acme: Tenant) -> None:
    first = await connect(store, vault, connector(acme.id, secret=SECRET))

    async def swap_and_fail(t: Transaction) -> None:
        await integrations.connect(t, vault, connector(acme.id), replace=True, at=6.0)
        raise RuntimeError("the lights went out")

    with pytest.raises(RuntimeError, match="lights"):
        await store.write(swap_and_fail)
    assert await store.read(lambda t: integrations.find(t, acme.id)) == first


async def test_disconnecting_erases_the_credentials(store: Store, vault: Vault, acme: Tenant) -> None:
    await connect(store, vault, connector(acme.id, secret=SECRET))
    await store.write(lambda t: integrations.disconnect(t, acme.id, at=9.0))
    assert await store.read(lambda t: integrations.active(t, acme.id)) is None
    row = await store.read(lambda t: t.row("SELECT sealed_credentials, replaced_at FROM integrations"))
    assert row is not None
    assert (row["sealed_credentials"], row["replaced_at"]) == (b"", 9.0)
    with pytest.raises(SetupError, match="does not exist"):
        await store.write(lambda t: integrations.disconnect(t, acme.id, at=9.0))


async def test_a_later_test_proves_the_connector_and_an_inconclusive_one_changes_nothing(
    store: Store, vault: Vault, acme: Tenant
) -> None:
    kept = await connect(store, vault, connector(acme.id, secret=SECRET))
    carrying = Trial(PASSED, (Factor.ZIP,), strict=True, carries_factors=(Factor.ZIP,), conclusive=True)
    silent = Trial((), (), strict=False, carries_factors=(), conclusive=False)
    proven = await store.write(lambda t: integrations.record(t, acme.id, kept.id, carrying))
    assert (proven.proven, proven.carries_factors) == ((Factor.ZIP,), (Factor.ZIP,))
    assert await store.write(lambda t: integrations.record(t, acme.id, kept.id, silent)) == proven
    assert integrations.connection_of(proven, vault) == integrations.connection_of(kept, vault)


async def test_a_test_of_a_connector_that_was_replaced_meanwhile_proves_nothing_about_the_new_one(
    store: Store, vault: Vault, acme: Tenant
) -> None:
    first = await connect(store, vault, connector(acme.id))
    second = await connect(store, vault, connector(acme.id), instead=True)
    with pytest.raises(SetupError, match="does not exist"):
        await store.write(lambda t: integrations.record(t, acme.id, first.id, PROVEN))
    assert await store.read(lambda t: integrations.find(t, acme.id)) == second


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("http://shop.example.com/", "https"),
        ("http://127.0.0.1:9403/", "https"),
        ("https://10.0.0.1/", "private"),
        ("https://jane:word@shop.example.com/", "user name"),
        ("shop", "https"),
    ],
)
def test_a_url_that_may_not_be_called_is_refused(url: str, complaint: str) -> None:
    with pytest.raises(SetupError, match=complaint):
        endpoint_connection(1, EndpointSettings(url=url), None, loopback_ports=frozenset({9402}))


def test_the_development_setting_opens_the_named_ports_only() -> None:
    url = "http://127.0.0.1:9402/status"
    assert endpoint_connection(1, EndpointSettings(url=url), None, loopback_ports=frozenset({9402})).settings.url == url
    with pytest.raises(SetupError):
        endpoint_connection(1, EndpointSettings(url=url), None)


@pytest.mark.parametrize("secret", ["", "x" * 63, "x" * 65, "é" * 64, "x" * 63 + "\n"])
def test_a_secret_that_cannot_sign_is_refused_without_being_repeated(secret: str) -> None:
    with pytest.raises(SetupError, match="64") as told:
        endpoint_connection(1, EndpointSettings(url="https://shop.example.com/"), secret)
    assert "x" * 63 not in str(told.value)


@pytest.mark.parametrize(
    "settings",
    [
        {"timeout_seconds": 0},
        {"timeout_seconds": 31},
        {"timeout_seconds": True},
        {"kinds": []},
        {"kinds": ["parcel"]},
        {"reference_prefixes": [""]},
        {"reference_prefixes": ["O R D"]},
        {"reference_prefixes": ["x" * 17]},
        {"reference_prefixes": ["x"] * 21},
        {"proxy": "x"},
    ],
)
def test_settings_are_bounded(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        EndpointSettings.model_validate_json(json.dumps({"url": "https://shop.example.com/"} | settings))


async def test_outcomes_stand_on_the_connectors_row_and_move_no_generation(
    store: Store, vault: Vault, acme: Tenant
) -> None:
    kept = await connect(store, vault, connector(acme.id))
    before = await store.read(generation.current)
    times = iter([100.0, 101.0, 102.0, 103.0, 161.9, 162.0])
    outcomes = Outcomes(store, lambda: next(times))

    async def row() -> tuple[LastFailure | None, float | None]:
        found = await store.read(lambda t: integrations.find(t, acme.id))
        return found.last_failure, found.last_success_at

    await outcomes.succeeded(acme.id, kept.id)
    assert await row() == (None, 100.0)
    failure = Failure("http_status", http_status=503, content_type="text/html", size=12)
    await outcomes.failed(acme.id, kept.id, failure)
    assert await row() == (LastFailure(101.0, failure), 100.0)
    seen = []
    for _ in range(4):
        await outcomes.succeeded(acme.id, kept.id)
        seen.append((await row())[1])
    assert seen == [102.0, 102.0, 102.0, 162.0]  # at once after a failure, then once a minute
    assert await store.read(generation.current) == before
