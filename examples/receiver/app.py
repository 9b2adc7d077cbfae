"""The server a merchant writes: proves that a lookup is Waybill's, then answers from the shop's own orders.

    RECEIVER_SECRET=<the 64 characters> python examples/receiver/app.py --port 9402

The contract is docs/connectors.md. `GET /calls` counts the lookups, for callers on this machine.
"""

import argparse
import base64
import datetime as dt
import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from aiohttp import web
from shop import Shop

WINDOW_SECONDS = 300
LARGEST_REQUEST = 65_536


class Signatures:
    """Proves that a request is Waybill's, and not an old one: both signatures, or the one the merchant chose."""

    def __init__(self, secret: str, styles: set[str], clock: Callable[[], float] = time.time) -> None:
        self._key = secret.encode("ascii")
        self._styles = styles
        self._clock = clock

    def hold(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether every signature asked for is there, right, and at most five minutes old."""
        checks = {"published": self._published, "standard": self._standard}
        return all(checks[style](headers, body) for style in self._styles)

    def _published(self, headers: Mapping[str, str], body: bytes) -> bool:
        expected = "sha256=" + hmac.new(self._key, body, hashlib.sha256).hexdigest()
        given = headers.get("X-Coffield-Signature", "")
        return self._is_fresh(headers.get("X-Coffield-Timestamp", "")) and _equal(expected, given)

    def _standard(self, headers: Mapping[str, str], body: bytes) -> bool:
        request_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        signed = f"{request_id}.{timestamp}.".encode() + body
        expected = "v1," + base64.b64encode(hmac.digest(self._key, signed, "sha256")).decode()
        given = headers.get("webhook-signature", "").split()  # several while a secret is being replaced
        return self._is_fresh(timestamp) and any(_equal(expected, one) for one in given)

    def _is_fresh(self, timestamp: str) -> bool:
        return timestamp.isdecimal() and abs(self._clock() - int(timestamp)) <= WINDOW_SECONDS


def _equal(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode(errors="replace"))


class Receiver:
    """The two routes: `POST /status` for lookups, `GET /calls` for whoever counts them."""

    def __init__(self, signatures: Signatures, shop: Callable[[], Shop]) -> None:
        self._signatures = signatures
        self._shop = shop
        self._calls = 0
        self._refused = 0

    async def status(self, request: web.Request) -> web.Response:
        """Answer one lookup; 401 for a request that is not Waybill's, whatever it asks."""
        body = await request.read()
        if not self._signatures.hold(request.headers, body):
            self._refused += 1
            return web.Response(status=401)
        self._calls += 1
        asked = json.loads(body)
        return web.json_response(self._shop().answer(asked["kind"], asked["reference"], asked["context"]))

    async def calls(self, request: web.Request) -> web.Response:
        """How many lookups were answered and how many requests refused; for this machine only."""
        if request.remote not in {"127.0.0.1", "::1"}:
            return web.Response(status=404)
        return web.json_response({"calls": self._calls, "refused": self._refused})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A demo shop that answers Waybill's lookups.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9402)
    parser.add_argument("--secret-file", type=Path, help="default: the environment's RECEIVER_SECRET")
    parser.add_argument("--signatures", choices=("published", "standard", "both"), default="both")
    return parser.parse_args()


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    given = _arguments()
    # A merchant's script reads its own environment; Waybill's settings are elsewhere.
    secret = given.secret_file.read_text().strip() if given.secret_file else os.environ.get("RECEIVER_SECRET", "")  # noqa: TID251
    if not secret:
        sys.exit("No signing secret: set RECEIVER_SECRET or name a --secret-file.")
    styles = {"published", "standard"} if given.signatures == "both" else {given.signatures}
    receiver = Receiver(Signatures(secret, styles), lambda: Shop(dt.datetime.now(dt.UTC)))
    app = web.Application(client_max_size=LARGEST_REQUEST)
    app.add_routes([web.post("/status", receiver.status), web.get("/calls", receiver.calls)])
    web.run_app(app, host=given.host, port=given.port, print=partial(print, flush=True), shutdown_timeout=1)


if __name__ == "__main__":
    main()
