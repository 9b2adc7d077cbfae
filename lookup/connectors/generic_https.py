"""The connector for a merchant's own HTTPS endpoint: signs the question, posts it, reads the reply.

Source: docs/connectors.md. The published contract is kept byte for byte, so that existing receivers work unmodified.
"""

import asyncio
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import orjson

from infra.net.reply import Poster, Reply
from lookup.contract import read_reply
from lookup.order import Answer, Question, Refused
from lookup.places import DEFAULT_BUDGET, LONGEST_BUDGET, SHORTEST_BUDGET, Places, check_budget
from lookup.posting import post
from lookup.signing import sign, sign_with_time, signing_key

PREFIX = "X-Coffield"
AGENT = "CoffieldAgentLookup/1.0"
__all__ = ["AGENT", "DEFAULT_BUDGET", "LONGEST_BUDGET", "PREFIX", "SHORTEST_BUDGET", "Endpoint", "GenericHttps"]
_HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A merchant's endpoint, as it was connected.

    Attributes:
        url: as `infra.net.url.check_url` returned it.
        tenant_id: told to the merchant in every request.
        secret: 64 ASCII characters, or None if the merchant asked for no signature.
        budget: seconds for everything together, 1 to 30, the wait for a place included.
    """

    url: str
    tenant_id: int
    secret: str | None = field(default=None, repr=False)
    budget: float = DEFAULT_BUDGET

    def __post_init__(self) -> None:
        check_budget(self.budget)
        if self.secret is not None:
            signing_key(self.secret)


class GenericHttps:
    """Asks a merchant's own endpoint.

    Args:
        endpoint: whom to ask.
        poster: the guarded client.
        places: the tenant's own; all its connectors share them.
        clock: Unix seconds, for the timestamps that are signed.
        prefix: how our own headers begin; existing receivers expect the default.
        agent: what `User-Agent` says.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        poster: Poster,
        places: Places,
        clock: Callable[[], float],
        prefix: str = PREFIX,
        agent: str = AGENT,
    ) -> None:
        if not _HEADER_NAME.fullmatch(prefix):
            raise ValueError("A header prefix is letters, digits and dashes.")
        if not agent.isascii() or not agent.isprintable():
            raise ValueError("A user agent is printable ASCII.")
        self._endpoint = endpoint
        self._poster = poster
        self._places = places
        self._clock = clock
        self._prefix = prefix
        self._agent = agent

    async def look_up(self, question: Question) -> Answer | Refused:
        """Ask once, within the endpoint's budget.

        Raises: OrderSourceError when no usable answer came.
        """
        deadline = asyncio.get_running_loop().time() + self._endpoint.budget
        async with self._places.take(deadline):
            reply = await self._ask(question, deadline)
        return read_reply(reply, question)

    async def _ask(self, question: Question, deadline: float) -> Reply:
        body = request_body(question, self._endpoint.tenant_id)
        headers = self._headers(question, body)
        return await post(self._poster, self._endpoint.url, headers=headers, body=body, deadline=deadline)

    def _headers(self, question: Question, body: bytes) -> dict[str, str]:
        prefix, secret, timestamp = self._prefix, self._endpoint.secret, int(self._clock())
        request_id = f"req_{secrets.token_hex(12)}"
        headers = {
            "Content-Type": "application/json",
            "User-Agent": self._agent,
            f"{prefix}-Tenant-Id": str(self._endpoint.tenant_id),
            f"{prefix}-Lookup-Kind": question.kind.value,
            f"{prefix}-Timestamp": str(timestamp),
            f"{prefix}-Request-Id": request_id,
        }
        if secret is not None:
            headers[f"{prefix}-Signature"] = sign(body, secret)
            headers["webhook-id"] = request_id
            headers["webhook-timestamp"] = str(timestamp)
            headers["webhook-signature"] = sign_with_time(request_id, timestamp, body, secret)
        return headers


def request_body(question: Question, tenant_id: int) -> bytes:
    """The JSON object that a shop is sent: compact, UTF-8, these four keys in this order."""
    return orjson.dumps(
        {
            "kind": question.kind.value,
            "reference": question.reference,
            "context": dict(question.context),
            "tenant_id": tenant_id,
        }
    )
