"""Whose request this is: the key, its scopes, its rate. Nothing of a body is read before."""

from collections.abc import Callable

from aiohttp import web

from infra.signals.limits import Limits
from routes.admission import ALLOWANCE, NoKey, ScopeMissing, TooMany, WrongKey
from tenants.directory import Directory
from tenants.principal import Principal, Scope

BEARER = "bearer "


class Auth:
    """Identifies the holder of a key, which stands in a header and never in a URL."""

    def __init__(self, directory: Directory, limits: Limits, clock: Callable[[], float]) -> None:
        """`clock` gives Unix seconds."""
        self._directory = directory
        self._limits = limits
        self._clock = clock

    async def __call__(self, request: web.Request, scope: Scope) -> Principal:
        """Who asks, if they may.

        Raises: NoKey, WrongKey, ScopeMissing, TooMany; StoreUnavailable.
        """
        principal = await self._directory.principal(_token(request))
        if principal is None:
            raise WrongKey
        allowance = await self._limits.ask(principal.key_id, self._clock())
        request[ALLOWANCE] = allowance
        if allowance.retry_after:
            raise TooMany(allowance.retry_after)
        if scope not in principal.scopes:
            raise ScopeMissing(scope)
        return principal


def _token(request: web.Request) -> str:
    given = request.headers.get("Authorization", "")
    token = given[len(BEARER) :].strip() if given[: len(BEARER)].lower() == BEARER else None
    token = token or request.headers.get("X-Api-Key")
    if not token:
        raise NoKey
    return token
