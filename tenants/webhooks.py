"""Webhooks: where a tenant wants to be told of what happens, and of what; the secret is sealed and shown once."""

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool
from pydantic.alias_generators import to_camel

from infra.net.url import LONGEST, NO_PORTS
from infra.store.ids import new_id
from infra.store.page import ALL, BEGINNING, Place
from infra.store.transaction import Row, Transaction
from infra.store.vault import Vault
from lookup.signing import whsec
from tenants import tenancy
from tenants.errors import Code, SetupError, changed_meanwhile, not_found
from tenants.public_url import public_url
from tenants.webhook_secrets import Secrets

MOST = 20
_READ = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel)


class WebhookEvent(StrEnum):
    """What can be told of. Stable: these are the names in `type`."""

    TICKET_CREATED = "ticket.created"
    TICKET_CLAIMED = "ticket.claimed"
    TICKET_RESOLVED = "ticket.resolved"
    TICKET_RELEASED = "ticket.released"
    TICKET_REOPENED = "ticket.reopened"
    TICKET_WAITING = "ticket.waiting"
    MESSAGE_TAKEN = "message.taken"
    LOOKUP_FAILING = "lookup.failing"


def _sorted_once(events: tuple[WebhookEvent, ...]) -> tuple[WebhookEvent, ...]:
    return tuple(sorted(set(events)))


Url = Annotated[str, Field(max_length=LONGEST, description="https; it gets one POST for each event")]
Events = Annotated[tuple[WebhookEvent, ...], Field(min_length=1), AfterValidator(_sorted_once)]


class NewWebhook(BaseModel):
    """`POST /webhooks`. With `includeWords` the customer's own words of a ticket are sent along."""

    model_config = _READ
    url: Url
    events: Events
    include_words: StrictBool = False
    enabled: StrictBool = True


