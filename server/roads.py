"""The ways to shops as the operator's settings make them."""

from collections.abc import Callable

from infra.net.reply import Poster
from lookup.connectors.shopify.store import admin_url
from server.settings import Settings
from tenants.sources import Roads


def roads_of(settings: Settings, poster: Poster, clock: Callable[[], float]) -> Roads:
    """What every way to a shop needs. `clock` gives Unix seconds."""
    local = settings.dev_shopify_url
    return Roads(
        poster,
        clock,
        settings.header_prefix,
        settings.user_agent,
        settings.shopify_version,
        admin_url if local is None else lambda _shop: local,
    )
