"""One try to deliver: the request as Standard Webhooks has it, and what came of it.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from infra.net.reply import ExchangeError, Poster
from infra.outbox.backoff import read_retry_after
from infra.outbox.outbox import Event
from infra.outbox.receivers import Parcel

AGENT = "Waybill-Webhooks/1.0"
BUDGET_SECONDS = 10.0
GONE = 410


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one try, without a word of the receiver's.

    Attributes:
        status: HTTP's, where there was one.
        error: None where it was taken; else http_status, switched_off, vault, internal, or a category of
            `ExchangeError`.
        retry_after: seconds the receiver asked us to wait.
    """

    status: int | None = None
    error: str | None = None
    retry_after: float | None = None


async def send(poster: Poster, parcel: Parcel, event: Event, now: float) -> Tried:
    """Send the event once; `now` in Unix seconds. Whatever the receiver says beside its status is not read."""
    body = orjson.dumps({"type": event.name, "timestamp": _iso(event.at), "data": parcel.contents})
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": event.id,
        "webhook-timestamp": str(int(now)),
        "webhook-signature": parcel.sign(event.id, int(now), body),
    }
    deadline = asyncio.get_running_loop().time() + BUDGET_SECONDS
    try:
        reply = await poster.post(parcel.url, headers=headers, body=body, deadline=deadline)
    except ExchangeError as error:
        if _taken(error.status):  # it was taken; only what came after the status was too much or unreadable
            return Tried(error.status)
        return Tried(error.status, error.category)
    if _taken(reply.status):
        return Tried(reply.status)
    return Tried(reply.status, "http_status", read_retry_after(reply.headers.get("Retry-After"), now))


def _taken(status: int | None) -> bool:
    return status is not None and 200 <= status < 300  # noqa: PLR2004 - HTTP's own numbers


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
