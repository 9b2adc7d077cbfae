"""The operator's commands: what they print, and one sentence where they cannot."""

import json
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner, Result

from commands.main import COMMANDS, waybill
from infra.store.vault import Vault, make_key
from tests.tenants import endpoint
from tests.tenants.shops import REFERENCE, ZIP

POLICY = '{"require":"all","factors":["zip"],"endpointVerifies":true}'


class Terminal:
    """Types `waybill …` for one installation."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)

    def type(self, *words: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(waybill, words, input=stdin, env=self._environment)

    def json(self, *words: str, stdin: str | None = None) -> dict[str, object]:
        result = self.type(*words, "--json", stdin=stdin)
        assert result.exit_code == 0, result.output
        return dict(json.loads(result.stdout))

    def refused(self, *words: str, stdin: str | None = None) -> str:
        """The one sentence on stderr."""
        result = self.type(*words, stdin=stdin)
        assert (result.exit_code, result.stdout) == (1, ""), result.output
        assert result.stderr.count("\n") == 1
        return result.stderr


@pytest.fixture
def terminal(database_url: str) -> Terminal:
    return Terminal({"WAYBILL_SECRET_KEY": make_key(), "DATABASE_URL": database_url})


@pytest.fixture
def shop(terminal: Terminal) -> str:
    return str(terminal.json("tenant", "create", "Acme")["id"])


@pytest.fixture
def agent(terminal: Terminal, shop: str) -> str:
    return str(terminal.json("agent", "create", "Waybill", "--tenant", shop)["id"])


def test_a_tenant_is_created_shown_listed_and_moved_to_another_plan(terminal: Terminal, shop: str) -> None:
    assert terminal.json("tenant", "show", shop)["plan"] == "pro"
    assert terminal.json("tenant", "plan", shop, "starter")["plan"] == "starter"
    assert "Acme  starter" in terminal.type("tenant", "list").stdout


def test_an_assistant_goes_from_draft_to_numbered_versions(terminal: Terminal, shop: str, agent: str) -> None:
    assert terminal.json("agent", "skills", agent, "lookup_order", "--tenant", shop)["skills"] == ["lookup_order"]
    kept = terminal.json("agent", "policy", agent, POLICY, "--tenant", shop)
    assert kept == terminal.json("agent", "policy", agent, "--tenant", shop)
    assert (kept["require"], kept["factors"], kept["endpointVerifies"]) == ("all", ["zip"], True)
    rules = terminal.json("agent", "guardrails", agent, "-", "--tenant", shop, stdin='{"disclose":["eta"]}')
    assert rules == terminal.json("agent", "guardrails", agent, "--tenant", shop)
    assert terminal.json("agent", "publish", agent, "--tenant", shop, "--note", "first")["number"] == 1
    assert terminal.json("agent", "publish", agent, "--tenant", shop)["number"] == 2
    shown = terminal.json("agent", "show", agent, "--tenant", shop)
    assert (shown["published"], shown["policy"], shown["guardrails"]) == (2, kept, rules)
    listed = json.loads(terminal.type("agent", "versions", agent, "--tenant", shop, "--json").stdout)
    assert [(each["number"], each["note"]) for each in listed] == [(2, None), (1, "first")]
    assert agent in terminal.type("agent", "list", "--tenant", shop).stdout


def test_a_key_is_shown_once_and_can_be_revoked(terminal: Terminal, shop: str) -> None:
    wanted = ("--scope", "chat:write", "--scope", "chat:read", "--expires-in-days", "30")
    issued = terminal.json("key", "create", "Website", "--tenant", shop, *wanted)
    token = str(issued["secret"])
    assert (issued["scopes"], issued["last4"]) == (["chat:read", "chat:write"], token[-4:])
    assert token not in terminal.type("key", "list", "--tenant", shop).stdout
    assert terminal.json("key", "revoke", str(issued["id"]), "--tenant", shop)["revoked_at"]


def test_a_connector_is_connected_shown_replaced_and_disconnected(terminal: Terminal, shop: str) -> None:
    url = ("--url", "https://shop.example.com/status")
    connected = terminal.type("connector", "connect", "--tenant", shop, *url, "--generate-secret", "--json")
    made = json.loads(connected.stdout)
    assert len(made["secret"]) == 64
    assert made["whsec"].startswith("whsec_")
    assert "not proven to judge" in connected.stderr
    shown = terminal.type("connector", "show", "--tenant", shop).stdout
    assert made["id"] in shown
    assert made["secret"] not in shown
    assert "active connector" in terminal.refused("connector", "connect", "--tenant", shop, *url)
    stdin = ("--secret-stdin", "--replace", "--kind", "order", "--prefix", "ORD-", "--timeout", "5")
    replaced = terminal.json("connector", "connect", "--tenant", shop, *url, *stdin, stdin="s" * 64 + "\n")
    assert (replaced["kinds"], replaced["reference_prefixes"], replaced["timeout_seconds"]) == (["order"], ["ORD-"], 5)
    assert "secret" not in replaced
    assert terminal.json("connector", "disconnect", "--tenant", shop)["disconnected"]
    assert "does not exist" in terminal.refused("connector", "show", "--tenant", shop)


def test_publishing_over_an_endpoint_that_is_not_proven_is_refused(terminal: Terminal, shop: str, agent: str) -> None:
    terminal.json("connector", "connect", "--tenant", shop, "--url", "https://shop.example.com/status")
    assert "not proven" in terminal.refused("agent", "publish", agent, "--tenant", shop)
    terminal.json("agent", "policy", agent, POLICY, "--tenant", shop)
    assert terminal.json("agent", "publish", agent, "--tenant", shop)["number"] == 1


ORDER = ("--test-reference", REFERENCE, "--test-zip", ZIP)


def at_port(database: Path, port: int) -> tuple[Terminal, tuple[str, ...]]:
    """A terminal for which an endpoint on this machine may be connected, and the words that do it."""
    environment = {"WAYBILL_SECRET_KEY": make_key(), "DATABASE_URL": f"sqlite:///{database}"}
    terminal = Terminal(environment | {"WAYBILL_DEV_LOOPBACK_PORTS": str(port)})
    terminal.json("tenant", "create", "Acme")
    return terminal, ("connector", "connect", "--tenant", "1", "--url", f"http://127.0.0.1:{port}/status")


def test_an_endpoint_that_judges_claims_is_proven_when_it_is_connected_or_later(database: Path) -> None:
    with endpoint.running() as port:
        terminal, connect = at_port(database, port)
        proven = terminal.json(*connect, *ORDER)
        assert terminal.json(*connect, "--replace")["proven"] == []
        tested = terminal.json("connector", "test", "--tenant", "1", *ORDER)
    for shown in (proven, tested):
        assert shown["proven"] == ["zip"]
        assert [step["got"] for step in cast("list[dict[str, object]]", shown["test"])] == [
            "ok",
            "unauthorized",
            "not_found",
        ]
    assert terminal.json("connector", "show", "--tenant", "1")["proven"] == ["zip"]


def test_a_test_that_the_endpoint_does_not_answer_proves_nothing_and_exits_with_1(database: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and never listens
        terminal, connect = at_port(database, taken.getsockname()[1])
        terminal.json(*connect)
        result = terminal.type("connector", "test", "--tenant", "1", *ORDER)
    assert result.exit_code == 1
    assert result.stdout.count("connection") == 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("tenant", "show", "404"), "Tenant 404 does not exist."),
        (("tenant", "create", " "), "A name has 1 to 200"),
        (("agent", "create", "A", "--tenant", "404"), "Tenant 404 does not exist."),
        (("agent", "show", "agt_1", "--tenant", "1"), "Agent agt_1 does not exist."),
        (("agent", "policy", "agt_1", '{"require":"some"}', "--tenant", "1"), "require: "),
        (("agent", "policy", "agt_1", "{", "--tenant", "1"), "Invalid JSON"),
        (("key", "revoke", "key_1", "--tenant", "1"), "Key key_1 does not exist."),
        (("connector", "disconnect", "--tenant", "1"), "does not exist"),
        (("connector", "connect", "--tenant", "1", "--url", "http://shop.example.com"), "must start with https://"),
        (
            ("connector", "connect", "--tenant", "1", "--url", "https://a.test", "--timeout", "31"),
            "timeout_seconds: ",
        ),
        (("connector", "test", "--tenant", "1", "--test-reference", "ORD-1"), "A test needs"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(terminal: Terminal, words: tuple[str, ...], sentence: str) -> None:
    assert sentence in terminal.refused(*words)


def test_a_key_that_is_not_this_vaults_is_said_in_one_sentence(database: Path) -> None:
    place = {"DATABASE_URL": f"sqlite:///{database}"}
    before, after = (Terminal(place | {"WAYBILL_SECRET_KEY": make_key()}) for _ in range(2))
    before.json("tenant", "create", "Acme")
    assert "is not the key that this database was sealed with" in after.refused("tenant", "list")


def test_without_a_database_or_a_key_it_is_said_what_to_run(tmp_path: Path) -> None:
    place = {"DATABASE_URL": f"sqlite:///{tmp_path / 'new' / 'waybill.db'}"}
    assert "`waybill key vault`" in Terminal(place | {"WAYBILL_SECRET_KEY": ""}).refused("tenant", "list")
    assert "must hold 32 bytes" in Terminal(place | {"WAYBILL_SECRET_KEY": "short"}).refused("tenant", "list")
    terminal = Terminal(place | {"WAYBILL_SECRET_KEY": make_key()})
    assert "`waybill migrate`" in terminal.refused("tenant", "list")
    assert terminal.json("migrate") == terminal.json("migrate")
    assert terminal.type("tenant", "list").stdout == "None yet.\n"


def test_a_database_that_cannot_be_made_or_read_is_said_in_one_sentence(database: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("not a database, but long enough to be taken for one at first sight" * 10)
    connection = sqlite3.connect(database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    for path, sentence in {
        text / "waybill.db": "cannot be written: ",
        text: "cannot be migrated: file is not a database.",
        database: "was made by a newer version",
    }.items():
        terminal = Terminal({"WAYBILL_SECRET_KEY": make_key(), "DATABASE_URL": f"sqlite:///{path}"})
        assert sentence in terminal.refused("migrate")
        assert "is not ready for this version" in terminal.refused("tenant", "list")


def test_a_vault_key_is_made_without_any_setting() -> None:
    made = CliRunner().invoke(waybill, ["key", "vault"], env={"WAYBILL_SECRET_KEY": None}).stdout.strip()
    sealed = Vault(made).seal(b"x", tenant=1, where="here")
    assert Vault(made).open(sealed, tenant=1, where="here") == b"x"


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_where_the_table_says(name: str) -> None:
    result = CliRunner().invoke(waybill, [name, "--help"])
    assert (result.exit_code, "Usage: " in result.stdout) == (0, True)


def test_naming_one_command_imports_no_other() -> None:
    """So that `waybill understand` starts fast."""
    lists = "import sys, commands.main; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", lists], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"commands.tenant", "pydantic", "aiohttp", "sqlalchemy", "asyncio", "cryptography"} & set(loaded)
