"""What stands beside tickets in a list: the customer's own words, of any number of tickets in one statement."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from infra.store.transaction import Row, Transaction
from infra.store.vault import Vault, VaultError
from intents import addresses
from journal import sealing

A_SENTENCE = 3
"""Words; less ("yes", "ORD-9842") says little to whoever was not there."""
LOOKS_BACK = 9
"""Utterances of both sides: as many as a customer needs to say what it is about and to answer our questions."""


@dataclass(frozen=True, slots=True)
class Preview:
    """`words`: one utterance of the customer. `waits`: they have written since anybody answered."""

    words: str = field(repr=False)
    waits: bool


async def previews(tx: Transaction, vault: Vault, tenant: int, ticket_ids: Sequence[str]) -> dict[str, Preview]:
    """By ticket; without those whose conversation is not kept (any more)."""
    if not ticket_ids:
        return {}
    said: dict[str, list[Row]] = {}
    for row in await tx.rows(_told(len(ticket_ids)), tenant, *ticket_ids):
        said.setdefault(row["ticket_id"], []).append(row)
    return {ticket_id: _preview(vault, rows) for ticket_id, rows in said.items()}


def _preview(vault: Vault, newest_first: Sequence[Row]) -> Preview:
    """What nobody has answered yet, else the newest whole sentence of those that led to the ticket, else the newest."""
    waits = newest_first[0]["answered_by"] is None
    words: list[str] = []
    for row in newest_first[:1] if waits else newest_first:
        with suppress(VaultError):  # one that cannot be read hides no other
            words.append(sealing.utterance(vault, row).text)
    telling = [each for each in words if len(each.split()) >= A_SENTENCE]
    of_it = [each for each in telling if not addresses.might_hold(each)]  # how to be reached is rarely what it is about
    return Preview(next(iter(of_it or telling or words), ""), waits)


def _told(count: int) -> str:
    """Up to when the ticket was opened or added to, and what was written to whoever has it; the newest first."""
    ids = ", ".join(f"${number}" for number in range(2, count + 2))
    mine = "{0}.party = 'customer' AND ({0}.at <= told.until OR {0}.answered_by IS NULL)"
    return (
        "WITH told AS (SELECT t.id, t.conversation_id, MAX(e.at) AS until FROM tickets t"  # noqa: S608 - constants only
        " JOIN ticket_events e ON e.ticket_id = t.id AND e.event IN ('created', 'added')"
        f" WHERE t.tenant_id = $1 AND t.id IN ({ids}) GROUP BY t.id, t.conversation_id)"
        " SELECT told.id AS ticket_id, u.* FROM told JOIN utterances u"
        f" ON u.conversation_id = told.conversation_id AND u.tenant_id = $1 AND {mine.format('u')}"
        f" WHERE u.seq > (SELECT MAX(x.seq) - {LOOKS_BACK} FROM utterances x"
        f" WHERE x.conversation_id = told.conversation_id AND {mine.format('x')}) ORDER BY u.seq DESC"
    )
