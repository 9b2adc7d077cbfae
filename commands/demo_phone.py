"""The demo shop's telephone: an account of nobody's, with a token made here, and a line that `waybill call` reaches."""

from collections.abc import Mapping
from secrets import token_hex

from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from tenants import integrations, lines
from tenants.connector import TwilioCredentials, telephone_connection
from tenants.lines import Mode

NUMBER = "+18005550100"  # of those that are kept for stories


async def telephone_line(store: Store, vault: Vault, given: Mapping[str, str], at: float) -> Mapping[str, str]:
    """Connect the account and open the line; what `waybill call` needs to know of them."""
    account, token = "AC" + token_hex(16), token_hex(16)
    tenant, agent = int(given["DEMO_TENANT"]), given["DEMO_AGENT"]
    new = telephone_connection(tenant, TwilioCredentials(account_sid=account, auth_token=token))

    async def work(tx: Transaction) -> str:
        await integrations.connect(tx, vault, new, replace=False, at=at)
        line = await lines.create(
            tx, tenant, e164=NUMBER, agent_id=agent, mode=Mode.GATHER, voice=None, language="en-US", at=at
        )
        return line.id

    return {
        "DEMO_LINE": await store.write(work),
        "DEMO_PHONE_NUMBER": NUMBER,
        "DEMO_TWILIO_ACCOUNT": account,
        "DEMO_TWILIO_TOKEN": token,
    }
