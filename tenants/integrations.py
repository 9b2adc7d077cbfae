"""Integrations: a tenant's connections: to its shop, and to its telephone account. Credentials are sealed for good."""

from dataclasses import dataclass, field
from typing import NoReturn

from pydantic import AliasChoices, BaseModel, Field

from infra.store.page import ALL, BEGINNING, Place
from infra.store.transaction import Row, Transaction
from infra.store.vault import Vault
from lookup.order import Kind
from tenants import generation, tenancy
from tenants.connector import CREDENTIALS, AnySettings, Connection, IntegrationKind, ShopifySettings, TwilioSettings
from tenants.draft import CallerVerification
from tenants.errors import Code, SetupError, not_found
from tenants.outcomes import LastFailure, read_failure
from tenants.trial import Trial
from verification.policy import Factor, Require

ACTIVE = "SELECT * FROM integrations WHERE tenant_id = $1 AND replaced_at IS NULL"
LOOKS_UP = f"{ACTIVE} AND kind <> 'twilio'"
LAST = 4


class KeptSettings(BaseModel):
    """What the row keeps beside the sealed credentials: what was set, what a trial showed, the credentials' ends."""

    settings: AnySettings = Field(validation_alias=AliasChoices("settings", "endpoint"))  # as rows of 0.1 call it
    carries_factors: tuple[Factor, ...] = ()
    proven: tuple[Factor, ...] = ()
    strict: bool = False
    last4: dict[str, str] = {}

    def shown(self, trial: Trial | None) -> "KeptSettings":
        """With what a trial showed, if there was one."""
        if trial is None:
            return self
        seen = {"carries_factors": trial.carries_factors, "proven": trial.proven, "strict": trial.strict}
        return self.model_copy(update=seen)


@dataclass(frozen=True, slots=True)
class Integration:
    """A connection, without its credentials; `proven` and `strict` as in `Trial`, times in Unix seconds.

    `last4` has the last four characters of each credential that is long enough to keep the rest secret.
    """

    id: str
    tenant_id: int
    kind: IntegrationKind
    settings: AnySettings
    carries_factors: tuple[Factor, ...]
    proven: tuple[Factor, ...]
    strict: bool
    last4: dict[str, str]
    last_success_at: float | None
    last_failure: LastFailure | None
    created_at: float
    replaced: bool
    sealed_credentials: bytes = field(repr=False)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What may be looked up here."""
        return () if isinstance(self.settings, TwilioSettings) else self.settings.kinds

    @property
    def reference_prefixes(self) -> tuple[str, ...]:
        """How its references begin."""
        return () if isinstance(self.settings, TwilioSettings) else self.settings.reference_prefixes

    @property
    def sees_all(self) -> bool:
        """Whether the shop's whole past is seen."""
        return not isinstance(self.settings, ShopifySettings) or self.settings.sees_all_orders

    def locates(self, policy: CallerVerification) -> bool:
        """Whether an e-mail may stand for the number.

        It then goes along as a claim, and right. An endpoint that is content with any right claim would tell everybody
        who knows it: so it must be proven to refuse a wrong claim beside a right e-mail, or name what we compare.
        """
        if policy.require is Require.NONE or policy.endpoint_verifies:
            return True
        others = {factor for factor in policy.factors if factor is not Factor.EMAIL}
        proven = self.strict and Factor.EMAIL in self.proven and bool(others & set(self.proven))
        compared = bool(others & set(self.carries_factors)) and not self.judges(policy)
        return proven or compared

    def judges(self, policy: CallerVerification) -> bool:
        """Whether the endpoint is proven to judge every claim that this policy may send it."""
        judged = set(policy.factors) <= set(self.proven)
        return judged and (policy.require is not Require.ALL or self.strict)


async def connect(
    t: Transaction,
    vault: Vault,
    new: Connection,
    *,
    trial: Trial | None = None,
    carries: tuple[Factor, ...] = (),
    replace: bool,
    at: float,
) -> Integration:
    """Keep a new connection as the tenant's active one; with `replace` in the place of the one before.

    `trial` is what its test showed; without one, an endpoint counts as not judging claims. `carries` are the factors
    that a store's own check saw its orders name.

    Raises: SetupError: not_found (tenant); active_connector_exists.
    """
    await tenancy.find(t, new.tenant_id)
    rival = await (active(t, new.tenant_id) if new.kind.looks_up else of_kind(t, new.tenant_id, new.kind))
    if rival is not None:
        if not replace:
            raise SetupError(
                Code.ACTIVE_CONNECTOR_EXISTS,
                f"This tenant has an active connector ({rival.kind.value}); replace it or disconnect it first.",
            )
        await _end(t, rival, at)
    kept = KeptSettings(settings=new.settings, carries_factors=carries, last4=_ends(new)).shown(trial)
    await t.run(
        "INSERT INTO integrations (id, tenant_id, kind, settings, sealed_credentials, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        *(new.integration_id, new.tenant_id, new.kind.value, kept.model_dump_json()),
        vault.seal(new.credentials.model_dump_json().encode(), tenant=new.tenant_id, where=_place(new.integration_id)),
        at,
    )
    await generation.bump(t)
    return await of_kind(t, new.tenant_id, new.kind) or _gone(new.integration_id)


