"""Integrations: a tenant's connection to its shop. One is active; its credentials are sealed and never shown again."""

import json
from dataclasses import dataclass, field

from pydantic import BaseModel

from infra.store.transaction import Row, Transaction
from infra.store.vault import Vault
from tenants import generation, tenancy
from tenants.connector import GENERIC_HTTPS, ConnectorSettings, EndpointSettings
from tenants.draft import CallerVerification
from tenants.errors import Code, SetupError, not_found
from tenants.outcomes import LastFailure, read_failure
from tenants.trial import Trial
from verification.policy import Factor, Require

ACTIVE = "SELECT * FROM integrations WHERE tenant_id = $1 AND replaced_at IS NULL"


class KeptSettings(BaseModel):
    """What the row keeps: the merchant's settings, and what the trial showed."""

    endpoint: EndpointSettings
    carries_factors: tuple[Factor, ...] = ()
    proven: tuple[Factor, ...] = ()
    strict: bool = False

    @classmethod
    def of(cls, endpoint: EndpointSettings, trial: Trial | None) -> "KeptSettings":
        """With what a trial showed, if there was one."""
        if trial is None:
            return cls(endpoint=endpoint)
        return cls(endpoint=endpoint, carries_factors=trial.carries_factors, proven=trial.proven, strict=trial.strict)


@dataclass(frozen=True, slots=True)
class Integration:
    """An active connection, without its credentials; `proven` and `strict` as in `Trial`, times in Unix seconds."""

    id: str
    tenant_id: int
    kind: str
    endpoint: EndpointSettings
    carries_factors: tuple[Factor, ...]
    proven: tuple[Factor, ...]
    strict: bool
    last_success_at: float | None
    last_failure: LastFailure | None
    created_at: float
    sealed_credentials: bytes = field(repr=False)

    def judges(self, policy: CallerVerification) -> bool:
        """Whether the endpoint is proven to judge every claim that this policy may send it."""
        judged = set(policy.factors) <= set(self.proven)
        return judged and (policy.require is not Require.ALL or self.strict)


async def connect(
    t: Transaction, vault: Vault, new: ConnectorSettings, *, trial: Trial | None = None, replace: bool, at: float
) -> Integration:
    """Keep a new connection as the tenant's active one; with `replace` in the place of the one before.

    `trial` is what its test showed; without one, the endpoint counts as not judging claims.

    Raises: SetupError: not_found (tenant); active_connector_exists.
    """
    await tenancy.find(t, new.tenant_id)
    if await active(t, new.tenant_id) is not None:
        if not replace:
            raise SetupError(
                Code.ACTIVE_CONNECTOR_EXISTS, "This tenant has an active connector; replace it or disconnect it first."
            )
        await disconnect(t, new.tenant_id, at=at)
    kept = KeptSettings.of(new.endpoint, trial)
    credentials = json.dumps({"secret": new.secret}).encode()
    await t.run(
        "INSERT INTO integrations (id, tenant_id, kind, settings, sealed_credentials, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        *(new.integration_id, new.tenant_id, GENERIC_HTTPS, kept.model_dump_json()),
        *(vault.seal(credentials, tenant=new.tenant_id, where=_place(new.integration_id)),),
        at,
    )
    await generation.bump(t)
    return await find(t, new.tenant_id)


async def active(t: Transaction, tenant_id: int) -> Integration | None:
    """The tenant's active connection, if it has one."""
    row = await t.row(ACTIVE, tenant_id)
    return _integration(row) if row else None


async def find(t: Transaction, tenant_id: int) -> Integration:
    """The tenant's active connection. Raises: SetupError (not_found)."""
    found = await active(t, tenant_id)
    if found is None:
        raise not_found("An active connector of this tenant")
    return found


def settings_of(integration: Integration, vault: Vault) -> ConnectorSettings:
    """What to call the shop with, secret included. Raises: VaultError."""
    plain = vault.open(integration.sealed_credentials, tenant=integration.tenant_id, where=_place(integration.id))
    secret = json.loads(plain)["secret"]
    return ConnectorSettings(integration.id, integration.tenant_id, integration.endpoint, secret)


async def record(t: Transaction, tenant_id: int, integration_id: str, trial: Trial) -> Integration:
    """Keep what a later test of the active connection showed; an inconclusive one changes nothing.

    Raises: SetupError (not_found), also where another connection has taken its place meanwhile.
    """
    found = await find(t, tenant_id)
    if found.id != integration_id:
        raise not_found(f"Connector {integration_id}")
    if not trial.conclusive:
        return found
    kept = KeptSettings.of(found.endpoint, trial)
    await t.run(
        "UPDATE integrations SET settings = $1 WHERE id = $2 AND tenant_id = $3",
        *(kept.model_dump_json(), integration_id, tenant_id),
    )
    await generation.bump(t)
    return await find(t, tenant_id)


async def disconnect(t: Transaction, tenant_id: int, *, at: float) -> None:
    """End the active connection and erase its credentials. Raises: SetupError (not_found)."""
    sql = "UPDATE integrations SET replaced_at = $1, sealed_credentials = $2"
    ended = await t.run(f"{sql} WHERE tenant_id = $3 AND replaced_at IS NULL", at, b"", tenant_id)
    if not ended:
        raise not_found("An active connector of this tenant")
    await generation.bump(t)


def _place(integration_id: str) -> str:
    return f"integrations/{integration_id}/credentials"


def _integration(row: Row) -> Integration:
    kept = KeptSettings.model_validate_json(row["settings"])
    return Integration(
        id=row["id"],
        tenant_id=row["tenant_id"],
        kind=row["kind"],
        endpoint=kept.endpoint,
        carries_factors=kept.carries_factors,
        proven=kept.proven,
        strict=kept.strict,
        last_success_at=row["last_success_at"],
        last_failure=read_failure(row["last_failure"]),
        created_at=row["created_at"],
        sealed_credentials=row["sealed_credentials"],
    )
