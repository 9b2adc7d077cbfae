"""A merchant's endpoint on this machine, in a thread: it knows one order and judges the ZIP."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from tests.tenants.shops import REFERENCE, ZIP

SHIPPED: dict[str, object] = {"ok": True, "status": "shipped", "summary": "On its way."}
UNAUTHORIZED: dict[str, object] = {"ok": False, "error_code": "unauthorized"}
NOT_FOUND: dict[str, object] = {"ok": False, "error_code": "not_found"}


class Endpoint(BaseHTTPRequestHandler):
    """Answers as the contract says."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = NOT_FOUND
        if asked["reference"] == REFERENCE:
            proven = asked["context"].get("zip") == ZIP
            reply = SHIPPED if proven else UNAUTHORIZED
        body = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@contextmanager
def running(answers: type[BaseHTTPRequestHandler] = Endpoint) -> Iterator[int]:
    """Serve on a free port of 127.0.0.1, and give its number."""
    with HTTPServer(("127.0.0.1", 0), answers) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
