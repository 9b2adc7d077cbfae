"""A connection to a shop's endpoint as a merchant states it: what may be set, and what an `OrderSource` is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from infra.net.reply import Poster
from infra.net.url import NO_PORTS, check_url
from infra.store.ids import new_id
from lookup.connectors.generic_https import AGENT, PREFIX, Endpoint, GenericHttps
from lookup.order import Kind, OrderSource
from lookup.places import Places
from lookup.signing import signing_key
from tenants.errors import Code, SetupError

GENERIC_HTTPS = "generic_https"


def _sorted_once(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    return tuple(sorted(set(kinds)))


def _visible(prefix: str) -> str:
    if not prefix.isprintable() or " " in prefix:
        raise ValueError("a prefix has no blanks or control characters")
    return prefix


Prefix = Annotated[str, StringConstraints(min_length=1, max_length=16), AfterValidator(_visible)]


class EndpointSettings(BaseModel):
    """`settings` of `POST /integrations/generic_https/connect`; kept as it is, for it holds no secret."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    url: str = Field(max_length=2048)
    kinds: Annotated[tuple[Kind, ...], AfterValidator(_sorted_once)] = Field(default=tuple(Kind), min_length=1)
    timeout_seconds: StrictInt = Field(default=8, ge=1, le=30, description="for a whole lookup; 8 at most on the phone")
    reference_prefixes: tuple[Prefix, ...] = Field(default=(), max_length=20, description='such as "ORD-"')


@dataclass(frozen=True, slots=True)
class ConnectorSettings:
    """All that is needed to ask a tenant's shop. `secret`: 64 ASCII characters, or None where nothing is signed."""

    integration_id: str
    tenant_id: int
    endpoint: EndpointSettings
    secret: str | None = field(repr=False)


def settings_for(
    tenant_id: int, endpoint: EndpointSettings, secret: str | None, *, loopback_ports: frozenset[int] = NO_PORTS
) -> ConnectorSettings:
    """A connection that may be tried and then kept by `integrations.connect`.

    `loopback_ports` are those of this machine that the development setting opens to plain http.

    Raises: SetupError (invalid) for a URL that may not be called or a secret that is not 64 printable ASCII characters.
    """
    try:
        url = check_url(endpoint.url, loopback_ports=loopback_ports)
        if secret is not None:
            signing_key(secret)
    except ValueError as error:
        raise SetupError(Code.INVALID, str(error)) from None
    return ConnectorSettings(new_id("int"), tenant_id, endpoint.model_copy(update={"url": url}), secret)


def order_source(
    settings: ConnectorSettings,
    *,
    poster: Poster,
    clock: Callable[[], float],
    prefix: str = PREFIX,
    agent: str = AGENT,
) -> OrderSource:
    """The way to this shop, with places of its own: 64 lookups at once, 64 waiting.

    `clock` gives Unix seconds; `prefix` begins our own headers, `agent` is what `User-Agent` says.
    """
    endpoint = Endpoint(
        settings.endpoint.url, settings.tenant_id, settings.secret, float(settings.endpoint.timeout_seconds)
    )
    return GenericHttps(endpoint, poster=poster, places=Places(), clock=clock, prefix=prefix, agent=agent)
