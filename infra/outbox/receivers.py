"""What delivering needs to know of those who want to be told; the room that keeps them says it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from infra.outbox.outbox import Event
from infra.store.transaction import Transaction

Sign: TypeAlias = Callable[[str, int, bytes], str]
"""Of an event's id, a time in Unix seconds and a body: the value of `webhook-signature`."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One event made up for one receiver: where to, what is said in `data`, and how it is signed."""

    url: str
    contents: Mapping[str, object] = field(repr=False)
    sign: Sign = field(repr=False)


class Receivers(Protocol):
    """Those who want to be told, by the ids of their webhooks."""

    async def wanting(self, tx: Transaction, tenant: int, event: str) -> Sequence[str]:
        """Who of this tenant wants events of this name now."""
        ...

    async def parcel(self, tx: Transaction, webhook_id: str, event: Event) -> Parcel | None:
        """The event as this receiver gets it; None where it is switched off.

        Raises: VaultError.
        """
        ...

    async def switch_off(self, tx: Transaction, tenant: int, webhook_id: str, at: float) -> None:
        """The receiver has said that it is gone for good."""
        ...
