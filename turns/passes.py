"""Passes: what a caller's socket shows to be let in, once and within a minute of when it was given out."""

from collections.abc import Callable, Mapping

import orjson

from infra.once import first_time
from infra.signals.held import Held
from infra.store.transaction import Store
from infra.store.vault import Vault, VaultError


class Passes:
    """Given out by one process, taken by any. `clock` gives Unix seconds."""

    def __init__(self, store: Store, vault: Vault, held: Held, clock: Callable[[], float]) -> None:
        self._store = store
        self._vault = vault
        self._held = held
        self._clock = clock

    async def give(self, tenant: int, line_id: str, call_sid: str, session: int, about: Mapping[str, str]) -> str:
        """The pass of a session of this call, the same each time; `about` is handed back to whoever shows it."""
        shown = self._vault.index("pass", line_id, call_sid, str(session))
        key = self._key(line_id, call_sid, shown)
        await self._held.put(key, self._vault.seal(orjson.dumps(dict(about)), tenant=tenant, where=key))
        return shown

    async def take(self, tenant: int, line_id: str, call_sid: str, shown: str) -> Mapping[str, str] | None:
        """What the pass is about, for whoever shows it first; None for everybody else. Raises: StoreUnavailable."""
        key = self._key(line_id, call_sid, shown)
        sealed = await self._held.get(key)
        if sealed is None or not await self._store.write(
            lambda tx: first_time(tx, line_id, f"pass/{key}", call_sid, self._clock())
        ):
            return None
        try:
            return dict(orjson.loads(self._vault.open(sealed, tenant=tenant, where=key)))
        except VaultError:
            return None

    def _key(self, line_id: str, call_sid: str, shown: str) -> str:
        return self._vault.index("pass held", line_id, call_sid, shown)
