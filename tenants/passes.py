"""Passes: what lets a visitor's page back into its conversation. Sealed, so that nothing in them is read or changed.

Two kinds: one that is shown with every request and soon runs out, and one that only gets a fresh pair. Neither is kept
by us; both are good for one origin, one publishable key and one conversation.
"""

import base64
import binascii
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError

from infra.store.vault import Vault, VaultError

VISIT_SECONDS = 15 * 60
RETURN_SECONDS = 24 * 3600
LONGEST = 2000


class Kind(StrEnum):
    """What a pass is for."""

    VISIT = "visit"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Pass:
    """Whom it lets in, and until when, in Unix seconds.

    Attributes:
        key: the publishable key as it stands in the page.
        visitor: what stays the same when they come back: a keyed hash of who signed in, or a random name.
        signed_in: whether it is somebody the merchant vouched for; `email` is then what they are known by, if anything,
            and `signed_at` since when.
    """

    kind: Kind
    key: str
    tenant: int
    agent_id: str
    conversation_id: str
    origin: str
    visitor: str
    expires_at: float
    signed_in: bool = False
    email: str | None = field(default=None, repr=False)
    signed_at: float = 0.0


_PASS = TypeAdapter(Pass)


class Passes:
    """Made and read with the vault's keys, so that they survive a restart and a rotation."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def write(self, what: Pass) -> str:
        """The pass as a token: url-safe text of some 500 characters."""
        sealed = self._vault.seal(_PASS.dump_json(what), tenant=0, where=f"passes/{what.kind.value}")
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def read(self, token: str, kind: Kind, now: float) -> Pass | None:
        """What we wrote as this kind, or None for anything else and for what has run out."""
        if len(token) > LONGEST or not token.isascii():
            return None
        try:
            sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
            opened = _PASS.validate_json(self._vault.open(sealed, tenant=0, where=f"passes/{kind.value}"))
        except (binascii.Error, VaultError, ValidationError):
            return None
        return opened if opened.kind is kind and opened.expires_at > now else None

    def index(self, *parts: str) -> str:
        """A keyed hash, for whatever must be recognised without being known."""
        return self._vault.index(*parts)
