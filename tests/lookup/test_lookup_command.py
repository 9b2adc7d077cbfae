"""`waybill lookup`: everything that passed is shown, except the secret."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from click.testing import CliRunner, Result
from contract_suite import CLAIMS, REFERENCE

from commands.lookup import lookup_command
from lookup.signing import sign

SECRET = "0123456789abcdef" * 4
SHIPPED = {
    "ok": True,
    "status": "shipped",
    "summary": "Out for delivery",
    "details": {"carrier": "UPS", "zip": "94107"},
}


@pytest.fixture
def port() -> Iterator[int]:
    """A shop in a thread of its own, since the command runs its own loop; it knows one order."""
    ready, stop = threading.Event(), threading.Event()
    found: list[int] = []

    async def status(request: web.Request) -> web.Response:
        asked = await request.json()
        if asked["reference"] == REFERENCE:
            return web.json_response(SHIPPED)
        return web.json_response({"ok": False, "error_code": "invalid_reference", "message": "Try ORD-1234."})

    async def serve() -> None:
        app = web.Application()
        app.router.add_post("/status", status)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        found.append(runner.addresses[0][1])
        ready.set()
        await asyncio.to_thread(stop.wait)
        await runner.cleanup()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    ready.wait()
    yield found[0]
    stop.set()
    thread.join()


def lookup(port: int, *options: str, reference: str = REFERENCE, given: str | None = None) -> Result:
    always = ["--url", f"http://127.0.0.1:{port}/status", "--reference", reference, "--tenant-id", "42"]
    return CliRunner().invoke(lookup_command, [*always, "--allow-loopback-port", str(port), *options], input=given)


def test_the_request_the_signature_and_the_answer_are_shown_but_not_the_secret(port: int, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET + "\n")
    shown = lookup(port, "--secret-file", str(tmp_path / "secret"), "--email", CLAIMS["email"], "--zip", CLAIMS["zip"])
    context = '{"email":"jane.doe@example.com","zip":"94107"}'
    body = f'{{"kind":"order","reference":"ORD-9842","context":{context},"tenant_id":42}}'
    assert shown.exit_code == 0
    assert body in shown.output
    assert sign(body.encode(), SECRET) in shown.output
    assert "summary: Out for delivery" in shown.output
    assert "claims to compare with: zip" in shown.output
    assert SECRET not in shown.output


def test_json_is_one_object(port: int) -> None:
    shown = lookup(port, "--secret-stdin", "--json", given=SECRET)
    assert shown.exit_code == 0
    found = json.loads(shown.output)
    assert found["ok"] is True
    assert found["answer"] == {"status": "shipped", "summary": "Out for delivery", "details": {"carrier": "UPS"}}
    assert found["claims"] == ["zip"]
    assert "X-Coffield-Signature" in found["request"]["headers"]


def test_a_refusal_is_said_and_ends_with_1(port: int) -> None:
    shown = lookup(port, reference="HELLO")
    assert shown.exit_code == 1
    assert "refused this lookup" in shown.output
    assert "the customer would be told: Try ORD-1234." in shown.output
    assert json.loads(lookup(port, "--json", reference="HELLO").output)["failure"]["error_code"] == "invalid_reference"


def test_what_cannot_be_called_is_said_in_one_sentence_and_ends_with_1() -> None:
    always = ["--reference", REFERENCE, "--tenant-id", "42"]
    plain = CliRunner().invoke(lookup_command, ["--url", "http://shop.example.com/", *always])
    inside = CliRunner().invoke(lookup_command, ["--url", "https://localhost/", *always])
    short = CliRunner().invoke(
        lookup_command, ["--url", "https://localhost/", *always, "--secret-stdin"], input="short"
    )
    assert (plain.exit_code, inside.exit_code, short.exit_code) == (1, 1, 1)
    assert "The URL must start with https://." in plain.output
    assert "not on the public internet" in inside.output
    assert "64 printable ASCII characters" in short.output


def test_two_secrets_are_one_too_many(port: int, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    shown = lookup(port, "--secret-file", str(tmp_path / "secret"), "--secret-stdin", given=SECRET)
    assert "not both" in shown.output
