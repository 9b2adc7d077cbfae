"""Who may come in by a door that takes API keys, and why not."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

from infra.signals.limits import Allowance
from tenants.principal import Principal, Scope

Authenticate: TypeAlias = Callable[[web.Request, Scope], Awaitable[Principal]]
"""Gives the holder of the request's key, or raises one of the errors below."""
ALLOWANCE: web.RequestKey[Allowance] = web.RequestKey("allowance", Allowance)
"""What is left of the key's rate; absent where no key was read."""


class NoKey(Exception):  # noqa: N818 - these are answers, told in the shape of each door
    """The request carries no API key."""


class KeyInUrl(web.HTTPBadRequest):
    """An API key stands in the URL, where proxies and browsers write it down; `str()` and `reason` show none of it."""

    def __init__(self) -> None:
        super().__init__(reason="An API key never stands in a URL, send it in the header Authorization")


class WrongKey(Exception):  # noqa: N818
    """The key is unknown, expired or revoked."""


class ScopeMissing(Exception):  # noqa: N818
    """The key is good, but not for this."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(f"scope {scope.value} is missing")
        self.scope = scope


class TooMany(Exception):  # noqa: N818
    """The key has made too many requests; `retry_after` in seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"retry after {retry_after:.1f} s")
        self.retry_after = retry_after
