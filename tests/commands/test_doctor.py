"""`waybill doctor`: everything an installation needs, each wrong case with its sentence and exit code 1."""

import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from http.server import HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from infra.store.vault import make_key
from tests.commands.terminal import Terminal
from tests.tenants import endpoint
from tests.world.redis import RedisServer


@pytest.fixture
def port() -> Iterator[int]:
    with endpoint.running() as port:
        yield port


@pytest.fixture
def shop(database_url: str, port: int) -> Terminal:
    """A shop that is set up as it should be, on this machine."""
    terminal = Terminal(
        {
            "WAYBILL_SECRET_KEY": make_key(),
            "DATABASE_URL": database_url,
            "WAYBILL_DEV_LOOPBACK_PORTS": str(port),
        }
    )
    terminal.json("tenant", "create", "Lamps")
    terminal.json("connector", "connect", "--tenant", "1", "--url", f"http://127.0.0.1:{port}/status")
    agent = terminal.json("agent", "create", "Status", "--tenant", "1")["id"]
    terminal.json("agent", "policy", agent, '{"endpointVerifies":true}', "--tenant", "1")
    terminal.json("agent", "publish", agent, "--tenant", "1")
    return terminal


def but(terminal: Terminal, **environment: str) -> Terminal:
    return replace(terminal, environment={**terminal.environment, **environment})


def wrong(terminal: Terminal) -> list[str]:
    """The sentences of what is wrong; exit code 1 if there are any."""
    result = terminal.type("doctor")
    found = [line.removeprefix("wrong  ") for line in result.stdout.splitlines() if line.startswith("wrong")]
    assert result.exit_code == bool(found), result.output
    assert result.stderr == ""
    return found


def test_where_all_is_well_it_says_what_it_looked_at(shop: Terminal, port: int) -> None:
    assert wrong(shop) == []
    said = shop.type("doctor").stdout
    for sentence in (
        "ok     The settings can be read.",
        "can be read and written, at step",
        "ok     Tenant 1 has 1 published agent(s).",
        "ok     Tenant 1's endpoint answers.",
        "note   WAYBILL_DEV_LOOPBACK_PORTS is set",
        "note   WAYBILL_PUBLIC_URL is not set",
    ):
        assert sentence in said
    assert str(port) not in said


def test_a_setting_a_key_or_a_database_that_is_wrong_is_named(shop: Terminal, tmp_path: Path) -> None:
    for name, value, sentence in (
        ("PORT", "http", "PORT: "),
        ("WAYBILL_SECRET_KEY", "c2hvcnQ=", "must hold 32 bytes"),
        ("WAYBILL_SECRET_KEY", make_key(), "Put back the key it was sealed with."),
        ("DATABASE_URL", f"sqlite:///{tmp_path}/new.db", "is not there, but "),
        ("DATABASE_URL", f"sqlite:///{tmp_path}", "must name a file"),
        ("DATABASE_URL", "mysql://x", "must begin with sqlite:/// or postgresql://"),
        ("DATABASE_URL", "postgresql://127.0.0.1:1/x", "The database does not answer: "),
    ):
        found = wrong(but(shop, **{name: value}))
        assert len(found) == 1, found
        assert sentence in found[0]


def test_an_endpoint_that_does_not_answer_is_wrong(shop: Terminal, port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        other = silent.getsockname()[1]
    loopback = but(shop, WAYBILL_DEV_LOOPBACK_PORTS=f"{port},{other}")
    url = f"http://127.0.0.1:{other}/status"
    loopback.json("connector", "connect", "--tenant", "1", "--url", url, "--replace")
    assert [sentence.split(":")[0] for sentence in wrong(loopback)] == [
        "Tenant 1's endpoint gave no usable answer",
    ]


class Remembering(endpoint.Endpoint):
    """An endpoint that keeps the headers it was asked with."""

    seen: ClassVar[list[dict[str, str]]] = []

    def do_POST(self) -> None:  # noqa: N802 - the base class's name
        self.seen.append(dict(self.headers))
        super().do_POST()


def test_the_endpoint_is_asked_under_the_headers_of_the_settings(shop: Terminal) -> None:
    with HTTPServer(("127.0.0.1", 0), Remembering) as server:
        ports = ",".join((shop.environment["WAYBILL_DEV_LOOPBACK_PORTS"], str(server.server_port)))
        ours = but(
            shop, WAYBILL_HEADER_PREFIX="X-Lamps", WAYBILL_USER_AGENT="Lamps/1", WAYBILL_DEV_LOOPBACK_PORTS=ports
        )
        Remembering.seen.clear()
        url = f"http://127.0.0.1:{server.server_port}/status"
        ours.json("connector", "connect", "--tenant", "1", "--url", url, "--replace")
        once = Thread(target=server.handle_request)
        once.start()
        assert wrong(ours) == []
        once.join()
    (asked,) = Remembering.seen
    assert (asked["User-Agent"], asked["X-Lamps-Tenant-Id"]) == ("Lamps/1", "1")


def test_a_public_url_is_called(shop: Terminal, port: int) -> None:
    (found,) = wrong(but(shop, WAYBILL_PUBLIC_URL=f"http://127.0.0.1:{port}"))
    assert f"http://127.0.0.1:{port}/healthz answers 501" in found
    (found,) = wrong(but(shop, WAYBILL_PUBLIC_URL="https://127.0.0.1:1"))
    assert "does not answer (ConnectError)" in found


class Healthy(endpoint.Endpoint):
    """What answers at the public URL."""

    def do_GET(self) -> None:  # noqa: N802 - the base class's name
        self.send_response(200 if self.path == "/healthz" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()


def test_a_public_url_without_https_is_wrong_but_on_this_machine(shop: Terminal) -> None:
    (found,) = wrong(but(shop, WAYBILL_PUBLIC_URL="http://voice.shop.example"))
    assert found.startswith("WAYBILL_PUBLIC_URL: must look like https://")
    with endpoint.running(Healthy) as there:
        here = but(shop, WAYBILL_PUBLIC_URL=f"http://127.0.0.1:{there}")
        assert wrong(here) == []
        assert "note   WAYBILL_PUBLIC_URL leads to this machine alone" in here.type("doctor").stdout


def test_what_is_not_set_up_yet_is_a_note_and_nothing_wrong(database: Path) -> None:
    terminal = Terminal({"WAYBILL_SECRET_KEY": make_key(), "DATABASE_URL": f"sqlite:///{database}"})
    assert wrong(terminal) == []
    assert "note   There is no tenant yet" in terminal.type("doctor").stdout
    terminal.json("tenant", "create", "Lamps", "--plan", "starter")
    assert wrong(terminal) == []
    said = terminal.type("doctor").stdout
    for sentence in ("has no published agent", "is on the plan starter", "has no connector"):
        assert sentence in said
    assert os.linesep in said


def test_redis_is_looked_at_where_there_is_one(shop: Terminal, redis: RedisServer) -> None:
    there = but(shop, REDIS_URL=redis.url)
    assert wrong(there) == []
    assert "Redis answers; it knows of 0 web process(es)" in there.type("doctor").stdout
    away = but(shop, REDIS_URL="unix:///nowhere/redis.sock")
    assert wrong(away)[0].startswith("Redis does not answer: orders are not looked up meanwhile.")
