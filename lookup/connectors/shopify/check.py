"""Looking at a store while it is being connected: what its orders are called, what the app may see, what lookups cost.

Nothing of an order or a customer is kept: of customer fields only that there are some.
"""

from dataclasses import dataclass, replace

from lookup.connectors.shopify import candidates, queries
from lookup.connectors.shopify.admin import Admin
from lookup.connectors.shopify.fields import ByNumber, Details, StoreFields, Whose
from lookup.connectors.shopify.plain import LONGEST_TITLE, plain
from lookup.connectors.shopify.store import Store, is_zone
from lookup.order import OrderSourceError

ALL_ORDERS = "read_all_orders"
NEEDED = ("read_orders", "read_customers")
WAITING = frozenset(
    f"read_{whose}_fulfillment_orders" for whose in ("assigned", "merchant_managed", "third_party", "marketplace")
)
DENIED = "The app may not read {field}: give it the scopes read_orders and read_customers, and customer data access."
VERSION_GONE = "The store answered by version {served} of the Admin API instead of {asked}."
NO_HOLDER = "The app sees no e-mail, ZIP or phone number of the newest orders, so it cannot verify callers."
NO_ORDERS = "The store shows the app no order yet, so whether it can verify callers is not known."
SIXTY_DAYS = "Without the scope read_all_orders only orders of the last 60 days are found."
NO_WAITING = "Without a scope for fulfillment orders, nothing is said of holds, schedules and pickups."
NOT_GRANTED = "The scope {scope} is missing, so orders may not be found."
WRITES = "The app may write ({scopes}); Waybill only reads, so take these scopes away."
NO_ZONE = "The store's time zone is not known here, so days are said in UTC."


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """What was found out about a store.

    Attributes:
        name: as its owner calls it.
        prefix, suffix, zone, country: see `Store`, which `applied` fills in.
        scopes: what the app may do.
        versions: of the Admin API, those that are supported now.
        served: the version that answered, None where it did not say.
        holders: the factors (email, zip, phone) that the newest orders name; None where there is no order to see.
        denied: path of a field that may not be read and without which no order is found.
        costs: reckoned points of finding an order, and of its details, where they were told.
        warnings: one sentence each for the merchant.
    """

    name: str
    prefix: str
    suffix: str
    zone: str
    country: str | None
    scopes: tuple[str, ...]
    versions: tuple[str, ...]
    served: str | None
    holders: tuple[str, ...] | None
    denied: str | None
    costs: tuple[int | None, int | None]
    warnings: tuple[str, ...]

    @property
    def works(self) -> bool:
        """Whether orders can be looked up at all."""
        return self.denied is None

    @property
    def sees_all_orders(self) -> bool:
        """Whether orders older than 60 days are found."""
        return ALL_ORDERS in self.scopes

    def applied(self, store: Store) -> Store:
        """The store with what the check read."""
        return replace(
            store,
            prefix=self.prefix,
            suffix=self.suffix,
            zone=self.zone,
            country=self.country,
            sees_all_orders=self.sees_all_orders,
        )


@dataclass(frozen=True, slots=True)
class _Sample:
    """What looking at the newest orders, as a lookup does, showed."""

    holders: tuple[str, ...] | None = None
    denied: str | None = None
    costs: tuple[int | None, int | None] = (None, None)


async def check(admin: Admin, deadline: float) -> StoreCheck:
    """Look at a store with the very queries of a lookup, three requests in all.

    Raises: OrderSourceError, also where the store itself may not be read.
    """
    found, _ = await admin.ask(queries.store(), StoreFields, deadline)
    sample = await _sample(admin, deadline)
    scopes = tuple(sorted(scope.handle for scope in found.current_app_installation.access_scopes))
    zone = found.shop.iana_timezone if is_zone(found.shop.iana_timezone) else "UTC"
    return StoreCheck(
        name=plain(found.shop.name, LONGEST_TITLE),
        prefix=found.shop.order_number_format_prefix,
        suffix=found.shop.order_number_format_suffix,
        zone=zone,
        country=found.shop.shop_address.country_code_v2 if found.shop.shop_address else None,
        scopes=scopes,
        versions=tuple(version.handle for version in found.public_api_versions if version.supported),
        served=admin.served,
        holders=sample.holders,
        denied=sample.denied,
        costs=sample.costs,
        warnings=(
            *_about_what_is_seen(sample),
            *_about_scopes(frozenset(scopes)),
            *_about_version(admin),
            *([] if zone == found.shop.iana_timezone else [NO_ZONE]),
        ),
    )


async def _sample(admin: Admin, deadline: float) -> _Sample:
    try:
        newest, answered = await admin.ask(queries.newest(), ByNumber, deadline)
    except OrderSourceError as error:
        if error.failure.category != "denied":
            raise
        return _Sample(denied=error.failure.field or "orders")
    if not newest.named.nodes:
        return _Sample(costs=(answered.cost, None))
    _, about = await admin.ask(queries.about(newest.named.nodes[0].id, waiting=True), Details, deadline)
    return _Sample(_holders(newest.named.nodes), costs=(answered.cost, about.cost))


def _holders(orders: tuple[Whose, ...]) -> tuple[str, ...]:
    named = [candidates.holder(one) for one in orders]
    return tuple(factor for factor in candidates.FACTORS if any(getattr(holder, factor) for holder in named))


def _about_what_is_seen(sample: _Sample) -> list[str]:
    if sample.denied is not None:
        return [DENIED.format(field=sample.denied)]
    if sample.holders is None:
        return [NO_ORDERS]
    return [] if sample.holders else [NO_HOLDER]


def _about_scopes(scopes: frozenset[str]) -> list[str]:
    missing = [NOT_GRANTED.format(scope=scope) for scope in NEEDED if scope not in scopes]
    writes = sorted(scope for scope in scopes if scope.startswith("write_"))
    return [
        *missing,
        *([] if ALL_ORDERS in scopes else [SIXTY_DAYS]),
        *([] if scopes & WAITING else [NO_WAITING]),
        *([WRITES.format(scopes=", ".join(writes))] if writes else []),
    ]


def _about_version(admin: Admin) -> list[str]:
    if admin.served is None or admin.served == admin.asked:
        return []
    return [VERSION_GONE.format(served=admin.served, asked=admin.asked)]
