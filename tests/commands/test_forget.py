"""`waybill forget`, `vault rotate`, `tenant retention` and `tenant export`, on a shop whose customers have talked."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from infra.store.opening import open_store
from infra.store.vault import Vault, check, make_key
from tests.commands.terminal import Terminal
from tests.journal.conftest import JANE, Books, claiming

SECRETS = ("sealed", "_index", "digest", "wb_sk_")


class Shop:
    """A terminal on a database, and what its server would write into it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.key = make_key()
        self.terminal = self.with_key(self.key)
        self.terminal.json("tenant", "create", "Lamps")

    def with_key(self, key: str) -> Terminal:
        return Terminal({"WAYBILL_SECRET_KEY": key, "DATABASE_URL": self.url})

    def writes(self, work: Callable[[Books], Awaitable[object]], tenant: int = 1) -> None:
        async def body() -> None:
            store, vault = await open_store(self.url), Vault(self.key)
            await store.write(lambda tx: check(tx, vault))
            await work(Books(store, vault, tenant))
            await store.close()

        asyncio.run(body())


@pytest.fixture
def shop(database_url: str) -> Shop:
    return Shop(database_url)


async def jane(books: Books) -> None:
    talk = await books.talks("Where is ORD-9842?", claiming())
    await books.opens(talk=talk.conversation_id, contact=JANE, message="it never came")


def test_a_person_is_forgotten_everywhere_and_a_second_time_finds_nothing(shop: Shop) -> None:
    shop.terminal.json("tenant", "create", "Rival")
    shop.writes(jane)
    shop.writes(jane, tenant=2)
    assert shop.terminal.json("forget", "JANE@example.com", "--tenant", "2") == [
        {"tenant": 2, "conversations": 1, "utterances": 2, "tickets": 1}
    ]
    erased = shop.terminal.json("forget", JANE)
    assert [(each["tenant"], each["conversations"], each["tickets"]) for each in erased] == [(1, 1, 1), (2, 0, 0)]
    assert all(each["conversations"] == each["tickets"] == 0 for each in shop.terminal.json("forget", JANE))
    lines = shop.terminal.type("forget", JANE).stdout.splitlines()
    assert lines[0].split() == ["tenant", "conversations", "utterances", "tickets"]


@pytest.mark.parametrize("words", [("nobody",), (JANE, "--tenant", "404")])
def test_what_cannot_be_forgotten_is_said_in_one_sentence(shop: Shop, words: tuple[str, ...]) -> None:
    result = shop.terminal.type("forget", *words)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)


def test_after_a_rotation_the_old_key_goes_and_everything_is_found(shop: Shop) -> None:
    shop.writes(jane)
    new = make_key()
    both = shop.with_key(f"{new},{shop.key}")
    assert "not the key" in shop.with_key(new).type("ticket", "list").stderr
    rotated = both.json("vault", "rotate")
    assert rotated["may_drop_older_keys"]
    assert {each["table"]: each["resealed"] for each in rotated["tables"] if each["resealed"]} == {
        "conversations": 1,
        "utterances": 2,
        "tickets": 1,
    }
    assert both.type("vault", "rotate").stdout.splitlines()[-1].startswith("All is sealed with the newest key.")
    alone = shop.with_key(new)
    assert alone.json("ticket", "show", "1")["message"] == "it never came"
    assert "nothing to take out" in alone.type("vault", "rotate").stdout
    assert "not the key" in shop.terminal.type("ticket", "list").stderr
    assert alone.json("forget", JANE)[0]["conversations"] == 1


def test_how_long_things_are_kept_is_shown_and_changed(shop: Shop) -> None:
    assert shop.terminal.json("tenant", "retention", "1") == {"conversationsDays": 30, "ticketsDays": 365}
    changed = shop.terminal.json("tenant", "retention", "1", "--conversations-days", "7")
    assert changed == shop.terminal.json("tenant", "retention", "1") == {"conversationsDays": 7, "ticketsDays": 365}
    refused = shop.terminal.type("tenant", "retention", "1", "--tickets-days", "3")
    assert (refused.exit_code, refused.stderr) == (1, "Error: tickets are kept at least as long as conversations.\n")


def test_everything_of_one_shop_leaves_readable_and_no_secret(shop: Shop) -> None:
    terminal = shop.terminal
    terminal.json("tenant", "create", "Rival")
    terminal.json("agent", "create", "Waybill", "--tenant", "1")
    token = terminal.json("key", "create", "app", "--tenant", "1", "--scope", "chat:write")["secret"]
    url = ("--url", "https://shop.example.com/status", "--generate-secret", "--json")
    connected = terminal.type("connector", "connect", "--tenant", "1", *url)
    secret = json.loads(connected.stdout)["secret"]
    shop.writes(jane)
    shop.writes(lambda books: books.talks("a rival's customer"), tenant=2)
    printed = terminal.type("tenant", "export", "1")
    assert printed.exit_code == 0, printed.output
    everything = json.loads(printed.stdout)
    assert [(each["id"], each["name"]) for each in everything["tenants"]] == [(1, "Lamps")]
    assert [each["words"] for each in everything["utterances"]] == ["Where is ORD-9842?", "Hello."]
    assert everything["conversations"][0]["said"]["claims"][0]["value"] == JANE
    assert everything["tickets"][0]["case"]["message"] == "it never came"
    assert everything["agents"][0]["draft"]["name"] == "Waybill"
    assert everything["integrations"][0]["settings"]
    assert [each["name"] for each in everything["keys"]] == ["app"]
    assert not any(each in printed.stdout for each in (*SECRETS, token, secret, "rival"))
    assert "does not exist" in terminal.type("tenant", "export", "404").stderr


def test_an_export_of_many_rows_has_each_of_them_once(shop: Shop) -> None:
    async def many(books: Books) -> None:
        for _ in range(120):
            await books.talks()

    shop.writes(many)
    everything = json.loads(shop.terminal.type("tenant", "export", "1").stdout)
    places = [(each["conversation_id"], each["seq"]) for each in everything["utterances"]]
    assert len(set(places)) == len(places) == 240
