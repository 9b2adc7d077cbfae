"""Receivers as processes of their own, and what a test changes on the way to them."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.net.client import GuardedClient
from infra.net.reply import Poster, Reply
from lookup.connectors.generic_https import Endpoint, GenericHttps
from lookup.order import Answer, Kind, Question, Refused
from lookup.places import Places

HERE = Path(__file__).parent
DEMO_SHOP = HERE.parent.parent / "examples" / "receiver" / "app.py"
SECRET = "0123456789abcdef" * 4
COMMANDS = {
    "the demo shop": [sys.executable, str(DEMO_SHOP), "--port", "0"],
    "php": ["php", "-S", "127.0.0.1:0", str(HERE / "receiver.php")],
    "node": ["node", str(HERE / "receiver.mjs")],
}


def is_installed(receiver: str) -> bool:
    return shutil.which(COMMANDS[receiver][0]) is not None


@dataclass(frozen=True)
class Running:
    program: subprocess.Popen[str]
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/status"

    def calls(self) -> dict[str, int]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/calls") as reply:
            return json.load(reply)


@contextmanager
def running(receiver: str, *options: str) -> Iterator[Running]:
    """Started, listening, and terminated at the end."""
    environment = {**os.environ, "RECEIVER_SECRET": SECRET}  # noqa: TID251  # a child's, not a setting of ours
    with subprocess.Popen(
        [*COMMANDS[receiver], *options], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as program:
        try:
            line = program.stdout.readline()
            listening = re.search(r"http://127\.0\.0\.1:([0-9]+)", line)
            assert listening, line
            yield Running(program, int(listening[1]))
        finally:
            program.terminate()


class Tampering:
    """Hands requests on with one byte of the body or one header changed."""

    def __init__(
        self, client: Poster, *, body: Callable[[bytes], bytes] = bytes, headers: Mapping[str, str | None] | None = None
    ) -> None:
        self._client = client
        self._body = body
        self._headers = headers or {}

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, deadline: float) -> Reply:
        changed = {name: value for name, value in {**headers, **self._headers}.items() if value is not None}
        return await self._client.post(url, headers=changed, body=self._body(body), deadline=deadline)


async def look_up(
    shop: Running,
    reference: str = "ORD-9842",
    *,
    claims: Mapping[str, str] | None = None,
    kind: Kind = Kind.ORDER,
    clock: Callable[[], float] = time.time,
    body: Callable[[bytes], bytes] = bytes,
    headers: Mapping[str, str | None] | None = None,
    secret: str | None = SECRET,
) -> Answer | Refused:
    async with GuardedClient(loopback_ports=frozenset({shop.port})) as client:
        connector = GenericHttps(
            Endpoint(shop.url, 42, secret),
            poster=Tampering(client, body=body, headers=headers),
            places=Places(),
            clock=clock,
        )
        return await connector.look_up(Question(kind, reference, {"zip": "94107"} if claims is None else claims))
