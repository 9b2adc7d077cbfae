"""What signs the events of a webhook: one secret, and for a day after a change the one before, sealed in its row."""

import json
from dataclasses import dataclass, field
from typing import Self

from infra.store.sealed import WEBHOOK_SECRET
from infra.store.vault import Vault
from lookup.signing import make_secret, sign_with_time

OLD_SIGNS_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Secrets:
    """As `lookup.signing` makes them; `old` signs beside `current` until `old_until`, in Unix seconds."""

    current: str = field(repr=False)
    old: str | None = field(default=None, repr=False)
    old_until: float = 0.0

    @classmethod
    def made(cls) -> Self:
        """For a new webhook."""
        return cls(make_secret())

    def rotated(self, at: float) -> Self:
        """A new one; what is current now signs beside it for a day."""
        return type(self)(make_secret(), self.current, at + OLD_SIGNS_SECONDS)

    def sign(self, event_id: str, timestamp: int, body: bytes) -> str:
        """The value of `webhook-signature`: one for each secret that signs at the time, between blanks."""
        signing = [self.current] if self.old is None or self.old_until <= timestamp else [self.current, self.old]
        return " ".join(sign_with_time(event_id, timestamp, body, secret) for secret in signing)

    def seal(self, vault: Vault, tenant_id: int, webhook_id: str) -> bytes:
        """For the row, and for no other."""
        plain = json.dumps([self.current, self.old, self.old_until]).encode()
        return vault.seal(plain, tenant=tenant_id, where=_place(webhook_id))

    @classmethod
    def read(cls, vault: Vault, tenant_id: int, webhook_id: str, sealed: bytes) -> Self:
        """As they stand in the row. Raises: VaultError."""
        return cls(*json.loads(vault.open(sealed, tenant=tenant_id, where=_place(webhook_id))))


def _place(webhook_id: str) -> str:
    return WEBHOOK_SECRET.where({"id": webhook_id})
