"""What docs/webhooks.md tells merchants to write accepts what we send, and nothing else."""

import json
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.outbox.backoff import SHORTEST_SECONDS
from infra.outbox.deliveries import PER_RECEIVER
from lookup.signing import whsec
from tenants.webhook_secrets import Secrets
from tenants.webhooks import MOST, WebhookEvent

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text()
BODY = b'{"type":"ticket.created","data":{"message":"caf\xc3\xa9"}}'
IsOurs = Callable[[dict[str, str], bytes, str], bool]


def snippet(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def python(headers: dict[str, str], body: bytes, secret: str) -> bool:
    names: dict[str, IsOurs] = {}
    exec(snippet("python"), names)  # type: ignore[arg-type]  # our own page
    return names["is_ours"](headers, body, secret)


def php(headers: dict[str, str], body: bytes, secret: str) -> bool:
    server = {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}
    given = f"$_SERVER = json_decode({json.dumps(json.dumps(server))}, true);"
    call = f"exit(is_ours(stream_get_contents(STDIN), {json.dumps(secret)}) ? 0 : 3);"
    code = subprocess.run(["php", "-r", f"{snippet('php')}\n{given}\n{call}"], input=body, check=False).returncode
    assert code in {0, 3}
    return code == 0


@pytest.mark.parametrize("is_ours", [python, php])
def test_the_few_lines_accept_us_and_nobody_else(is_ours: IsOurs) -> None:
    before, now = Secrets.made(), int(time.time())
    after = before.rotated(now)

    def headers(secrets: Secrets, at: int = now) -> dict[str, str]:
        signature = secrets.sign("evt_1", at, BODY)
        return {"webhook-id": "evt_1", "webhook-timestamp": str(at), "webhook-signature": signature}

    old, new = whsec(before.current), whsec(after.current)
    assert is_ours(headers(before), BODY, old)
    assert is_ours(headers(after), BODY, old)
    assert is_ours(headers(after), BODY, new)
    assert not is_ours(headers(before), BODY, new)
    assert not is_ours(headers(before), BODY.replace(b"created", b"claimed"), old)
    assert not is_ours({**headers(before), "webhook-id": "evt_2"}, BODY, old)
    assert not is_ours({**headers(before), "webhook-timestamp": str(now - 1)}, BODY, old)
    assert not is_ours(headers(before, now - 310), BODY, old)


def test_every_event_stands_in_the_table() -> None:
    assert re.findall(r"^\| `([a-z]+\.[a-z]+)` \|", PAGE, re.MULTILINE) == [*WebhookEvent, "webhook.test"]


def test_the_numbers_are_the_ones_in_force() -> None:
    assert f"at most {MOST} webhooks" in PAGE
    assert f"up to {SHORTEST_SECONDS:.0f} seconds" in PAGE
    assert PER_RECEIVER == 2