class WebhookChanges(BaseModel):
    """`PATCH /webhooks/{id}`: what is left out stays."""

    model_config = _READ
    url: Url | None = None
    events: Events | None = None
    include_words: StrictBool | None = None
    enabled: StrictBool | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook without its secret; times in Unix seconds."""

    id: str
    tenant_id: int
    url: str
    events: tuple[WebhookEvent, ...]
    include_words: bool
    enabled: bool
    revision: int
    created_at: float
    updated_at: float
    sealed_secret: bytes = field(repr=False)


async def create(
    t: Transaction,
    vault: Vault,
    tenant_id: int,
    new: NewWebhook,
    *,
    at: float,
    loopback_ports: frozenset[int] = NO_PORTS,
) -> tuple[Webhook, str]:
    """Keep a webhook. Returns: it, and its secret as `whsec_…`, which cannot be had again.

    `loopback_ports` are those of this machine that the development setting opens to plain http.

    Raises: SetupError: not_found (tenant), invalid (URL), limit_reached.
    """
    await tenancy.hold(t, tenant_id)
    if len(await every(t, tenant_id)) >= MOST:
        raise SetupError(Code.TOO_MANY, f"A tenant has at most {MOST} webhooks.")
    webhook_id, secrets = new_id("whk"), Secrets.made()
    await t.run(
        "INSERT INTO webhooks (id, tenant_id, url, events, include_words, enabled, sealed_secret, revision, created_at,"
        " updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)",
        *(webhook_id, tenant_id, _checked(new.url, loopback_ports), json.dumps(new.events)),
        *(int(new.include_words), int(new.enabled), secrets.seal(vault, tenant_id, webhook_id), at),
    )
    return await find(t, tenant_id, webhook_id), whsec(secrets.current)


async def every(t: Transaction, tenant_id: int, after: Place = BEGINNING, limit: int = ALL) -> list[Webhook]:
    """The webhooks of a tenant, oldest first."""
    rows = await t.rows(
        "SELECT * FROM webhooks WHERE tenant_id = $1 AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4",
        *(tenant_id, *after, limit),
    )
    return [_webhook(row) for row in rows]


async def find(t: Transaction, tenant_id: int, webhook_id: str) -> Webhook:
    """One webhook of this tenant. Raises: SetupError (not_found)."""
    row = await t.row("SELECT * FROM webhooks WHERE id = $1 AND tenant_id = $2", webhook_id, tenant_id)
    if row is None:
        raise not_found("This webhook")
    return _webhook(row)


async def revise(
    t: Transaction,
    tenant_id: int,
    webhook_id: str,
    changes: WebhookChanges,
    *,
    at: float,
    seen: int | None = None,
    loopback_ports: frozenset[int] = NO_PORTS,
) -> Webhook:
    """Change a webhook; it holds from the next try on. `seen`: the revision that is to be changed, None for any.

    Raises: SetupError: not_found, changed_meanwhile, invalid (URL).
    """
    found = await find(t, tenant_id, webhook_id)
    if seen not in {None, found.revision}:
        raise changed_meanwhile()
    url = found.url if changes.url is None else _checked(changes.url, loopback_ports)
    include_words = found.include_words if changes.include_words is None else changes.include_words
    enabled = found.enabled if changes.enabled is None else changes.enabled
    changed = await t.run(
        "UPDATE webhooks SET url = $1, events = $2, include_words = $3, enabled = $4, updated_at = $5,"
        " revision = revision + 1 WHERE id = $6 AND tenant_id = $7 AND revision = $8",
        *(url, json.dumps(changes.events or found.events), int(include_words), int(enabled), at),
        *(webhook_id, tenant_id, found.revision),
    )
    if not changed:
        raise changed_meanwhile()
    return await find(t, tenant_id, webhook_id)


async def remove(t: Transaction, tenant_id: int, webhook_id: str) -> None:
    """End a webhook, its secret and its deliveries. Raises: SetupError (not_found)."""
    if not await t.run("DELETE FROM webhooks WHERE id = $1 AND tenant_id = $2", webhook_id, tenant_id):
        raise not_found("This webhook")


async def rotate(t: Transaction, vault: Vault, tenant_id: int, webhook_id: str, *, at: float) -> tuple[Webhook, str]:
    """Give it a new secret; for a day the one before signs beside it, so that the receiver can be changed in peace.

    Returns: the webhook, and the new secret as `whsec_…`, which cannot be had again.

    Raises: SetupError (not_found, changed_meanwhile); VaultError.
    """
    found = await find(t, tenant_id, webhook_id)
    secrets = Secrets.read(vault, tenant_id, webhook_id, found.sealed_secret).rotated(at)
    changed = await t.run(
        "UPDATE webhooks SET sealed_secret = $1, updated_at = $2, revision = revision + 1"
        " WHERE id = $3 AND tenant_id = $4 AND revision = $5",
        *(secrets.seal(vault, tenant_id, webhook_id), at, webhook_id, tenant_id, found.revision),
    )
    if not changed:
        raise changed_meanwhile()
    return await find(t, tenant_id, webhook_id), whsec(secrets.current)


async def switch_off(t: Transaction, tenant_id: int, webhook_id: str, *, at: float) -> None:
    """Its receiver has said that it is gone for good."""
    await t.run(
        "UPDATE webhooks SET enabled = 0, updated_at = $1, revision = revision + 1"
        " WHERE id = $2 AND tenant_id = $3 AND enabled = 1",
        *(at, webhook_id, tenant_id),
    )


def _checked(url: str, loopback_ports: frozenset[int]) -> str:
    try:
        return public_url(url, loopback_ports)
    except ValueError as error:
        raise SetupError(Code.INVALID, f"url: {error}") from None


def _webhook(row: Row) -> Webhook:
    return Webhook(
        id=row["id"],
        tenant_id=row["tenant_id"],
        url=row["url"],
        events=tuple(WebhookEvent(event) for event in json.loads(row["events"])),
        include_words=bool(row["include_words"]),
        enabled=bool(row["enabled"]),
        revision=row["revision"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        sealed_secret=row["sealed_secret"],
    )
