"""How a lookup request is signed, so that the shop can tell it is ours; the key is the tenant's secret as it stands."""

import base64
import hmac
import secrets

SECRET_LENGTH = 64


def make_secret() -> str:
    """A new signing secret: 64 hexadecimal characters, 256 bits of chance. It is shown to the merchant once."""
    return secrets.token_hex(SECRET_LENGTH // 2)


def signing_key(secret: str) -> bytes:
    """The HMAC key of a secret: its 64 ASCII characters as bytes.

    Raises: ValueError if the secret is not 64 printable ASCII characters.
    """
    if len(secret) != SECRET_LENGTH or not secret.isascii() or not secret.isprintable():
        raise ValueError(f"A signing secret is {SECRET_LENGTH} printable ASCII characters.")
    return secret.encode("ascii")


def sign(body: bytes, secret: str) -> str:
    """Sign a lookup request as the published contract says: HMAC-SHA256 over its exact bytes.

    Args:
        body: the bytes that go over the wire, not a re-serialised copy.
        secret: the tenant's own, 64 ASCII characters; they are the key as they stand.

    Returns: "sha256=" and 64 lowercase hex digits.
    Raises: ValueError if the secret is not 64 ASCII characters.
    Source: docs/connectors.md, "Signing".
    """
    return "sha256=" + hmac.digest(signing_key(secret), body, "sha256").hex()


def sign_with_time(request_id: str, timestamp: int, body: bytes, secret: str) -> str:
    """Sign a request with its id and time, which `sign` does not cover: `webhook-signature` of Standard Webhooks.

    Args:
        request_id: the value of `webhook-id`.
        timestamp: the value of `webhook-timestamp`, Unix seconds.
        body: as for `sign`.
        secret: as for `sign`.

    Returns: "v1," and 44 characters of base64.
    Raises: ValueError if the secret is not 64 ASCII characters.
    Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    """
    signed = b".".join((request_id.encode(), b"%d" % timestamp, body))
    return "v1," + base64.b64encode(hmac.digest(signing_key(secret), signed, "sha256")).decode()


def whsec(secret: str) -> str:
    """The same secret in the form that libraries for Standard Webhooks take: `whsec_` and the key in base64."""
    return "whsec_" + base64.b64encode(signing_key(secret)).decode()
