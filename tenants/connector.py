"""A connection as a merchant states it: of each kind, what may be set and what is secret."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictInt, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

from infra.net.url import NO_PORTS
from infra.store.ids import new_id
from lookup.order import Kind
from lookup.signing import signing_key
from tenants.errors import Code, SetupError
from tenants.public_url import public_url

STRICT = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel, populate_by_name=True)
SHOP = r"^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$"
ACCOUNT = r"^AC[0-9a-f]{32}$"


class IntegrationKind(StrEnum):
    """What can be connected. Of those that look orders up, a tenant has one."""

    GENERIC_HTTPS = "generic_https"
    SHOPIFY = "shopify"
    TWILIO = "twilio"

    @property
    def looks_up(self) -> bool:
        """Whether orders are asked of it."""
        return self is not IntegrationKind.TWILIO


def _sorted_once(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    return tuple(sorted(set(kinds)))


def _visible(text: str) -> str:
    if not text.isprintable() or not text.isascii() or " " in text:
        raise ValueError("only visible ASCII characters may be used")
    return text


def _signs(secret: str) -> str:
    signing_key(secret)
    return secret


Prefix = Annotated[str, StringConstraints(min_length=1, max_length=16), AfterValidator(_visible)]
Token = Annotated[str, StringConstraints(min_length=16, max_length=512), AfterValidator(_visible)]
Seconds = Annotated[StrictInt, Field(ge=1, le=30, description="for a whole lookup; 8 at most on the phone")]


class EndpointSettings(BaseModel):
    """`settings` of an endpoint of the merchant's own."""

    model_config = STRICT
    url: str = Field(max_length=2048)
    kinds: Annotated[tuple[Kind, ...], AfterValidator(_sorted_once)] = Field(default=tuple(Kind), min_length=1)
    timeout_seconds: Seconds = 8
    reference_prefixes: tuple[Prefix, ...] = Field(default=(), max_length=20, description='such as "ORD-"')


class EndpointCredentials(BaseModel):
    """`secret`: 64 ASCII characters that requests are signed with, or none, and nothing is signed."""

    model_config = STRICT
    secret: Annotated[str, AfterValidator(_signs)] | None = Field(default=None, repr=False)


class ShopifyWishes(BaseModel):
    """`settings` of a Shopify store, as a merchant sends them."""

    model_config = STRICT
    timeout_seconds: Seconds = 8


class ShopifySettings(ShopifyWishes):
    """The same as they are kept: with the store's name, and with what its check found out."""

    shop: str
    name_prefix: str = "#"
    name_suffix: str = ""
    zone: str = "UTC"
    country: str | None = None
    sees_all_orders: bool = Field(default=False, description="otherwise only those of the last 60 days")

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """A store knows orders."""
        return (Kind.ORDER,)

    @property
    def reference_prefixes(self) -> tuple[str, ...]:
        """How its references begin."""
        return (self.name_prefix,) if self.name_prefix else ()


class ShopifyCredentials(BaseModel):
    """The store's name with an access token, or with the id and secret of an app of the same organisation."""

    model_config = STRICT
    shop: str = Field(pattern=SHOP, description="such as lamps.myshopify.com")
    access_token: Token | None = Field(default=None, repr=False)
    client_id: Token | None = Field(default=None, repr=False)
    client_secret: Token | None = Field(default=None, repr=False)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        app = (self.client_id, self.client_secret)
        if (self.access_token is None) == (None in app) or (self.access_token is not None and any(app)):
            raise ValueError("give either accessToken, or clientId and clientSecret")
        return self


class TwilioWishes(BaseModel):
    """`settings` of a telephone account: there are none."""

    model_config = STRICT


class TwilioSettings(TwilioWishes):
    """The same as they are kept."""

    account_sid: str


class TwilioCredentials(BaseModel):
    """The account, and the tokens that requests may be signed with: the next one too, while it is being rotated."""

    model_config = STRICT
    account_sid: str = Field(pattern=ACCOUNT)
    auth_token: Token = Field(repr=False)
    next_auth_token: Token | None = Field(default=None, repr=False)


AnySettings: TypeAlias = EndpointSettings | ShopifySettings | TwilioSettings
AnyWishes: TypeAlias = EndpointSettings | ShopifyWishes | TwilioWishes
AnyCredentials: TypeAlias = EndpointCredentials | ShopifyCredentials | TwilioCredentials
WISHES: dict[IntegrationKind, type[AnyWishes]] = {
    IntegrationKind.GENERIC_HTTPS: EndpointSettings,
    IntegrationKind.SHOPIFY: ShopifyWishes,
    IntegrationKind.TWILIO: TwilioWishes,
}
"""What `settings` of `POST /integrations/{kind}/connect` may hold."""
CREDENTIALS: dict[IntegrationKind, type[AnyCredentials]] = {
    IntegrationKind.GENERIC_HTTPS: EndpointCredentials,
    IntegrationKind.SHOPIFY: ShopifyCredentials,
    IntegrationKind.TWILIO: TwilioCredentials,
}


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection with its secrets, to be tried and kept; in memory only."""

    integration_id: str
    tenant_id: int
    kind: IntegrationKind
    settings: AnySettings
    credentials: AnyCredentials = field(repr=False)


def store_connection(tenant_id: int, wishes: ShopifyWishes, credentials: ShopifyCredentials) -> Connection:
    """A connection to a Shopify store, before its check."""
    settings = ShopifySettings(timeout_seconds=wishes.timeout_seconds, shop=credentials.shop)
    return Connection(new_id("int"), tenant_id, IntegrationKind.SHOPIFY, settings, credentials)


def telephone_connection(tenant_id: int, credentials: TwilioCredentials) -> Connection:
    """A connection to a telephone account."""
    settings = TwilioSettings(account_sid=credentials.account_sid)
    return Connection(new_id("int"), tenant_id, IntegrationKind.TWILIO, settings, credentials)


def endpoint_connection(
    tenant_id: int, endpoint: EndpointSettings, secret: str | None, *, loopback_ports: frozenset[int] = NO_PORTS
) -> Connection:
    """A connection to a merchant's own endpoint.

    `loopback_ports` are those of this machine that the development setting opens to plain http.

    Raises: SetupError (invalid) for a URL that may not be called or a secret that is not 64 printable ASCII characters.
    """
    try:
        url = public_url(endpoint.url, loopback_ports)
        credentials = EndpointCredentials(secret=secret and _signs(secret))
    except ValueError as error:
        raise SetupError(Code.INVALID, str(error)) from None
    settings = endpoint.model_copy(update={"url": url})
    return Connection(new_id("int"), tenant_id, IntegrationKind.GENERIC_HTTPS, settings, credentials)
