"""The queue line by line: tickets with what their customers wrote, in three statements however many there are."""

from dataclasses import dataclass, field

from escalation import queue
from escalation.case import Case
from escalation.listing import TOP, Wanted
from escalation.queue import Ticket
from infra.store.page import Place
from infra.store.transaction import Transaction
from infra.store.vault import Vault
from journal.previews import Preview, previews

MOST_SHOWN = 200
"""Characters of a customer's words; a case has them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One ticket in a list.

    Attributes:
        reference: the order it is about, as the customer gave it.
        words: the customer's own, in one line: their message, else what they said last of it, else how to reach them.
        waits: somebody has it, and the customer has written since.
        again: the same conversation had a ticket before, which was resolved.
    """

    ticket: Ticket
    reference: str | None = field(repr=False)
    words: str = field(repr=False)
    waits: bool
    again: bool


async def lines(
    tx: Transaction, vault: Vault, tenant: int, wanted: Wanted, *, after: Place = TOP, limit: int
) -> list[Line]:
    """Those that are wanted, from behind `after`, in the order of `queue.listed`."""
    found = await queue.listed_with_cases(tx, vault, tenant, wanted, after=after, limit=limit)
    ids = [ticket.ticket_id for ticket, _ in found]
    said, returned = await previews(tx, vault, tenant, ids), await queue.returned(tx, tenant, ids)
    return [
        _line(ticket, case, said.get(ticket.ticket_id), again=ticket.ticket_id in returned) for ticket, case in found
    ]


def _line(ticket: Ticket, case: Case | None, preview: Preview | None, *, again: bool) -> Line:
    message, contact, reference = (case.message, case.contact, case.reference) if case else (None, None, None)
    waits = ticket.state == "claimed" and preview is not None and preview.waits
    said = preview.words if preview else None
    words = (said or message) if waits else (message or said)
    return Line(ticket, reference, _one_line(words or contact or ""), waits, again)


def _one_line(words: str) -> str:
    whole = " ".join(words.split())
    return whole if len(whole) <= MOST_SHOWN else f"{whole[: MOST_SHOWN - 1]}…"
