"""What is to be mailed because of a ticket: kept in the transaction that makes it needed, sent by a worker.

A mail holds neither address nor words: both are read when it is sent, so that what was forgotten is not sent.
"""

from dataclasses import dataclass
from enum import StrEnum

from infra.outbox import leases
from infra.store.ids import new_id
from infra.store.transaction import Row, Transaction

AWAY_SECONDS = 120.0
"""A visitor who has not written for so long after a colleague's words is taken to have left."""
LEASE_SECONDS = 60.0
TABLE = "mails"
MOST_AT_ONCE = 20
KEPT_SECONDS = 30 * 86_400.0


class Kind(StrEnum):
    """ANSWER: a colleague has answered, to the customer. WAITING: nobody has claimed a ticket, to a member."""

    ANSWER = "answer"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. `after`: of an answer, the number of the utterance or event after which it begins.

    `until`: as long as whoever took it may try.
    """

    id: str
    tenant: int
    ticket_id: str
    kind: Kind
    member_id: str | None
    after: int
    attempts: int
    created_at: float
    until: float


async def put_answer(tx: Transaction, tenant: int, ticket_id: str, *, after: int, at: float, there: bool) -> None:
    """Have a colleague's words mailed, together with those that wait for it already.

    `there`: the customer may be looking on; then it is decided later whether a mail is needed.
    """
    row = await tx.row(
        "SELECT id FROM mails WHERE ticket_id = $1 AND tenant_id = $2 AND kind = 'answer' AND state = 'waiting'"
        " AND attempts = 0",
        *(ticket_id, tenant),
    )
    if row is None:
        await put(tx, tenant, ticket_id, Kind.ANSWER, after=after, at=at, due=at + (AWAY_SECONDS if there else 0.0))


async def put(
    tx: Transaction,
    tenant: int,
    ticket_id: str,
    kind: Kind,
    *,
    at: float,
    due: float,
    after: int = 0,
    member_id: str | None = None,
) -> None:
    """One mail more, to be sent when it is due."""
    await tx.run(
        "INSERT INTO mails (id, tenant_id, ticket_id, kind, member_id, after_seq, state, attempts, next_at,"
        " leased_until, created_at) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, 0, $8)",
        *(new_id("mai"), tenant, ticket_id, kind.value, member_id, after, due, at),
    )


async def due(tx: Transaction, now: float) -> list[str]:
    """The ids of mails that may be tried now, the longest due first."""
    rows = await tx.rows(
        "SELECT id FROM mails WHERE state = 'waiting' AND next_at <= $1 AND leased_until <= $1"
        " ORDER BY next_at, id LIMIT $2",
        *(now, MOST_AT_ONCE),
    )
    return [str(row["id"]) for row in rows]


async def lease(tx: Transaction, mail_id: str, now: float) -> Mail | None:
    """Take one to send; None where another worker was faster."""
    row = await leases.take(tx, TABLE, mail_id, now, until=now + LEASE_SECONDS)
    return None if row is None else _mail(row)


async def settle(tx: Transaction, mail: Mail, state: str, at: float, why: str | None = None) -> None:
    """It is over: `sent`, `dropped` (it was not needed, or nowhere to send it to) or `dead`.

    What was sent is sent, whoever else is at it; that it is dead only whoever has it may say.
    """
    until = mail.until if state == "dead" else None
    await leases.end(tx, TABLE, mail.id, state, at, until=until, last_error=why)


async def again(tx: Transaction, mail: Mail, next_at: float, why: str) -> None:
    """It is to be tried again then, unless somebody else tries it already."""
    await leases.put_off(tx, TABLE, mail.id, next_at, until=mail.until, last_error=why)


async def forget(tx: Transaction, now: float) -> None:
    """Erase those that have been over for a month."""
    await tx.run("DELETE FROM mails WHERE state <> 'waiting' AND settled_at < $1", now - KEPT_SECONDS)


def _mail(row: Row) -> Mail:
    kind = Kind(row["kind"])
    return Mail(
        *(row["id"], row["tenant_id"], row["ticket_id"], kind, row["member_id"], row["after_seq"], row["attempts"]),
        *(row["created_at"], row["leased_until"]),
    )
