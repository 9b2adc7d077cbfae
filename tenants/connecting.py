"""Connecting a shop: checked or tried first, then kept. The calls to the shop come before the transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from infra.store.transaction import Transaction
from infra.store.vault import Vault
from lookup.connectors.shopify.check import StoreCheck
from lookup.explain import explain
from lookup.order import Kind, OrderSourceError
from tenants import integrations, trial
from tenants.connector import Connection, ShopifyCredentials, ShopifySettings, TwilioSettings
from tenants.errors import Code, SetupError
from tenants.integrations import Integration
from tenants.sources import Roads
from tenants.trial import Trial
from verification.policy import Factor


@dataclass(frozen=True, slots=True)
class KnownOrder:
    """A real order of the shop to test with, and claims of its owner in the forms of `trial.read_claims`."""

    reference: str
    claims: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tried:
    """A connection that was tried and may be kept.

    Attributes:
        carries: the factors that a store's orders name.
        trial: what the test order showed, if one was named.
        warnings: one sentence each for the merchant.
    """

    connection: Connection
    carries: tuple[Factor, ...] = ()
    trial: Trial | None = None
    warnings: tuple[str, ...] = ()

    async def keep(self, t: Transaction, vault: Vault, *, replace: bool, at: float) -> Integration:
        """Make it the tenant's active one. Raises: SetupError, see `integrations.connect`."""
        return await integrations.connect(
            t, vault, self.connection, trial=self.trial, carries=self.carries, replace=replace, at=at
        )

    async def record(self, t: Transaction) -> Integration:
        """Keep what a test of the active connection showed. Raises: SetupError, see `integrations.record`."""
        new = self.connection
        return await integrations.record(
            t, new.tenant_id, new.integration_id, self.trial, settings=new.settings, carries=self.carries
        )


async def attempt(roads: Roads, connection: Connection, order: KnownOrder | None) -> Tried:
    """Look at a store, and ask for the test order where one is named. Nothing of the answers is kept.

    Raises: SetupError (connection_failed) where a store cannot be read; (invalid) for a test of a telephone account.
    """
    if isinstance(connection.settings, TwilioSettings):
        if order is not None:
            raise SetupError(Code.INVALID, "A telephone account has no orders to test with.")
        return Tried(connection)
    tried = await _checked(roads, connection)
    if order is None:
        return tried
    kind = Kind.ORDER if Kind.ORDER in connection.settings.kinds else Kind.PROJECT
    shown = await trial.run(roads.to(tried.connection), kind=kind, reference=order.reference, claims=order.claims)
    return replace(tried, trial=_with_store(shown, tried))


async def _checked(roads: Roads, connection: Connection) -> Tried:
    match connection.settings, connection.credentials:
        case ShopifySettings() as settings, ShopifyCredentials() as credentials:
            try:
                found = await roads.to_store(settings, credentials).check()
            except OrderSourceError as error:
                sentence = f"The store cannot be read: {explain(error.failure)}"
                raise SetupError(Code.CONNECTION_FAILED, sentence) from None
            if not found.works:
                raise SetupError(Code.CONNECTION_FAILED, found.warnings[0])
            carries = tuple(Factor(name) for name in found.holders or ())
            checked = replace(connection, settings=_with_facts(settings, found))
            return Tried(checked, carries, warnings=found.warnings)
        case _:
            return Tried(connection)


def _with_facts(settings: ShopifySettings, found: StoreCheck) -> ShopifySettings:
    facts = {
        "name_prefix": found.prefix,
        "name_suffix": found.suffix,
        "zone": found.zone,
        "country": found.country,
        "sees_all_orders": found.sees_all_orders,
    }
    return settings.model_copy(update=facts)


def _with_store(shown: Trial, tried: Tried) -> Trial:
    """What the test order named, and what other orders of the store did."""
    both = dict.fromkeys((*shown.carries_factors, *tried.carries))
    return replace(shown, carries_factors=tuple(both))
