"""Ready-made replies with placeholders that a case fills in; and drafts, kept for each colleague until sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.store.ids import new_id
from infra.store.sealed import DRAFT
from infra.store.transaction import Transaction
from infra.store.vault import Vault
from tenants import tenancy
from tenants.errors import Code, SetupError, not_found

MOST = 200
LONGEST = 4000
PLACEHOLDERS = {
    "reference": "the order or project number the customer gave",
    "number": "the ticket's number",
    "me": "your name",
    "shop": "the shop's name",
}
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class ReadyReply:
    """Words to start from."""

    id: str
    name: str
    words: str

    def filled(self, facts: Mapping[str, str | None]) -> str:
        """With the case's facts; what is not known stays in braces, for the colleague to see."""
        return _PLACE.sub(lambda found: facts.get(found[1]) or found[0], self.words)


async def every(t: Transaction, tenant_id: int) -> list[ReadyReply]:
    """All of a tenant, by name."""
    rows = await t.rows("SELECT * FROM ready_replies WHERE tenant_id = $1 ORDER BY name, id", tenant_id)
    return [ReadyReply(row["id"], row["name"], row["words"]) for row in rows]


async def create(t: Transaction, tenant_id: int, *, name: str, words: str, at: float) -> None:
    """One more. Raises: SetupError: invalid; limit_reached."""
    words = words.replace("\r\n", "\n").strip()
    if not 1 <= len(words) <= LONGEST:
        raise SetupError(Code.INVALID, f"A reply has 1 to {LONGEST} characters.")
    unknown = sorted(set(_PLACE.findall(words)) - set(PLACEHOLDERS))
    if unknown:
        raise SetupError(Code.INVALID, f"There is no placeholder {{{unknown[0]}}}; there are {_names()}.")
    if len(await every(t, tenant_id)) >= MOST:
        raise SetupError(Code.TOO_MANY, f"A tenant has at most {MOST} ready replies.")
    await t.run(
        "INSERT INTO ready_replies (id, tenant_id, name, words, created_at) VALUES ($1, $2, $3, $4, $5)",
        *(new_id("rpl"), tenant_id, tenancy.checked_name(name), words, at),
    )


async def remove(t: Transaction, tenant_id: int, reply_id: str) -> None:
    """One less. Raises: SetupError (not_found)."""
    if not await t.run("DELETE FROM ready_replies WHERE id = $1 AND tenant_id = $2", reply_id, tenant_id):
        raise not_found("This reply")


def _names() -> str:
    return ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose draft of which ticket. `kind` is "reply" or "note"."""

    tenant: int
    ticket_id: str
    member_id: str
    kind: str = field(default="reply")

    @property
    def where(self) -> str:
        """The place that the draft is sealed to."""
        return DRAFT.place.format(ticket_id=self.ticket_id, member_id=self.member_id, kind=self.kind)


async def keep_draft(t: Transaction, vault: Vault, desk: Desk, text: str, *, at: float) -> None:
    """Keep what is written so far, or nothing where it is empty. Nobody else ever reads it."""
    if not text.strip():
        await drop_draft(t, desk)
        return
    sealed = vault.seal(text[:LONGEST].encode(errors="replace"), tenant=desk.tenant, where=desk.where)
    await t.run(
        "INSERT INTO drafts (ticket_id, member_id, kind, tenant_id, sealed_text, updated_at)"
        " SELECT id, $2, $3, $4, $5, $6 FROM tickets WHERE id = $1 AND tenant_id = $4"
        " ON CONFLICT (ticket_id, member_id, kind) DO UPDATE SET sealed_text = $5, updated_at = $6",
        *(desk.ticket_id, desk.member_id, desk.kind, desk.tenant, sealed, at),
    )


async def drop_draft(t: Transaction, desk: Desk) -> None:
    """It was sent, or is not wanted any more."""
    await t.run(
        "DELETE FROM drafts WHERE ticket_id = $1 AND member_id = $2 AND kind = $3 AND tenant_id = $4",
        *(desk.ticket_id, desk.member_id, desk.kind, desk.tenant),
    )


async def draft(t: Transaction, vault: Vault, desk: Desk) -> str:
    """What was written so far. Raises: VaultError."""
    row = await t.row(
        "SELECT sealed_text FROM drafts WHERE ticket_id = $1 AND member_id = $2 AND kind = $3 AND tenant_id = $4",
        *(desk.ticket_id, desk.member_id, desk.kind, desk.tenant),
    )
    return "" if row is None else vault.open(row["sealed_text"], tenant=desk.tenant, where=desk.where).decode()
