"""`waybill member`: the first owner comes into the console by what a terminal prints."""

from pathlib import Path

from infra.store.vault import make_key
from tests.commands.terminal import Terminal


def test_a_member_is_added_shown_and_taken_away(database: Path) -> None:
    terminal = Terminal({"WAYBILL_SECRET_KEY": make_key(), "DATABASE_URL": f"sqlite:///{database}", "PORT": "8123"})
    terminal.json("tenant", "create", "Lamps")
    ada = terminal.json("member", "add", "Ada", "ada@lamps.example", "--role", "owner")
    assert ada["link"].startswith("http://127.0.0.1:8123/console/welcome/")
    bob = terminal.json("member", "add", "Bob", "bob@lamps.example")
    assert bob["role"] == "colleague"
    again = terminal.json("member", "link", bob["id"])
    assert again["link"] not in {ada["link"], bob["link"]}
    assert [each["name"] for each in terminal.json("member", "list")] == ["Ada", "Bob"]
    assert terminal.type("member", "remove", bob["id"]).exit_code == 0
    refused = terminal.type("member", "remove", ada["id"])
    assert refused.exit_code == 1
    assert "only owner" in refused.stderr
