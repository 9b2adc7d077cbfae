"""Creating once: the same `Idempotency-Key` gives the resource that it made the first time."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from infra.once import made_before, remember
from infra.store.transaction import Transaction
from routes.operation import Call


class Identified(Protocol):
    """Whatever is found again by its id."""

    @property
    def id(self) -> str:
        """Its name for ever."""
        ...


T = TypeVar("T", bound=Identified)


async def once(tx: Transaction, call: Call, find: Callable[[str], Awaitable[T]], make: Callable[[], Awaitable[T]]) -> T:
    """What this call made before, else what it makes now. Raises: KeyReused, and what `find` and `make` raise."""
    if known := await made_before(tx, call.principal.key_id, call.delivery):
        return await find(known)
    made = await make()
    await remember(tx, call.principal.key_id, call.delivery, made.id, call.now)
    return made
