"""How webhooks and their deliveries are shown."""

from pydantic import BaseModel

from infra.outbox.ledger import Delivery, State
from routes.paging import Page
from routes.shapes import GIVEN
from routes.times import iso, iso_or_none
from tenants.webhooks import Webhook, WebhookEvent


class WebhookGiven(BaseModel):
    """A webhook. `secret` (`whsec_…`) stands in the reply that makes it, and never again."""

    model_config = GIVEN
    id: str
    url: str
    events: list[WebhookEvent]
    include_words: bool
    enabled: bool
    created_at: str
    updated_at: str
    secret: str | None = None


class DeliveryGiven(BaseModel):
    """One event on its way to one webhook.

    `eventId` is the `webhook-id` of every try; `nextAt` is null once it is over. `lastError` is http_status, timeout,
    connection, tls, refused_address, redirect, too_large, encoding, switched_off, vault or internal; never a word of
    the receiver's.
    """

    model_config = GIVEN
    id: str
    event_id: str
    event: str
    state: State
    attempts: int
    next_at: str | None
    last_status: int | None
    last_error: str | None
    created_at: str
    settled_at: str | None


class DeliveriesPage(Page):
    """Which deliveries; all by default."""

    state: State | None = None


def webhook_given(webhook: Webhook) -> WebhookGiven:
    """Without its secret."""
    return WebhookGiven(
        id=webhook.id,
        url=webhook.url,
        events=list(webhook.events),
        include_words=webhook.include_words,
        enabled=webhook.enabled,
        created_at=iso(webhook.created_at),
        updated_at=iso(webhook.updated_at),
    )


def delivery_given(delivery: Delivery) -> DeliveryGiven:
    """As it stands now."""
    return DeliveryGiven(
        id=delivery.id,
        event_id=delivery.event_id,
        event=delivery.event,
        state=delivery.state,
        attempts=delivery.attempts,
        next_at=iso_or_none(delivery.next_at),
        last_status=delivery.last_status,
        last_error=delivery.last_error,
        created_at=iso(delivery.created_at),
        settled_at=iso_or_none(delivery.settled_at),
    )
