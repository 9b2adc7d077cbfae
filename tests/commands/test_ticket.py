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


def test_a_colleague_works_in_a_terminal(terminal: Terminal) -> None:
    terminal.json("member", "add", "Ada", "ada@lamps.example", "--role", "owner")
    terminal.json("member", "add", "Bob", "bob@lamps.example")
    ada, bob = ("--as", "Ada@Lamps.example"), ("--as", "bob@lamps.example")
    assert terminal.json("ticket", "claim", "2", *ada)["owner_name"] == "Ada"
    second = terminal.type("ticket", "claim", "2", *bob)
    assert (second.exit_code, second.stderr) == (1, "Error: Ada has this ticket.\n")
    assert terminal.json("ticket", "reply", "2", "Good morning!", *ada)["state"] == "claimed"
    assert terminal.json("ticket", "note", "2", "second time this month", *bob)["state"] == "claimed"
    assert terminal.json("ticket", "take-over", "2", *bob)["owner_name"] == "Bob"
    assert terminal.json("ticket", "release", "2", *bob)["state"] == "waiting"
    assert terminal.json("ticket", "claim", "2", *ada)["state"] == "claimed"
    assert terminal.json("ticket", "hand-back", "2", *ada)["outcome"] == "handed_back"
    assert terminal.json("ticket", "reopen", "2", *bob)["state"] == "waiting"
    events = [
        (each["event"], each.get("by"), each.get("words")) for each in terminal.json("ticket", "show", "2")["events"]
    ]
    assert events == [
        ("created", None, None),
        ("claimed", "Ada", None),
        ("replied", "Ada", "Good morning!"),
        ("noted", "Bob", "second time this month"),
        ("taken_over", "Bob", None),
        ("released", "Bob", None),
        ("claimed", "Ada", None),
        ("handed_back", "Ada", None),
        ("reopened", "Bob", None),
    ]


def test_whoever_is_nobody_here_does_nothing(terminal: Terminal) -> None:
    refused = terminal.type("ticket", "claim", "2", "--as", "eve@example.com")
    assert (refused.exit_code, "Nobody here has the e-mail eve@example.com" in refused.stderr) == (1, True)
    assert terminal.json("ticket", "show", "2")["state"] == "waiting"
    assert "no ticket 9" in terminal.type("ticket", "resolve", "9").stderr
