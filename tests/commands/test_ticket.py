"""`waybill ticket`: what waits for a person, read and closed in a terminal."""

import asyncio

import pytest

from escalation import tickets
from escalation.case import Case
from escalation.reasons import Reason
from escalation.tickets import Origin
from infra.store.opening import open_store
from infra.store.transaction import Transaction
from infra.store.vault import Vault, make_key
from lookup.order import Kind
from tests.commands.terminal import Terminal
from verification.policy import Claim, Factor

LOST = Case(
    Reason.LOST, Kind.ORDER, "ORD-9842", (Claim(Factor.ZIP, "94107", 1.0),),
    contact="ada@example.com", message="it never came", proof="proven:zip", tried=("told",),
)  # fmt: skip


@pytest.fixture
def terminal(database_url: str) -> Terminal:
    """A shop with two tickets: a lost parcel, then somebody who wants a person."""
    key = make_key()
    terminal = Terminal({"WAYBILL_SECRET_KEY": key, "DATABASE_URL": database_url})
    terminal.json("tenant", "create", "Lamps")

    async def open_two() -> None:
        store, vault = await open_store(database_url), Vault(key)

        async def work(tx: Transaction) -> None:
            for case in (LOST, Case(Reason.HUMAN)):
                name = case.reason.value
                origin = Origin(1, "agt_1", "sessions", "cnv_1", name, None, name, handed_to_client=False)
                await tickets.open_or_add(tx, vault, case, origin, 1_790_000_000.0)

        await store.write(work)
        await store.close()

    asyncio.run(open_two())
    return terminal


def test_the_queue_is_listed_most_urgent_first(terminal: Terminal) -> None:
    assert [(each["number"], each["kind"]) for each in terminal.json("ticket", "list")] == [(2, "human"), (1, "lost")]
    lines = terminal.type("ticket", "list").stdout.splitlines()
    assert lines[0].split()[:3] == ["number", "kind", "state"]
    assert "94107" not in terminal.type("ticket", "list", "--json").stdout
    assert terminal.type("ticket", "list", "--tenant", "404").stdout == "None yet.\n"


def test_one_ticket_is_shown_with_its_case(terminal: Terminal) -> None:
    shown = terminal.json("ticket", "show", "1")
    assert (shown["kind"], shown["asked_about"], shown["state"]) == ("lost", "order", "waiting")
    assert (shown["reference"], shown["claims"], shown["contact"]) == ("ORD-9842", {"zip": "94107"}, "ada@example.com")
    assert shown["events"] == [{"event": "created", "at": "2026-09-21T14:13:20Z"}]
    lines = terminal.type("ticket", "show", "1").stdout.splitlines()
    assert ["message", "it", "never", "came"] in [line.split() for line in lines]


def test_a_ticket_is_resolved_once(terminal: Terminal) -> None:
    resolved = terminal.json("ticket", "resolve", "1", "--outcome", "reshipped")
    assert resolved == {"number": 1, "state": "resolved", "outcome": "reshipped"}
    assert [each["number"] for each in terminal.json("ticket", "list", "--state", "waiting")] == [2]
    assert terminal.json("ticket", "show", "1")["outcome"] == "reshipped"
    again = terminal.type("ticket", "resolve", "1")
    assert (again.exit_code, again.stderr) == (1, "Error: This ticket is resolved.\n")
    assert "is not one of" in terminal.type("ticket", "resolve", "2", "--outcome", "lost").stderr


def test_a_ticket_that_is_not_there_or_another_tenants_is_said_so(terminal: Terminal) -> None:
    terminal.json("tenant", "create", "Rival")
    for words in (("3",), ("1", "--tenant", "2")):
        result = terminal.type("ticket", "show", *words)
        assert (result.exit_code, result.stderr.startswith("Error: There is no ticket ")) == (1, True)
