"""The token that opens a store: given once and for all, or fetched with client credentials and renewed in time.

It stands in memory only. Source:
https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from infra.net.reply import Poster, Reply
from lookup.order import Failure, OrderSourceError
from lookup.posting import post

RENEWED_AFTER = 0.8  # of its life, so that no lookup meets its last second
PATH = "/admin/oauth/access_token"
_REFUSED = frozenset({400, 401, 403})


class Granted(BaseModel):
    """What is read of Shopify's answer; `expires_in` in seconds."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    access_token: str = Field(min_length=1, max_length=255, pattern=r"^[!-~]+$")
    expires_in: int = Field(gt=0, le=10_000_000)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A token, and the Unix seconds from which on the next one is fetched."""

    value: str = field(repr=False)
    renewed_at: float


class GivenToken:
    """A token that does not change; if it is refused, nothing here can help."""

    def __init__(self, value: str) -> None:
        self._value = value

    async def current(self, deadline: float, *, refused: str | None = None) -> str:  # noqa: ARG002 - as FetchedToken
        """The token. Raises: OrderSourceError, "credentials", where it was `refused`."""
        if refused is not None:
            raise OrderSourceError(Failure("credentials"))
        return self._value


class FetchedToken:
    """Fetches tokens; lookups at the same time share one, and whoever comes second waits for the first.

    Args:
        url: where the store grants tokens.
        client_id, client_secret: of the app.
        poster: the guarded client.
        clock: Unix seconds.
    """

    def __init__(
        self, url: str, client_id: str, client_secret: str, *, poster: Poster, clock: Callable[[], float]
    ) -> None:
        self._url = url
        self._asks = urlencode(
            {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        ).encode()
        self._poster = poster
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._token: Fetched | None = None

    async def current(self, deadline: float, *, refused: str | None = None) -> str:
        """A token that is fresh, and another one than the store just `refused`.

        Raises: OrderSourceError: credentials, timeout, or how the request failed.
        """
        if (token := self._fresh(refused)) is not None:
            return token
        try:
            async with asyncio.timeout_at(deadline), self._one_at_a_time:
                if (token := self._fresh(refused)) is not None:
                    return token
                self._token = None
                self._token = await self._fetch(deadline)
                return self._token.value
        except TimeoutError:
            raise OrderSourceError(Failure("timeout")) from None

    def _fresh(self, refused: str | None) -> str | None:
        token = self._token
        usable = token is not None and token.value != refused and self._clock() < token.renewed_at
        return token.value if token is not None and usable else None

    async def _fetch(self, deadline: float) -> Fetched:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        reply = await post(self._poster, self._url, headers=headers, body=self._asks, deadline=deadline)
        granted = _granted(reply)
        return Fetched(granted.access_token, self._clock() + granted.expires_in * RENEWED_AFTER)


def _granted(reply: Reply) -> Granted:
    if reply.status in _REFUSED:
        raise OrderSourceError(Failure("credentials"))
    if reply.status != 200:  # noqa: PLR2004 - HTTP's own number
        raise OrderSourceError(Failure("http_status", reply.status, reply.content_type or None, len(reply.body)))
    try:
        return Granted.model_validate_json(reply.body)
    except ValidationError:  # not chained: it quotes the token
        raise OrderSourceError(Failure("invalid_field", reply.status, field="access_token")) from None
