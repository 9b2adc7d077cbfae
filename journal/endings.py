"""How a conversation ended, told from its rows; and what stays of it in the tallies when it is erased."""

from enum import StrEnum

from escalation import erasing, photos
from infra.store.transaction import Transaction
from journal import tallies
from journal.tallies import Tally, What

FINISHED_AFTER_SECONDS = 30 * 60.0


class Ending(StrEnum):
    """The end of a conversation.

    SILENT: we never replied in it; what a stateless completion leaves behind with its ticket is such a one.
    OPEN: neither ended nor idle for 30 minutes.
    TRANSFERRED: it has a ticket for a person to act on.
    MESSAGE: it has a ticket, and all that was wanted was to leave a message.
    CONTAINED: it has no ticket.
    """

    SILENT = "silent"
    OPEN = "open"
    TRANSFERRED = "transferred"
    MESSAGE = "message"
    CONTAINED = "contained"


def rated(ending: str, helpful: int) -> str:
    """What a conversation counts under whose customer said whether it helped: `contained/yes`."""
    return f"{ending}/{'yes' if helpful else 'no'}"


# Only constants are put into these statements, never a value.
_TICKETS = (
    "SELECT MAX(CASE WHEN t.kind IN ('message', 'lookup_failed') THEN 1 ELSE 2 END) FROM tickets t"
    " WHERE t.conversation_id = c.id AND t.tenant_id = c.tenant_id"  # asked once: PostgreSQL read all for EXISTS
)
_REPLIES = "SELECT 1 FROM utterances u WHERE u.conversation_id = c.id AND u.party = 'assistant'"
ENDING = (
    f"CASE WHEN NOT EXISTS ({_REPLIES}) THEN 'silent'"
    " WHEN c.ended_at IS NULL AND c.updated_at > $2 THEN 'open'"
    f" ELSE CASE ({_TICKETS}) WHEN 2 THEN 'transferred' WHEN 1 THEN 'message' ELSE 'contained' END END"
)
"""The ending of `conversations c`; one that was spoken in after `$2` is not idle yet."""
_LAST_LOOK = (
    f"SELECT c.key_id, c.door, c.created_at, c.helpful, {ENDING} AS ending FROM conversations c"  # noqa: S608
    " WHERE c.tenant_id = $1 AND c.id = $3"
)
_NOTHING_IS_OPEN = float("inf")


async def erase(tx: Transaction, tenant: int, conversation_id: str) -> int | None:
    """Erase a conversation with all that hangs on it; its ending stays as a number. Tickets stay, without a tie to it.

    Returns: how many utterances it had, or None where this tenant has none such.
    """
    row = await tx.row(_LAST_LOOK, tenant, _NOTHING_IS_OPEN, conversation_id)
    if row is None:
        return None
    if row["ending"] != Ending.SILENT:
        day = tallies.day_of(row["created_at"])
        await tallies.add(tx, Tally(tenant, day, row["door"], What.CONVERSATIONS, row["ending"]), 1)
        if row["helpful"] is not None:
            label = rated(row["ending"], row["helpful"])
            await tallies.add(tx, Tally(tenant, day, row["door"], What.RATED, label), 1)
    await tx.run("DELETE FROM created WHERE key_id = $1 AND resource_id = $2", row["key_id"], conversation_id)
    spoken = await tx.run(
        "DELETE FROM utterances WHERE conversation_id = $1 AND tenant_id = $2", conversation_id, tenant
    )
    await photos.erase_of_conversation(tx, tenant, conversation_id)
    await erasing.untie(tx, tenant, conversation_id)
    # What stands of it in `addresses` goes with the row.
    await tx.run("DELETE FROM conversations WHERE id = $1 AND tenant_id = $2", conversation_id, tenant)
    return spoken
