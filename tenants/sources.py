"""The way to a tenant's shop, made from its connection."""

from collections.abc import Callable
from dataclasses import dataclass

from infra.net.reply import Poster
from lookup.connectors.generic_https import AGENT, PREFIX, Endpoint, GenericHttps
from lookup.connectors.shopify.connector import Shopify
from lookup.connectors.shopify.store import VERSION, AccessToken, ClientCredentials, Store, admin_url
from lookup.order import OrderSource
from lookup.places import Places
from tenants.connector import (
    Connection,
    EndpointCredentials,
    EndpointSettings,
    ShopifyCredentials,
    ShopifySettings,
)


@dataclass(frozen=True, slots=True)
class Roads:
    """What every way to a shop needs of the operator.

    Attributes:
        clock: Unix seconds.
        prefix: how our own headers to a merchant's endpoint begin.
        agent: what `User-Agent` says there.
        admin_version: of Shopify's Admin API.
        admin_url: where a store answers; only a developer on this machine has another one.
    """

    poster: Poster
    clock: Callable[[], float]
    prefix: str = PREFIX
    agent: str = AGENT
    admin_version: str = VERSION
    admin_url: Callable[[str], str] = admin_url

    def to(self, connected: Connection) -> OrderSource:
        """The way to this shop, with places of its own: 64 lookups at once, 64 waiting."""
        match connected.settings, connected.credentials:
            case EndpointSettings() as settings, EndpointCredentials(secret=secret):
                endpoint = Endpoint(settings.url, connected.tenant_id, secret, float(settings.timeout_seconds))
                return GenericHttps(
                    endpoint,
                    poster=self.poster,
                    places=Places(),
                    clock=self.clock,
                    prefix=self.prefix,
                    agent=self.agent,
                )
            case ShopifySettings() as settings, ShopifyCredentials() as credentials:
                return self.to_store(settings, credentials)
            case _:
                raise TypeError(f"no orders can be asked of {connected.kind.value}")

    def to_store(self, settings: ShopifySettings, credentials: ShopifyCredentials) -> Shopify:
        """The way to a Shopify store, which can be checked too."""
        store = Store(
            settings.shop,
            _credentials(credentials),
            self.admin_version,
            float(settings.timeout_seconds),
            settings.name_prefix,
            settings.name_suffix,
            settings.zone,
            settings.country,
            settings.sees_all_orders,
        )
        return Shopify(store, poster=self.poster, places=Places(), clock=self.clock, base_url=self.admin_url)


def _credentials(given: ShopifyCredentials) -> AccessToken | ClientCredentials:
    if given.access_token is not None:
        return AccessToken(given.access_token)
    return ClientCredentials(given.client_id or "", given.client_secret or "")
