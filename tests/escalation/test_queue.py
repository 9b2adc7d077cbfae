"""Tickets on a real database."""

import json
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalation import queue, tickets
from escalation.case import Case
from escalation.listing import TOP, Wanted
from escalation.queue import OUTCOMES, Ticket
from escalation.reasons import Reason
from escalation.tickets import URGENCY
from infra.store.page import Place
from infra.store.transaction import Transaction
from lookup.order import Kind
from tests.escalation.conftest import FROM, Desk
from tests.world.written import written
from verification.policy import Claim, Factor

ZIP = Claim(Factor.ZIP, "94107", 1.0)
LOST = Case(
    Reason.LOST,
    Kind.ORDER,
    "ORD-9842",
    (ZIP,),
    contact="ada@example.com",
    message="it never came",
    proof="proven:zip",
    tried=("told",),
)
RUNS = count()
NEEDLES = (b"ORD-9842", b"94107", b"ada@example.com", b"never came")


async def test_a_ticket_shows_what_the_customer_said(desk: Desk) -> None:
    opened = await desk.opens(LOST, at=100.0)
    assert (opened.number, opened.again) == (1, False)
    shown = await desk.shows(1)
    assert shown.case == LOST
    assert shown.events == (("created", 100.0),)
    ticket = shown.ticket
    assert (ticket.kind, ticket.state, ticket.owner, ticket.proof) == ("lost", "waiting", None, "proven:zip")
    assert (ticket.priority, ticket.due_at) == (2, 100.0 + URGENCY[Reason.LOST][1])


@pytest.mark.parametrize("reason", Reason)
async def test_every_reason_has_its_urgency_and_its_outbox_row(desk: Desk, reason: Reason) -> None:
    opened = await desk.opens(reason)
    rows = await desk.outbox()
    taken = ["message.taken"] if reason in {Reason.MESSAGE, Reason.LOOKUP_FAILED} else []
    assert [row["event"] for row in rows] == [*taken, "ticket.created"]
    for row in rows:
        assert json.loads(row["payload"]) == {"ticketId": opened.ticket_id, "number": 1, "kind": reason.value}


async def test_the_same_identity_adds_to_its_ticket_and_keeps_what_was_written_before(desk: Desk) -> None:
    await desk.opens(LOST, at=1.0)
    more = Case(Reason.LOST, message="the neighbours have not seen it", tried=("told", "told"))
    again = await desk.opens(more, at=2.0)
    assert (again.number, again.again) == (1, True)
    shown = await desk.shows(1)
    written = "it never came\nthe neighbours have not seen it"
    assert shown.case == replace(LOST, message=written, tried=("told", "told"))
    assert (shown.ticket.version, shown.ticket.updated_at, shown.ticket.created_at) == (2, 2.0, 1.0)
    assert [event for event, _ in shown.events] == ["created", "added"]
    assert len(await desk.outbox()) == 1


async def test_what_is_new_wins_where_it_says_something(desk: Desk) -> None:
    await desk.opens(LOST, at=1.0)
    await desk.opens(Case(Reason.LOST, reference="ORD-5000", contact="+14155550100", message="it never came"), at=2.0)
    case = (await desk.shows(1)).case
    assert (case.reference, case.contact, case.message) == ("ORD-5000", "+14155550100", "it never came")
    assert (case.claims, case.proof, case.kind) == ((ZIP,), "proven:zip", Kind.ORDER)


async def test_the_same_cause_again_changes_nothing_and_gives_the_same_answer(desk: Desk) -> None:
    first = await desk.opens(Reason.HUMAN, at=1.0, cause="one")
    added = await desk.opens(Reason.HUMAN, at=2.0, cause="two")
    before = await desk.shows(1)
    assert await desk.opens(LOST, at=3.0, cause="one") == first
    assert await desk.opens(LOST, at=3.0, cause="two") == added
    await desk.resolves(1)
    assert await desk.opens(LOST, at=10.0, cause="one") == first
    assert (await desk.shows(1)).case == before.case
    assert await desk.numbers() == [1]


async def test_a_case_whose_order_became_known_finds_its_ticket_and_takes_its_new_name(desk: Desk) -> None:
    await desk.opens(Reason.HUMAN, at=1.0, identity="someone")
    found = await desk.opens(Reason.HUMAN, at=2.0, identity="someone, ORD-9842", earlier="someone")
    assert (found.number, found.again) == (1, True)
    assert (await desk.opens(Reason.HUMAN, at=3.0, identity="someone, ORD-9842")).number == 1
    assert (await desk.opens(Reason.HUMAN, at=4.0, identity="someone")).number == 2
    both = await desk.opens(Reason.HUMAN, at=5.0, identity="someone, ORD-9842", earlier="someone")
    assert both.number == 1


async def test_after_it_is_resolved_the_same_case_is_a_new_ticket(desk: Desk) -> None:
    await desk.opens(LOST, at=1.0)
    assert await desk.resolves(1)
    again = await desk.opens(LOST, at=10.0)
    assert (again.number, again.again) == (2, False)


async def test_resolving_is_written_once_and_told_once(desk: Desk) -> None:
    opened = await desk.opens(LOST, at=1.0)
    assert await desk.resolves(1, "refunded", at=5.0)
    assert not await desk.resolves(1, "other", at=6.0)
    assert not await desk.resolves(2)
    shown = await desk.shows(1)
    assert (shown.ticket.state, shown.ticket.outcome, shown.ticket.version) == ("resolved", "refunded", 2)
    assert shown.events == (("created", 1.0), ("resolved", 5.0))
    created, resolved = await desk.outbox()
    assert (created["event"], resolved["event"]) == ("ticket.created", "ticket.resolved")
    told = {"ticketId": opened.ticket_id, "number": 1, "kind": "lost", "outcome": "refunded"}
    assert json.loads(resolved["payload"]) == told


