"""How Twilio signs what it sends. Written from the specification and not with the verifier, so that both can be wrong.

Source: https://www.twilio.com/docs/usage/security
"""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha1

SIGNATURE = "X-Twilio-Signature"


def sign(url: str, form: Mapping[str, str], token: str) -> str:
    """The signature of a request: HMAC-SHA1 over the URL and, name by name, the form it carries.

    Args:
        url: as Twilio was told to call it, with its query; `wss://…` for a handshake. A fragment is not signed.
        form: the parameters of a POST, blank ones too; empty for GET and handshakes.
        token: the account's.
    """
    whole, _, _ = url.partition("#")
    message = whole + "".join(name + form[name] for name in sorted(form))
    return b64encode(hmac.new(token.encode(), message.encode(), sha1).digest()).decode()
