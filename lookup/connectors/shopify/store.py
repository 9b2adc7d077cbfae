"""A connected Shopify store: its checked name, its credentials, and what a check found out about it."""

import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from lookup.places import DEFAULT_BUDGET, check_budget

VERSION = "2026-10"
_SHOP = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com")
_VERSION = re.compile(r"20\d\d-(01|04|07|10)", re.ASCII)
_CREDENTIAL = re.compile(r"[!-~]{1,255}")


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token that was made in the store's admin and does not expire; none can be made there since 1 January 2026."""

    access_token: str = field(repr=False)

    def __post_init__(self) -> None:
        _check_credentials(self.access_token)


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """An app of the store's own organisation; tokens that live for 24 hours are fetched with it."""

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)

    def __post_init__(self) -> None:
        _check_credentials(self.client_id, self.client_secret)


@dataclass(frozen=True, slots=True)
class Store:
    """A store as it was connected; from `prefix` on, what `StoreCheck` read.

    Attributes:
        shop: the `….myshopify.com` name, never the shop's own domain.
        version: of the Admin API, which has a new one each quarter.
        budget: seconds for everything together, 1 to 30, the wait for a place included.
        prefix, suffix: what stands around the number in an order's name.
        zone: IANA time zone in which dates are said.
        country: two letters, to tell what goes abroad; None where it is not known.
        sees_all_orders: otherwise Shopify shows the last 60 days only, and whoever says "not found" has to say so.

    Raises: ValueError with one sentence for the person who typed it.
    """

    shop: str
    credentials: AccessToken | ClientCredentials
    version: str = VERSION
    budget: float = DEFAULT_BUDGET
    prefix: str = "#"
    suffix: str = ""
    zone: str = "UTC"
    country: str | None = None
    sees_all_orders: bool = False

    def __post_init__(self) -> None:
        if not _SHOP.fullmatch(self.shop):
            raise ValueError("The shop is its name at Shopify, such as my-shop.myshopify.com.")
        if not _VERSION.fullmatch(self.version):
            raise ValueError("A version of the Admin API is a year and a quarter's month, such as 2026-10.")
        check_budget(self.budget)
        if not is_zone(self.zone):
            raise ValueError("The time zone is not known here.")


def admin_url(shop: str) -> str:
    """Where a store answers. Another function in its place points at a local server; only an operator can give one."""
    return f"https://{shop}"


def is_zone(name: str) -> bool:
    """Whether this is an IANA time zone that is known on this machine."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone, not the shape of one, or a folder of them
        return False
    return True


def _check_credentials(*values: str) -> None:
    if not all(_CREDENTIAL.fullmatch(value) for value in values):
        raise ValueError("A credential is 1 to 255 printable ASCII characters without blanks.")
