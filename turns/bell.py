"""Ringing for colleagues: a word that something of a tenant's queue has changed, for whoever shows it."""

from contextlib import AbstractAsyncContextManager

import orjson

from infra.signals.fan_out import FanOut, Subscription


class Bell:
    """Of all tenants, in every process. A word may be lost or come twice: the queue is a query, ask it."""

    def __init__(self, fan_out: FanOut) -> None:
        self._fan_out = fan_out

    def ring(self, tenant: int, event: str, ticket_id: str) -> None:
        """Tell those who show this tenant's queue. Nobody waits for it; to be called after the commit.

        `event` is the one that was recorded (`created`, `claimed`, …), or `customer_wrote`.
        """
        self._fan_out.tell(_topic(tenant), orjson.dumps({"event": event, "ticketId": ticket_id}))

    def subscribe(self, tenant: int) -> AbstractAsyncContextManager[Subscription]:
        """Listen: each word is a JSON object `{"event", "ticketId"}`; after `Missed` all may have changed."""
        return self._fan_out.subscribe(_topic(tenant))


def _topic(tenant: int) -> str:
    return f"queue/{tenant}"
