"""`waybill chat`: talk to a running server like a visitor."""

import io
import json
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import click
import httpx

from commands.demo_environment import demo_environment
from conversation.phrases import GONE
from server.settings import API_KEY

TRIES = 3
LONGEST_SECONDS = 60.0
TYPING = "…"
PROBLEM = "application/problem+json"


class Unanswered(Exception):  # noqa: N818 - told in one sentence
    """The server did not answer as it should."""


@click.command("chat")
@click.option("--url", help="The server; by default that of `waybill demo`.")
@click.option("--key", envvar=API_KEY, help="An API key with chat:write.")
@click.option("--agent", help="Id of a published agent.")
@click.option("--user", help="Your own name for the customer; for limits only.")
def chat_command(url: str | None, key: str | None, agent: str | None, user: str | None) -> None:
    """Ask where an order is. An empty line or Ctrl-D ends the talk."""
    demo = demo_environment()
    url, key, agent = url or demo.get("DEMO_URL"), key or demo.get("DEMO_API_KEY"), agent or demo.get("DEMO_AGENT")
    if not url or not key or not agent:
        raise click.ClickException("No demo runs here: name --url, --key and --agent.")
    headers = {b"Authorization": f"Bearer {key}".encode()}  # bytes: what is no ASCII is a wrong key like any other
    try:
        with httpx.Client(base_url=url, headers=headers, timeout=LONGEST_SECONDS, trust_env=False) as client:
            _talk(client, agent, user)
    except KeyboardInterrupt:
        click.echo()
    except (httpx.HTTPError, httpx.InvalidURL):
        raise click.ClickException(f"{url} does not answer; is the server running?") from None
    except Unanswered as error:
        raise click.ClickException(str(error)) from None


def _talk(client: httpx.Client, agent: str, user: str | None) -> None:
    opened = client.post("/api/v1/chat/sessions", json={"agentId": agent, **({"user": user} if user else {})})
    session = _session(opened)
    if sys.stdin.isatty():
        click.secho("Connected. An empty line or Ctrl-D ends the talk.", dim=True)
    for line in _lines():
        with _typing():
            reply = _say(client, f"/api/v1/chat/sessions/{session}/messages", line)
        click.secho(f"waybill> {reply}", fg="green")
    client.post(f"/api/v1/chat/sessions/{session}/end")


def _lines() -> Iterator[str]:
    prompt = click.style("you> ", bold=True) if sys.stdin.isatty() else ""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # what is no UTF-8 is sent as a question mark, and the talk goes on
    while True:
        try:
            line = input(prompt)
        except EOFError:
            return
        if not line.strip():
            return
        yield line


@contextmanager
def _typing() -> Iterator[None]:
    """A sign that somebody is writing, gone when they have."""
    if not sys.stdout.isatty():
        yield
        return
    click.secho(f"waybill> {TYPING}", fg="green", dim=True, nl=False)
    try:
        yield
    finally:
        click.echo("\r\x1b[K", nl=False)


def _say(client: httpx.Client, path: str, text: str) -> str:
    """Send a message, again under the same key if the network fails: it is heard once all the same."""
    key = {"Idempotency-Key": str(uuid.uuid4())}
    for attempt in range(1, TRIES + 1):
        try:
            with client.stream("POST", path, json={"content": text, "stream": True}, headers=key) as response:
                if response.status_code != httpx.codes.OK:
                    response.read()
                    return _refused(response)
                return _reply(response)
        except httpx.TransportError:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")


def _reply(response: httpx.Response) -> str:
    name = ""
    for line in response.iter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data" and name == "message":
            reply = json.loads(value)["reply"]
            return "" if reply is None else str(reply["content"] or GONE.text)
        elif field == "data" and name == "error":
            raise Unanswered(json.loads(value)["detail"])
    raise httpx.RemoteProtocolError("the stream ended without a reply")


def _refused(response: httpx.Response) -> str:
    """What the server said against one message; the talk goes on where it can."""
    detail = _detail(response)
    if response.status_code in {httpx.codes.BAD_REQUEST, httpx.codes.TOO_MANY_REQUESTS}:
        return f"({detail})"
    raise Unanswered(detail)


def _session(response: httpx.Response) -> str:
    if response.status_code != httpx.codes.CREATED:
        raise Unanswered(_detail(response))
    return str(response.json()["data"]["id"])


def _detail(response: httpx.Response) -> str:
    """The sentence of a problem, or what can be said of a reply that is none."""
    if response.headers.get("Content-Type") == PROBLEM:
        return str(response.json()["detail"])
    return f"This is not a Waybill server: status {response.status_code}."