async def test_an_outcome_is_one_of_a_list(desk: Desk) -> None:
    await desk.opens(LOST)
    with pytest.raises(ValueError, match="an outcome is one of"):
        await desk.resolves(1, "vanished")
    assert all(" " not in outcome for outcome in OUTCOMES)


async def test_the_queue_has_the_most_urgent_first_and_what_is_done_last(desk: Desk) -> None:
    for at, reason in enumerate([Reason.MESSAGE, Reason.LOST, Reason.HUMAN, Reason.DAMAGED, Reason.HUMAN], start=1):
        await desk.opens(reason, at=float(at), identity=str(at))
    assert await desk.numbers() == [3, 5, 2, 4, 1]
    await desk.resolves(3)
    assert await desk.numbers() == [5, 2, 4, 1, 3]
    assert await desk.numbers("waiting") == [5, 2, 4, 1]
    assert (await desk.numbers("resolved"), await desk.numbers("claimed")) == ([3], [])


@pytest.mark.parametrize("state", [None, "waiting", "resolved"])
async def test_page_by_page_the_queue_is_the_same_and_nobody_is_left_out(desk: Desk, state: str | None) -> None:
    for number, reason in enumerate([*Reason, *Reason], 1):
        await desk.opens(
            replace(LOST, reason=reason, reference=f"ORD-{number}"), at=float(number), identity=str(number)
        )
        if number % 3 == 0:
            await desk.resolves(number)
    wanted = Wanted(state=state)
    whole = await desk.store.read(lambda tx: queue.listed(tx, desk.tenant, wanted, limit=100))
    assert len(whole) == {None: 14, "waiting": 10, "resolved": 4}[state]
    paged, after = list[Ticket](), TOP
    while page := await desk.store.read(lambda tx, at=after: queue.listed(tx, desk.tenant, wanted, after=at, limit=2)):
        paged += page
        after = page[-1].place
    assert paged == whole
    # A place of another list's page leaves out what comes before it, and is no mistake.
    for place in [each.place for each in await desk.store.read(lambda tx: queue.waiting(tx, desk.tenant))]:
        behind = await desk.store.read(lambda tx, at=place: queue.listed(tx, desk.tenant, wanted, after=at, limit=100))
        assert behind == [each for each in whole if _order(each.place) > _order(place)]


def _order(place: Place) -> tuple[int, int, float, str]:
    rank, priority, ticket_id = place.row_id.split("/")
    return int(rank), int(priority), place.at, ticket_id


async def test_each_tenant_counts_from_one_and_sees_its_own(desk: Desk, rival: Desk) -> None:
    await desk.opens(LOST, identity="same")
    await desk.opens(Reason.HUMAN, at=1.0, identity="other")
    theirs = await rival.opens(Reason.DAMAGED, identity="same")
    assert (theirs.number, theirs.again) == (1, False)
    assert (await rival.shows(1)).ticket.kind == "damaged"
    assert (await desk.numbers(), await rival.numbers()) == ([2, 1], [1])
    assert await rival.store.read(lambda tx: queue.show(tx, rival.vault, rival.tenant, 2)) is None
    assert not await rival.resolves(2)
    assert (await desk.shows(2)).ticket.state == "waiting"


async def test_what_fails_after_it_leaves_no_trace_of_a_ticket(desk: Desk) -> None:
    async def work(tx: Transaction) -> None:
        origin = replace(FROM, tenant=desk.tenant)
        await tickets.open_or_add(tx, desk.vault, LOST, origin, 1.0)
        raise RuntimeError("the commit never came")

    with pytest.raises(RuntimeError):
        await desk.store.write(work)
    assert (await desk.numbers(), await desk.outbox()) == ([], [])
    assert (await desk.opens(LOST)).number == 1


async def test_nothing_the_customer_said_can_be_read_in_the_database(desk: Desk) -> None:
    await desk.opens(LOST, at=1.0)
    await desk.opens(LOST, at=2.0)
    rows = await desk.store.read(lambda tx: tx.rows("SELECT * FROM tickets"))
    found = await written(desk.store)
    assert rows[0]["sealed_case"] in found
    assert [needle for needle in NEEDLES if needle.lower() in found.lower()] == []
    assert rows[0]["reference_index"] == desk.vault.index("reference", "ORD9842")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("123"), st.booleans()), max_size=12))
async def test_whatever_comes_in_whatever_order_a_cause_has_one_ticket_and_an_identity_one_open(
    desk: Desk, steps: list[tuple[str, str, bool]]
) -> None:
    run = f"{next(RUNS)}/"
    ticket_of: dict[str, int] = {}
    open_of: dict[str, int] = {}
    for at, (identity, cause, resolves) in enumerate(steps):
        named = f"{identity}{cause}"
        opened = await desk.opens(Reason.LOST, at=float(at), identity=run + identity, cause=run + named)
        if named in ticket_of:
            assert opened.number == ticket_of[named]
            continue
        assert opened.again == (identity in open_of)
        assert open_of.setdefault(identity, opened.number) == opened.number
        ticket_of[named] = opened.number
        if resolves:
            assert await desk.resolves(open_of.pop(identity))
    found = await desk.store.read(lambda tx: tx.row("SELECT COUNT(*) AS n, MAX(number) AS last FROM tickets"))
    assert found is not None
    assert found["n"] == (found["last"] or 0)
