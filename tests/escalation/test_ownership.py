"""Whose a ticket is: every move from every state, by its owner, by another and by nobody."""

import re
from pathlib import Path

import pytest

from escalation import ownership
from escalation.errors import TicketCode, TicketError
from escalation.ownership import LEASE_SECONDS, OUTCOMES, Move, Wish
from escalation.reasons import Reason
from infra.store.transaction import Row, Transaction, Value
from tests.escalation.conftest import ADA, BOB, Desk

ROOT = Path(__file__).parents[2]
CLAIMED, RESOLVED = TicketCode.CLAIMED, TicketCode.RESOLVED
WAYS: dict[Move, dict[str, tuple[TicketCode | None, TicketCode | None]]] = {
    # what becomes of it in each state: by Ada, who has it where somebody does, and by Bob
    Move.CLAIM: {"waiting": (None, None), "claimed": (None, CLAIMED), "resolved": (RESOLVED, RESOLVED)},
    Move.TAKE_OVER: {"waiting": (None, None), "claimed": (None, None), "resolved": (RESOLVED, RESOLVED)},
    Move.RELEASE: {
        "waiting": (TicketCode.NOT_CLAIMED,) * 2, "claimed": (None, CLAIMED), "resolved": (RESOLVED, RESOLVED),
    },
    Move.HAND_BACK: {
        "waiting": (TicketCode.NOT_CLAIMED,) * 2, "claimed": (None, CLAIMED), "resolved": (RESOLVED, RESOLVED),
    },
    Move.RESOLVE: {"waiting": (None, None), "claimed": (None, CLAIMED), "resolved": (RESOLVED, RESOLVED)},
    Move.REOPEN: {
        "waiting": (TicketCode.NOT_RESOLVED,) * 2, "claimed": (TicketCode.NOT_RESOLVED,) * 2, "resolved": (None, None),
    },
}  # fmt: skip


async def reaches(desk: Desk, state: str) -> None:
    await desk.opens(Reason.HUMAN, at=1.0)
    if state == "claimed":
        assert await desk.moves(1, Move.CLAIM, at=2.0) is None
    if state == "resolved":
        assert await desk.resolves(1, "refunded", at=2.0)


@pytest.mark.parametrize("state", ["waiting", "claimed", "resolved"])
@pytest.mark.parametrize("move", WAYS)
async def test_every_move_from_every_state(desk: Desk, move: Move, state: str) -> None:
    await reaches(desk, state)
    owners, others = WAYS[move][state]
    before = (await desk.shows(1)).ticket
    refused = [(by, code) for by, code in ((BOB, others), (ADA, owners)) if code is not None]
    for by, code in refused:
        assert await desk.moves(1, move, by, at=3.0) == code
        assert (await desk.shows(1)).ticket == before
    allowed = [by for by, code in ((ADA, owners), (BOB, others)) if code is None]
    if allowed:
        assert await desk.moves(1, move, allowed[-1], at=3.0) is None


async def test_another_takes_over_and_the_first_has_it_no_more(desk: Desk) -> None:
    await reaches(desk, "claimed")
    assert await desk.moves(1, Move.TAKE_OVER, BOB, at=3.0) is None
    ticket = (await desk.shows(1)).ticket
    assert (ticket.owner, ticket.owner_name, ticket.lease_until) == (BOB.id, "Bob", 3.0 + LEASE_SECONDS)
    assert await desk.moves(1, Move.RELEASE, ADA) == CLAIMED
    assert [event for event, _ in (await desk.shows(1)).events] == ["created", "claimed", "taken_over"]


async def test_a_claim_lapses_when_its_lease_is_over_and_not_before(desk: Desk) -> None:
    await reaches(desk, "claimed")
    assert await desk.moves(1, Move.LAPSE, None, at=2.0 + LEASE_SECONDS - 0.1) == TicketCode.CHANGED_MEANWHILE
    assert await desk.moves(1, Move.LAPSE, None, at=2.0 + LEASE_SECONDS) is None
    ticket = (await desk.shows(1)).ticket
    assert (ticket.state, ticket.owner, ticket.waiting_since) == ("waiting", None, 2.0 + LEASE_SECONDS)


async def test_an_older_version_moves_nothing(desk: Desk) -> None:
    await reaches(desk, "claimed")
    assert await desk.moves(1, Move.RELEASE, seen=1) == TicketCode.CHANGED_MEANWHILE
    assert await desk.moves(1, Move.RELEASE, seen=2) is None


async def test_a_claim_writes_over_nothing_that_was_read_too_early(desk: Desk) -> None:
    """Whatever an engine promises of what was read: the UPDATE itself asks for the version."""
    await desk.opens(Reason.HUMAN)
    early = await desk.store.read(lambda tx: tx.row("SELECT * FROM tickets WHERE number = 1"))
    assert early is not None
    assert await desk.moves(1, Move.CLAIM, ADA) is None

    class Late:
        """A transaction in which a ticket stands as it stood before Ada took it."""

        def __init__(self, tx: Transaction) -> None:
            self.rows, self.run = tx.rows, tx.run

        async def row(self, _sql: str, *_values: Value) -> Row | None:
            return early

    wish = Wish(Move.CLAIM, BOB, 9.0)
    with pytest.raises(TicketError) as refused:
        await desk.store.write(lambda tx: ownership.move(Late(tx), desk.tenant, early["id"], wish))
    assert refused.value.code is TicketCode.CHANGED_MEANWHILE
    assert (await desk.shows(1)).ticket.owner == ADA.id


async def test_handing_back_is_an_outcome(desk: Desk) -> None:
    await reaches(desk, "claimed")
    assert await desk.moves(1, Move.HAND_BACK) is None
    assert (await desk.shows(1)).ticket.outcome == "handed_back"
    assert "handed_back" in OUTCOMES


async def test_a_reopened_ticket_waits_anew_unless_its_cause_has_another(desk: Desk) -> None:
    await reaches(desk, "resolved")
    assert await desk.moves(1, Move.REOPEN, at=50.0) is None
    ticket = (await desk.shows(1)).ticket
    assert (ticket.state, ticket.outcome, ticket.resolved_at, ticket.owner) == ("waiting", None, None, None)
    assert (ticket.due_at, ticket.steps_taken) == (50.0 + 3600, 0)
    await desk.resolves(1, at=51.0)
    await desk.opens(Reason.HUMAN, at=52.0)
    assert await desk.moves(1, Move.REOPEN) == TicketCode.OPEN_AGAIN


async def test_nobody_moves_what_is_another_tenants(desk: Desk, rival: Desk) -> None:
    await reaches(desk, "waiting")
    assert await rival.moves(1, Move.CLAIM) == TicketCode.NOT_FOUND
    assert (await desk.shows(1)).ticket.state == "waiting"


def test_one_file_alone_writes_owner_and_state() -> None:
    """Else somebody changes hands without an event, or the assistant speaks over a colleague."""
    writers = set()
    for path in ROOT.glob("*/**/*.py"):
        if path.parts[len(ROOT.parts)] in {"tests", "bench", ".venv"} or "migrations" in path.parts:
            continue
        joined = re.sub(r'"\s*\n\s*f?"', "", path.read_text())
        for statement in re.findall(r"UPDATE tickets SET (.*?)\bWHERE\b", joined, re.DOTALL):
            if re.search(r"\b(owner|owner_name|state|outcome|lease_until)\s*=", statement):
                writers.add(str(path.relative_to(ROOT)))
    assert writers == {"escalation/ownership.py"}
