"""Signatures are what any receiver computes for itself."""

import base64
import hashlib
import hmac
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup.signing import make_secret, sign, sign_with_time, whsec

SECRET = "0123456789abcdef" * 4
BODY = b'{"kind":"order","reference":"ORD-9842","context":{},"tenant_id":42}'


def test_the_published_signature_is_the_hmac_of_the_body_under_the_secret_as_it_stands() -> None:
    assert sign(BODY, SECRET) == "sha256=033423cb1de91d225617cbda8326021f791f81cba7c58f378d124b9fd9b097c2"


def test_the_timed_signature_is_that_of_standard_webhooks() -> None:
    assert sign_with_time("req_1", 1_767_225_600, BODY, SECRET) == "v1,rTFgbxRTIk7DsJjCopRvqg27J/pffrzJErYcH5C/iLA="


@given(st.binary(), st.text(alphabet="0123456789abcdefXYZ-_", min_size=64, max_size=64))
def test_a_library_for_standard_webhooks_given_the_whsec_form_agrees(body: bytes, secret: str) -> None:
    key = base64.b64decode(whsec(secret).removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, b"req_1.7." + body, hashlib.sha256).digest()).decode()
    assert sign_with_time("req_1", 7, body, secret) == f"v1,{expected}"
    assert sign(body, secret) == "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


@given(st.binary(min_size=1), st.integers(min_value=0), st.integers(1, 255))
def test_one_changed_byte_changes_both(body: bytes, place: int, change: int) -> None:
    changed = bytearray(body)
    changed[place % len(body)] ^= change
    assert sign(bytes(changed), SECRET) != sign(body, SECRET)
    assert sign_with_time("req_1", 7, bytes(changed), SECRET) != sign_with_time("req_1", 7, body, SECRET)


def test_a_new_secret_is_64_characters_and_never_the_same() -> None:
    made = {make_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(len(secret) == 64 and secret.isascii() for secret in made)


@pytest.mark.parametrize("secret", ["", "short", "x" * 63, "x" * 65, "ä" * 64, "x" * 63 + "\n"])
def test_what_is_no_secret_signs_nothing(secret: str) -> None:
    with pytest.raises(ValueError, match="64 printable ASCII"):
        sign(b"", secret)
    with pytest.raises(ValueError, match="64 printable ASCII"):
        sign_with_time("req_1", 7, b"", secret)


def test_the_documentation_says_the_same() -> None:
    page = (Path(__file__).parents[2] / "docs" / "connectors.md").read_text("utf-8")
    assert sign(BODY, SECRET) in page
    assert sign_with_time("req_1", 1_767_225_600, BODY, SECRET) in page
    made: dict[str, Any] = {}
    exec(page.partition("```python\n")[2].partition("```")[0], made)
    now = str(int(time.time()))
    headers = {
        "X-Coffield-Signature": sign(BODY, SECRET),
        "webhook-id": "req_1",
        "webhook-timestamp": now,
        "webhook-signature": sign_with_time("req_1", int(now), BODY, SECRET),
    }
    assert made["is_ours"](headers, BODY, SECRET)
    assert not made["is_ours"](headers, BODY + b" ", SECRET)
    assert not made["is_ours"]({**headers, "webhook-id": "req_2"}, BODY, SECRET)
