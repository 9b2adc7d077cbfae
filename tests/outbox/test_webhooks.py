"""Webhooks as tenants set them up: checked, limited, sealed, changed by one person at a time."""

import re

import pytest
from pydantic import ValidationError

from infra.store.transaction import Store
from infra.store.vault import Vault, VaultError
from tenants import webhooks
from tenants.errors import Code, SetupError
from tenants.webhook_secrets import Secrets
from tenants.webhooks import MOST, NewWebhook, Webhook, WebhookChanges

URL = "https://shop.example.com/hooks"


def wanted(**given: object) -> NewWebhook:
    return NewWebhook.model_validate({"url": URL, "events": ["ticket.created"], **given})


async def create(store: Store, vault: Vault, tenant: int, **given: object) -> tuple[Webhook, str]:
    return await store.write(lambda t: webhooks.create(t, vault, tenant, wanted(**given), at=5.0))


async def code_of(doing: object) -> Code:
    with pytest.raises(SetupError) as told:
        await doing  # type: ignore[misc]  # as handed over
    return told.value.code


async def test_what_was_created_is_found_and_its_secret_stands_nowhere(store: Store, vault: Vault, tenant: int) -> None:
    made, secret = await create(store, vault, tenant, events=["ticket.resolved", "message.taken", "ticket.resolved"])
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{86}==", secret)
    assert made.events == ("message.taken", "ticket.resolved")
    assert (made.url, made.include_words, made.enabled, made.revision) == (URL, False, True, 1)
    assert await store.read(lambda t: webhooks.find(t, tenant, made.id)) == made
    assert await store.read(lambda t: webhooks.every(t, tenant)) == [made]
    own = Secrets.read(vault, tenant, made.id, made.sealed_secret)
    assert secret not in repr((made, own))
    assert own.current.encode() not in made.sealed_secret


async def test_a_sealed_secret_belongs_to_its_row_and_tenant(
    store: Store, vault: Vault, tenant: int, rival: int
) -> None:
    made, _ = await create(store, vault, tenant)
    for whose, which in ((rival, made.id), (tenant, "whk_other")):
        with pytest.raises(VaultError):
            Secrets.read(vault, whose, which, made.sealed_secret)


@pytest.mark.parametrize(
    "given",
    [
        {"events": []},
        {"events": ["*"]},
        {"events": ["ticket.created", "webhook.test"]},
        {"include_words": True},
        {"enabled": 1},
        {"url": "https://shop.example.com/" + "x" * 2_048},
        {"secret": "mine"},
    ],
)
def test_what_is_asked_for_is_bounded(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        wanted(**given)


@pytest.mark.parametrize(
    "url", ["http://shop.example.com/", "https://10.0.0.1/", "http://127.0.0.1:8000/", "ftp://x", "https://a:b@c.de/"]
)
async def test_only_public_https_is_told(store: Store, vault: Vault, tenant: int, url: str) -> None:
    assert await code_of(create(store, vault, tenant, url=url)) is Code.INVALID
    made, _ = await create(store, vault, tenant)
    changes = WebhookChanges(url=url)
    assert await code_of(store.write(lambda t: webhooks.revise(t, tenant, made.id, changes, at=6.0))) is Code.INVALID


async def test_a_tenant_has_at_most_twenty(store: Store, vault: Vault, tenant: int, rival: int) -> None:
    for _ in range(MOST):
        last, _ = await create(store, vault, tenant)
    assert await code_of(create(store, vault, tenant)) is Code.TOO_MANY
    await create(store, vault, rival)
    await store.write(lambda t: webhooks.remove(t, tenant, last.id))
    await create(store, vault, tenant)


async def test_what_is_left_out_of_a_change_stays(store: Store, vault: Vault, tenant: int) -> None:
    made, _ = await create(store, vault, tenant)
    changes = WebhookChanges.model_validate({"includeWords": True})
    changed = await store.write(lambda t: webhooks.revise(t, tenant, made.id, changes, at=6.0, seen=1))
    assert (changed.include_words, changed.url, changed.events, changed.enabled) == (True, URL, made.events, True)
    assert (changed.revision, changed.updated_at, changed.sealed_secret) == (2, 6.0, made.sealed_secret)


async def test_two_people_do_not_undo_each_other_unseen(store: Store, vault: Vault, tenant: int) -> None:
    made, _ = await create(store, vault, tenant)
    off, on = WebhookChanges(enabled=False), WebhookChanges(enabled=True)
    await store.write(lambda t: webhooks.revise(t, tenant, made.id, off, at=6.0, seen=1))
    late = store.write(lambda t: webhooks.revise(t, tenant, made.id, on, at=7.0, seen=1))
    assert await code_of(late) is Code.CHANGED_MEANWHILE
    assert not (await store.read(lambda t: webhooks.find(t, tenant, made.id))).enabled


async def test_another_tenants_webhook_does_not_exist(store: Store, vault: Vault, tenant: int, rival: int) -> None:
    made, _ = await create(store, vault, tenant)
    off = WebhookChanges(enabled=False)
    for doing in (
        store.read(lambda t: webhooks.find(t, rival, made.id)),
        store.write(lambda t: webhooks.revise(t, rival, made.id, off, at=6.0)),
        store.write(lambda t: webhooks.rotate(t, vault, rival, made.id, at=6.0)),
        store.write(lambda t: webhooks.remove(t, rival, made.id)),
    ):
        assert await code_of(doing) is Code.NOT_FOUND
    assert await store.read(lambda t: webhooks.every(t, tenant)) == [made]


async def test_a_new_secret_is_shown_once_and_only_the_last_one_is_kept_beside_it(
    store: Store, vault: Vault, tenant: int
) -> None:
    made, first = await create(store, vault, tenant)
    _, second = await store.write(lambda t: webhooks.rotate(t, vault, tenant, made.id, at=6.0))
    changed, third = await store.write(lambda t: webhooks.rotate(t, vault, tenant, made.id, at=7.0))
    assert len({first, second, third}) == 3
    assert changed.revision == 3
    assert len(Secrets.read(vault, tenant, made.id, changed.sealed_secret).sign("evt", 8, b"").split(" ")) == 2