async def active(t: Transaction, tenant_id: int) -> Integration | None:
    """The tenant's active connection to its shop, if it has one."""
    row = await t.row(LOOKS_UP, tenant_id)
    return _integration(row) if row else None


async def of_kind(t: Transaction, tenant_id: int, kind: IntegrationKind) -> Integration | None:
    """The tenant's active connection of this kind, if it has one."""
    row = await t.row(f"{ACTIVE} AND kind = $2", tenant_id, kind.value)
    return _integration(row) if row else None


async def every(t: Transaction, tenant_id: int, after: Place = BEGINNING, limit: int = ALL) -> list[Integration]:
    """The active connections, oldest first."""
    rows = await t.rows(
        f"{ACTIVE} AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4", tenant_id, *after, limit
    )
    return [_integration(row) for row in rows]


async def find(t: Transaction, tenant_id: int, kind: IntegrationKind | None = None) -> Integration:
    """The tenant's active connection of this kind, by default the one to its shop. Raises: SetupError (not_found)."""
    found = await (of_kind(t, tenant_id, kind) if kind else active(t, tenant_id))
    if found is None:
        raise not_found("An active connector of this tenant")
    return found


async def find_by_id(t: Transaction, tenant_id: int, integration_id: str) -> Integration:
    """One connection of the tenant, also one that was replaced since. Raises: SetupError (not_found)."""
    row = await t.row("SELECT * FROM integrations WHERE id = $1 AND tenant_id = $2", integration_id, tenant_id)
    return _integration(row) if row else _gone(integration_id)


def connection_of(integration: Integration, vault: Vault) -> Connection:
    """What to call the shop with, secrets included. Raises: VaultError."""
    plain = vault.open(integration.sealed_credentials, tenant=integration.tenant_id, where=_place(integration.id))
    credentials = CREDENTIALS[integration.kind].model_validate_json(plain)
    return Connection(integration.id, integration.tenant_id, integration.kind, integration.settings, credentials)


async def record(
    t: Transaction,
    tenant_id: int,
    integration_id: str,
    trial: Trial | None,
    *,
    settings: AnySettings | None = None,
    carries: tuple[Factor, ...] = (),
) -> Integration:
    """Keep what a later test of an active connection showed; an inconclusive trial changes nothing.

    `settings` and `carries` are what a store's check found out anew.

    Raises: SetupError (not_found), also where another connection has taken its place meanwhile.
    """
    found = await find_by_id(t, tenant_id, integration_id)
    if found.replaced:
        raise not_found(f"Connector {integration_id}")
    conclusive = trial if trial is not None and trial.conclusive else None
    kept = KeptSettings(
        settings=settings or found.settings,
        carries_factors=carries or found.carries_factors,
        proven=found.proven,
        strict=found.strict,
        last4=found.last4,
    ).shown(conclusive)
    await t.run(
        "UPDATE integrations SET settings = $1 WHERE id = $2 AND tenant_id = $3",
        *(kept.model_dump_json(), integration_id, tenant_id),
    )
    await generation.bump(t)
    return await find_by_id(t, tenant_id, integration_id)


async def disconnect(t: Transaction, tenant_id: int, kind: IntegrationKind | None = None, *, at: float) -> Integration:
    """End the active connection and erase its credentials. Raises: SetupError (not_found)."""
    found = await find(t, tenant_id, kind)
    await _end(t, found, at)
    await generation.bump(t)
    return found


async def _end(t: Transaction, found: Integration, at: float) -> None:
    await t.run(
        "UPDATE integrations SET replaced_at = $1, sealed_credentials = $2 WHERE id = $3 AND tenant_id = $4",
        *(at, b"", found.id, found.tenant_id),
    )


def _ends(new: Connection) -> dict[str, str]:
    secrets = new.credentials.model_dump(by_alias=True, exclude_none=True, exclude={"shop", "account_sid"})
    return {name: str(value)[-LAST:] for name, value in secrets.items()}


def _gone(integration_id: str) -> NoReturn:
    raise not_found(f"Connector {integration_id}")


def _place(integration_id: str) -> str:
    return f"integrations/{integration_id}/credentials"


def _integration(row: Row) -> Integration:
    kind = IntegrationKind(row["kind"])
    kept = KeptSettings.model_validate_json(row["settings"])
    return Integration(
        id=row["id"],
        tenant_id=row["tenant_id"],
        kind=kind,
        settings=kept.settings,
        carries_factors=kept.carries_factors,
        proven=kept.proven,
        strict=kept.strict,
        last4=kept.last4,
        last_success_at=row["last_success_at"],
        last_failure=read_failure(row["last_failure"]),
        created_at=row["created_at"],
        replaced=row["replaced_at"] is not None,
        sealed_credentials=row["sealed_credentials"],
    )
