"""A line as its calls need it: the number called, the shop it belongs to, and whose signature is believed there."""

from dataclasses import dataclass, field

from infra.store.transaction import Transaction
from infra.store.vault import Vault
from tenants import integrations, tenancy
from tenants.connector import IntegrationKind, TwilioCredentials
from tenants.lines import Mode, read_line


@dataclass(frozen=True, slots=True)
class Telephone:
    """A line that can be called. `shop` is the tenant's name; `tokens` are those a request may be signed with."""

    line_id: str
    tenant_id: int
    shop: str
    e164: str
    agent_id: str
    mode: Mode
    voice: str | None
    language: str
    account_sid: str
    tokens: tuple[str, ...] = field(repr=False)


async def load(t: Transaction, vault: Vault, line_id: str) -> Telephone | None:
    """The line of this id, whoever's it is, or None: without a telephone account no line can be believed.

    Raises: VaultError.
    """
    row = await t.row("SELECT * FROM numbers WHERE id = $1", line_id)
    if row is None:
        return None
    line = read_line(row)
    account = await integrations.of_kind(t, line.tenant_id, IntegrationKind.TWILIO)
    if account is None:
        return None
    credentials = integrations.connection_of(account, vault).credentials
    if not isinstance(credentials, TwilioCredentials):
        raise TypeError("a telephone account has the credentials of one")
    tenant = await tenancy.find(t, line.tenant_id)
    return Telephone(
        line.id,
        line.tenant_id,
        tenant.name,
        line.e164,
        line.agent_id,
        line.mode,
        line.voice,
        line.language,
        credentials.account_sid,
        tuple(filter(None, (credentials.auth_token, credentials.next_auth_token))),
    )
